"""Decisions about going home: who must answer, when a municipality is ready, where an action may go next."""
