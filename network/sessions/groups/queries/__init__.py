"""Reading rounds and groups."""
