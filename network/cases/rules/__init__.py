"""Decisions about cases: what is missing, how two writers' texts meet, what stands on which slide."""
