"""Doing: what a person can do to the network and to her own sign-in."""
