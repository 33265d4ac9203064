"""What a person can do on the way home, and afterwards."""
