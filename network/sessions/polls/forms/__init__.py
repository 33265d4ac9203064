"""What the forms of a question to everybody take."""
