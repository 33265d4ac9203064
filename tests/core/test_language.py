"""Five languages: neighbours before English, dates and alphabets as their readers write them (L-1)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from network.core import clock, language
from network.core.catalogues import CONTEXT_MARK, Forms
from network.core.language import speaking

MORNING = datetime(2026, 3, 12, 9, 45, tzinfo=UTC)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Forms]]:
    """Catalogues made for the test: fill them in by language."""
    files: dict[str, dict[str, Forms]] = {code: {} for code in language.LANGUAGES}
    monkeypatch.setattr(language, "stored", lambda code, domain: files[code])
    language.catalogue.cache_clear()
    yield files
    language.catalogue.cache_clear()


def said(code: str, message: str) -> str:
    with speaking(code):
        return language.gettext(message)


def test_a_text_that_nynorsk_lacks_is_said_in_bokmal_before_swedish_before_english(stored: dict) -> None:  # type: ignore[type-arg]
    stored["en"]["Board"] = ("Board",)
    heard = [said("nn", "Board")]

    for code, form in (("sv", "Tavla"), ("nb", "Tavle")):
        stored[code]["Board"] = (form,)
        language.catalogue.cache_clear()
        heard.append(said("nn", "Board"))

    assert heard == ["Board", "Tavla", "Tavle"]


def test_no_scandinavian_language_goes_straight_to_english(stored: dict) -> None:  # type: ignore[type-arg]
    stored["en"]["Board"] = ("Board",)
    stored["nb"]["Board"] = ("Tavle",)

    assert {code: said(code, "Board") for code in language.LANGUAGES} == {
        "nn": "Tavle",
        "nb": "Tavle",
        "sv": "Tavle",
        "da": "Tavle",
        "en": "Board",
    }


def test_a_text_that_nobody_has_is_its_source(stored: dict) -> None:  # type: ignore[type-arg]
    assert said("nn", "Unheard of") == "Unheard of"


def test_one_and_not_one_have_forms_of_their_own(stored: dict) -> None:  # type: ignore[type-arg]
    stored["nn"]["%(num)s note"] = ("éin lapp", "%(num)s lappar")

    with speaking("nn"):
        heard = [language.ngettext("%(num)s note", "%(num)s notes", count) for count in (0, 1, 2)]

    assert heard == ["0 lappar", "éin lapp", "2 lappar"]


def test_a_context_makes_it_another_word(stored: dict) -> None:  # type: ignore[type-arg]
    stored["nn"].update({"Close": ("Lukk",), f"board{CONTEXT_MARK}Close": ("Steng",)})

    with speaking("nn"):
        assert (language.gettext("Close"), language.pgettext("board", "Close")) == ("Lukk", "Steng")


def test_what_a_person_wrote_is_not_read_as_a_place_to_fill(stored: dict) -> None:  # type: ignore[type-arg]
    assert language.gettext("%(name)s wrote", name="100 %(x)s") == "100 %(x)s wrote"


def test_a_label_written_while_a_module_is_read_speaks_the_readers_language(stored: dict) -> None:  # type: ignore[type-arg]
    stored["nn"]["E-mail"] = ("E-post",)
    label = language.lazy_gettext("E-mail")

    with speaking("nn"):
        assert (str(label), label.__html__()) == ("E-post", "E-post")


def test_speaking_ends_with_its_block_also_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), speaking("sv"):
        raise ZeroDivisionError

    assert language.current() == "nn"


@pytest.mark.parametrize(
    ("wishes", "accepted", "chosen"),
    [
        (["sv", "nb"], ["en"], "sv"),
        ([None, "nb"], ["en"], "nb"),
        ([None], ["no-NO", "en"], "nb"),
        ([None], ["no"], "nb"),
        ([None], ["nn_NO"], "nn"),
        ([None], ["de", "fi"], "nn"),
        (["klingon"], [], "nn"),
    ],
)
def test_the_first_wish_that_we_speak_is_taken(wishes: list[str | None], accepted: list[str], chosen: str) -> None:
    assert language.choose(wishes, accepted=accepted) == chosen


DATES = {
    "nn": ("torsdag 12. mars 2026", "12. mars 2026 kl. 10:45", "for 3 døgn sidan", "12 345,6"),
    "nb": ("torsdag 12. mars 2026", "12. mars 2026, 10:45", "for 3 døgn siden", "12 345,6"),
    "sv": ("torsdag 12 mars 2026", "12 mars 2026 10:45", "för 3 dagar sedan", "12 345,6"),
    "da": ("torsdag den 12. marts 2026", "12. marts 2026 10.45", "for 3 dage siden", "12.345,6"),
    "en": ("Thursday, 12 March 2026", "12 March 2026, 10:45", "3 days ago", "12,345.6"),
}


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_dates_and_numbers_are_written_as_the_language_writes_them(code: str) -> None:
    """L-3"""
    clock.set(MORNING + timedelta(days=3))

    with speaking(code):
        shown = (
            language.format_date(MORNING, "full"),
            language.format_datetime(MORNING),
            language.format_ago(MORNING),
            language.format_number(12345.6).replace("\N{NO-BREAK SPACE}", " "),
        )

    assert shown == DATES[code]


def test_a_day_is_the_day_where_the_gathering_is() -> None:
    late = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)

    assert language.format_date(late) == "13. mars 2026"
    assert language.format_date(late, zone="Atlantic/Reykjavik") == "12. mars 2026"
    assert language.format_date(date(2026, 3, 12)) == "12. mars 2026"
