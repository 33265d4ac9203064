"""The counting of tries, with its store away."""

import pytest
from flask import Flask

from network import create_app
from network.people import limits
from tests.conftest import settings_for


@pytest.fixture
def app_without_redis(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A program whose Redis does not answer."""
    return create_app(settings_for(tmp_path_factory.mktemp("redis"), REDIS_URL="redis://127.0.0.1:1/0"))


def test_with_redis_away_people_come_in_and_the_limit_still_holds(app_without_redis: Flask) -> None:
    with app_without_redis.test_request_context("/"):
        answers = [limits.may_ask_again("an address") for _ in range(4)]

    assert answers == [True, True, True, False]


def test_each_address_has_a_count_of_its_own(app: Flask) -> None:
    with app.test_request_context("/"):
        answers = [limits.may_ask_again(f"address {number}") for number in range(10)]

    assert all(answers)


def test_the_sum_of_mails_in_an_hour_is_limited_and_the_operator_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(limits, "MAILS_IN_ALL", "2 per hour")

    with app.test_request_context("/"):
        answers = [limits.may_be_kept(is_known=True) for _ in range(3)]

    assert answers == [True, True, False]
    assert "mails this hour" in caplog.text
