"""Decisions about questions to everybody: plain values in, plain values out."""
