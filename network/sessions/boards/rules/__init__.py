"""Decisions about boards, from plain values."""
