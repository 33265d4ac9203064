"""Workload P: a board of 300 notes on a slow phone."""
