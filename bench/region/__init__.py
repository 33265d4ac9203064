"""Workload R: the follow-up pages of a large region that has met for ten years."""

ZONE = "Europe/Oslo"
