"""What the hall's forms take: fields, limits, messages."""
