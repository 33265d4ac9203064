"""What the hall decides from plain values: the next step, the clock, how far behind the day is."""
