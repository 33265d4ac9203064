"""Decisions about what follows a gathering: sums, drafts, deadlines."""
