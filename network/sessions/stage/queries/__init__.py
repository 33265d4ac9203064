"""Reading what happens in the hall."""
