"""`python -m tests.faults [--long] [more for pytest]`: the faults alone."""

import os
import sys

import pytest

from tests.faults.sizes import LONG


def main(words: list[str]) -> int:
    if "--long" in words:
        os.environ[LONG] = "1"
    return int(pytest.main(["tests/faults", *(word for word in words if word != "--long")]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
