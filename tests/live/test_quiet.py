"""Those who misbehave cannot fill the log."""

import logging
from collections.abc import Iterator

import pytest

from network.live import quiet


@pytest.fixture
def library(request: pytest.FixtureRequest) -> Iterator[logging.Logger]:
    """A logger as the libraries get it, which has said nothing yet."""
    made = logging.getLogger(f"library.{request.node.name}")
    made.addFilter(once := quiet.OneLine())
    yield made
    made.removeFilter(once)


def complain(library: logging.Logger, times: int) -> None:
    for _ in range(times):
        try:
            raise ValueError("x" * 1000)
        except ValueError:
            library.exception("Unknown receive error")


def test_a_librarys_traceback_is_one_short_line_a_minute(
    library: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    complain(library, 100)

    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info is None
    assert len(caplog.records[0].getMessage()) <= 300


def test_without_the_interval_each_would_have_its_line(
    library: logging.Logger, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet, "EVERY_SECONDS", -1.0)

    complain(library, 100)

    assert len(caplog.records) == 100


def test_each_offender_has_a_line_of_her_own(caplog: pytest.LogCaptureFixture) -> None:
    told = [quiet.warn_once(about, "too deep") for about in ("quiet 1", "quiet 2", "quiet 1")]

    assert told == [True, True, False]
    assert [record.getMessage() for record in caplog.records] == ["live: quiet 1: too deep", "live: quiet 2: too deep"]
