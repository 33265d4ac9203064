"""A page's turn, which the server gives (network/live/turns.py) and a page that has waited takes anew."""

TURN = "samling.turn"
"""Where a request finds how to take another turn: a function without arguments, or nothing where no server is."""
