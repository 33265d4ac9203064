"""What the forms of the weeks after take: fields, limits, messages."""
