"""CA-6: a case is public when its municipality says so, and no longer when it says otherwise."""

import pytest

from tests.cases.conftest import ClientFor, Told


@pytest.mark.parametrize(
    ("name", "status"), [("bo", 403), ("cy", 403), ("fia", 403), ("lea", 403), ("kai", 404), ("otto", 404)]
)
def test_nobody_else_makes_it_public(told: Told, browse: ClientFor, name: str, status: int) -> None:
    told.make_ready()

    answer = browse(name).post(told.path("/publication"), data={"square": "yes"})

    assert (answer.status_code, told.again().published_at) == (status, None)


def test_the_coordinator_makes_it_public_and_takes_it_back(told: Told, browse: ClientFor) -> None:
    told.make_ready()
    siv = browse("siv")

    siv.post(told.path("/publication"), data={"square": "yes"})
    was_public = told.again().published_at is not None
    siv.post(told.path("/publication/end"))

    assert (was_public, told.again().published_at, browse("nobody").get(told.path()).status_code) == (True, None, 303)


def test_the_question_must_be_answered_first(told: Told, browse: ClientFor) -> None:
    told.make_ready()

    answer = browse("siv").post(told.path("/publication"), data={}, headers={"Accept-Language": "en"})

    assert (answer.status_code, "market square" in answer.text, told.again().published_at) == (422, True, None)


def test_a_draft_does_not_become_public(told: Told, browse: ClientFor) -> None:
    told.fill()

    answer = browse("siv").post(told.path("/publication"), data={"square": "yes"})

    assert (answer.status_code, told.again().published_at) == (409, None)
