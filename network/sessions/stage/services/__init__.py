"""Doing what moves the hall."""
