"""Workload F: groups at work (A) while one client does what she can to disturb them."""
