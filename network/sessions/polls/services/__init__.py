"""Asking everybody, answering, counting."""
