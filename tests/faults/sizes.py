"""How much is done: little in every run of the tests, much by `python -m tests.faults --long`."""

import os

LONG = "FAULTS_LONG"


def of(short: int, long: int) -> int:
    """`short` as a rule, `long` in the long form."""
    return long if os.environ.get(LONG) else short
