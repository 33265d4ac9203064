"""Boards' templates: those that ship, and those that a project lead has made. A programme's items choose among them."""
