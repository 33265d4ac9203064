"""Dots as they are set, told and shown."""
