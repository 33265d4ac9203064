"""Reading what followed."""
