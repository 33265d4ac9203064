"""Workload G: the mixing of groups, by its command, on halls made from seeds."""
