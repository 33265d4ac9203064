"""Decisions about programmes, answers and the door: plain values in, plain values out."""
