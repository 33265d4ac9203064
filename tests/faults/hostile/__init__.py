"""What hostile clients send: kept cases with what they must be answered, and mutators that make any number more."""
