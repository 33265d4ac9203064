"""The briefing as it is told in the council: five minutes, and five slides."""

import re

import pytest

from network.core.db import unit_of_work
from network.followup.models import BriefingState
from network.followup.rules import aloud
from network.writing import services as writing
from tests.actions.going import WHAT
from tests.followup.briefing import ClientFor, Council


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (120, 1), (121, 2), (600, 5), (601, 6)])
def test_how_long_it_takes(words: int, minutes: int) -> None:
    """BF-12"""
    assert aloud.minutes(["ord " * (words // 2), "ord " * (words - words // 2)]) == minutes


def test_it_is_the_papers_words_without_what_only_some_need(council: Council, client_for: ClientFor) -> None:
    """BF-12"""
    briefing = council.drafted()
    texts = writing.texts(briefing.writing)
    bo = client_for(council.bo)

    page, slides = (bo.get(f"{council.path}/{kind}").text for kind in ("aloud", "slides"))
    article = page[page.index("<article") :]

    assert (WHAT in article, WHAT in slides) == (True, True)
    assert "minutt i roleg tempo" in page
    assert texts["people"].strip()
    for text in (texts["summary"], texts["people"], texts["proposal"]):
        assert text.splitlines()[0] not in article
    assert 'lang="nn"' in article


def test_there_are_five_slides_at_most_and_each_leads_on(council: Council, client_for: ClientFor) -> None:
    """BF-12"""
    council.drafted()

    page = client_for(council.bo).get(f"{council.path}/slides").text

    count = len(re.findall(r'<section class="slide"', page))
    assert 3 <= count <= 5
    links = re.findall(r'href="#slide-(\d+)"', page)
    assert sorted(map(int, links)) == sorted([*range(1, count), *range(2, count + 1)])


def test_what_people_write_means_nothing_but_itself(council: Council, client_for: ClientFor) -> None:
    """BF-10"""
    briefing = council.drafted()
    bo = client_for(council.bo)
    page = bo.get(council.path).text
    base = re.search(r'name="base_why" value="(\w+)"', page)
    assert base is not None
    bo.post(f"{council.path}/texts", data={"why": "<b>Fordi</b> vi ville.", "base_why": base[1]})

    said = bo.get(f"{council.path}/aloud").text

    assert briefing.id
    assert ("&lt;b&gt;Fordi&lt;/b&gt;" in said, "<b>Fordi" in said) == (True, False)


def test_it_is_read_by_who_may_read_the_paper(council: Council, client_for: ClientFor) -> None:
    """BF-9"""
    council.drafted()
    cast = council.going.hall.cast
    people = {name: client_for(getattr(cast, name)) for name in ("bo", "anna", "lea", "otto")}

    def answers() -> dict[str, set[int]]:
        kinds = ("aloud", "slides")
        return {name: {one.get(f"{council.path}/{kind}").status_code for kind in kinds} for name, one in people.items()}

    before = answers()
    with unit_of_work():
        council.briefing_in_work().state = BriefingState.SENT

    assert before == {"bo": {200}, "anna": {404}, "lea": {404}, "otto": {404}}
    assert answers() == {"bo": {200}, "anna": {404}, "lea": {200}, "otto": {404}}
