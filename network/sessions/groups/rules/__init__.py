"""Decisions about rounds and groups: plain values in, plain values out."""
