"""Reading gatherings."""
