"""A row of municipalities as people write it, read into numbers (SU-11)."""

import pytest

from network.people import municipality_list
from network.people.rules.naming import Naming, named


def read(text: str) -> Naming:
    return named(text, municipality_list.by_name())


@pytest.mark.parametrize(
    "text",
    [
        "Giske\nVolda\nHaram",
        "Giske, Volda og Haram",
        "1. Giske kommune\n2. Volda kommune\n3. Haram kommune\n",
        "- 1532 Giske\n- 1577 Volda\n- 1580 Haram",
        "Giske;Volda;Haram;Giske",
        " giske\t VOLDA\r\nHaram.",
    ],
)
def test_a_list_is_read_however_it_is_written(text: str) -> None:
    """SU-11"""
    assert read(text) == Naming(("1532", "1577", "1580"), (), {})


def test_an_and_inside_a_name_parts_nothing() -> None:
    assert read("Nore og Uvdal og Rollag").numbers == ("3338", "3336")


def test_a_name_in_sami_counts_as_well() -> None:
    assert read("Guovdageaidnu").numbers == read("Kautokeino").numbers == ("5612",)


def test_a_name_that_two_have_means_the_one_in_the_others_county() -> None:
    assert [read(text).numbers for text in ("Giske, Herøy", "Alstahaug, Herøy")] == [("1532", "1515"), ("1820", "1818")]


def test_alone_such_a_name_is_doubtful_until_a_number_decides() -> None:
    assert read("Herøy") == Naming((), (), {"Herøy": ("1515", "1818")})
    assert read("Herøy 1818").numbers == ("1818",)


def test_what_no_municipality_is_called_is_named() -> None:
    assert read("Giske, Atlantis, 9999") == Naming(("1532",), ("Atlantis", "9999"), {})
