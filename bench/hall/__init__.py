"""Workload H: a whole hall. 120 people at the door, late arrivals, and pages while everybody is live."""
