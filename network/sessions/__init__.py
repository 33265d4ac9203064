"""What happens on the day."""
