"""What the forms of going home take: fields, limits, messages."""
