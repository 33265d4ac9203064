"""Reading marks, agreements and action points."""
