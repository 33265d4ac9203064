"""Who sits with whom: pure functions from a problem to a plan. No web, no database, no clock (GR-1).

This is the interface for good; how well `draw` deals is its own business. The same problem, seed and steps give the
same plan on every machine.
"""

from network.sessions.groups.engine.advice import Advice, advise
from network.sessions.groups.engine.checking import check
from network.sessions.groups.engine.dealing import draw
from network.sessions.groups.engine.judging import Report, judge
from network.sessions.groups.engine.problem import Attendee, Past, Plan, Problem
from network.sessions.groups.engine.repairing import Change, repair, what_if

VERSION = "deal-1"
"""Stored with each plan: which dealer made it."""

__all__ = [
    "VERSION",
    "Advice",
    "Attendee",
    "Change",
    "Past",
    "Plan",
    "Problem",
    "Report",
    "advise",
    "check",
    "draw",
    "judge",
    "repair",
    "what_if",
]
