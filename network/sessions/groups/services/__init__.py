"""What a person can do with rounds and groups."""
