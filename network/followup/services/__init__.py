"""What a person can do after a gathering."""
