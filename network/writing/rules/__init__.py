"""What is decided about texts without asking a database."""
