"""PE-12 to PE-15: a list is read whatever wrote it, and each line is judged by the register and those above."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
import xlsxwriter

from network.people.rules.imports import workbooks
from network.people.rules.imports.checking import KnownPerson, Register, Verdict, judge
from network.people.rules.imports.columns import Line, lines_of, role_of
from network.people.rules.imports.decoding import Unreadable, is_broken, text_of
from network.people.rules.imports.tables import cells_in

PLACES = ("Giske", "1532", "Ørsta", "1520")
REGISTER = Register(
    places={"giske": 1, "1532": 1, "ørsta": 2, "1520": 2},
    place_names={1: "Giske", 2: "Ørsta"},
    people=[
        KnownPerson(1, "Anna Døme", "anna@x.example", seats=frozenset({1}), places=frozenset({1})),
        KnownPerson(2, "Kai Døme", "kai@x.example", parts=frozenset({("coordinator", 1)}), places=frozenset({1})),
        KnownPerson(3, "Utan Adresse", None, seats=frozenset({2}), places=frozenset({2})),
    ],
    free_seats={1: 2, 2: 4},
    most_seats=5,
)


def read(text: str) -> list[Line]:
    return lines_of(cells_in(text), places=PLACES)


def plain(lines: list[Line]) -> list[tuple[str, ...]]:
    return [(one.name, one.email, one.municipality, one.party, one.role) for one in lines]


def line(key: int = 1, **given: str) -> Line:
    return Line(key, key, **{"name": "Ny Ny", "municipality": "Giske", **given})


def codes(verdict: Verdict) -> dict[str, str]:
    return {field: why.code for field, why in verdict.faults.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_letters_survive_every_encoding_and_every_mark_between_columns(encoding: str, mark: str) -> None:
    """PE-12"""
    rows = [["Namn", "Kommune"], ["Åse Æørøy", "Ørsta"], ["Björn Ängström", "Giske"]]
    body = "\r\n".join(mark.join(row) for row in rows).encode(encoding)

    assert plain(read(text_of(body))) == [
        ("Åse Æørøy", "", "Ørsta", "", ""),
        ("Björn Ängström", "", "Giske", "", ""),
    ]


def test_windows_own_letters_survive() -> None:
    assert text_of("Ny – «Døme»".encode("cp1252")) == "Ny – «Døme»"


def test_a_list_that_a_program_wrote_twice_over_is_read_as_it_was() -> None:
    """PE-12. The control: a text with a letter that no such program writes is left alone."""
    twice = "Åse Æørøy;Ørsta\nBjörn Ängström;Giske\n".encode().decode("cp1252")

    assert [one.name for one in read(twice)] == ["Åse Æørøy", "Björn Ängström"]
    assert read(f"{twice}Łucja Døme;Giske")[0].name == "Ã…se Ã†Ã¸rÃ¸y"


@pytest.mark.parametrize("body", [b"%PDF-1.7 \x00\x01", b"\x89PNG\r\n\x1a\n", b"a" * 500 + b"\x00" * 9])
def test_what_is_no_list_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        text_of(body)

    assert refusal.value.reason == "not_a_list"


@pytest.mark.parametrize("name", ["KjÃ¥re", "SÃ¸r", "Ã…se", "K�re", "K\x8cre", "S¿r"])
def test_lost_letters_are_seen(name: str) -> None:
    assert is_broken(name)


@pytest.mark.parametrize("name", ["Kåre", "Ærlend Øy", "JOÃO", "Björn", "D'Arcy", "Nr 4", "Łucja", "Ãse"])
def test_whole_letters_are_left_alone(name: str) -> None:
    assert not is_broken(name)


@pytest.mark.parametrize(
    "headings",
    [
        "Namn\tE-post\tKommune\tParti\tRolle",
        "Navn\tEpost\tKommune\tParti\tRolle",
        "Name\tE-mail\tMunicipality\tParty\tRole",
        "NAMN\tE-postadress *\tKommun\tParti\tRoll",
        "Navn:\tE-mailadresse\tKommune\tParti\tFunktion",
    ],
)
def test_headings_of_five_languages_are_known(headings: str) -> None:
    """PE-12"""
    assert plain(read(f"{headings}\nAnna\ta@x.example\tGiske\tSp\tdelegat")) == [
        ("Anna", "a@x.example", "Giske", "Sp", "delegat")
    ]


def test_columns_come_in_any_order_and_unknown_ones_are_left_out() -> None:
    """PE-12"""
    text = "Rolle;Telefon;Etternamn;Kommune;Førenamn;E-post\ntilsett;123;Døme;Giske;Åse;a@x.example"

    assert plain(read(text)) == [("Åse Døme", "a@x.example", "Giske", "", "tilsett")]


def test_without_headings_content_says_which_column_is_what() -> None:
    """PE-12"""
    text = "a@x.example\tSp\tGiske\tAnna Døme\tdelegat\nb@x.example\tH\tØrsta kommune\tBo Døme\tvara"

    assert plain(read(text)) == [
        ("Anna Døme", "a@x.example", "Giske", "Sp", "delegat"),
        ("Bo Døme", "b@x.example", "Ørsta kommune", "H", "vara"),
    ]


def test_names_without_headings_stay_names_under_their_municipality() -> None:
    """PE-12"""
    assert plain(read("Giske\nBo\nAnna Døme\nØrsta\nPer")) == [
        ("Bo", "", "Giske", "", ""),
        ("Anna Døme", "", "Giske", "", ""),
        ("Per", "", "Ørsta", "", ""),
    ]


def test_a_row_with_a_municipality_alone_stands_over_those_below_and_empty_lines_over_none() -> None:
    """PE-12"""
    text = "Liste 2026\nNamn\tE-post\n\nGiske kommune\n\nAnna\ta@x.example\n1520\t\nBo\tb@x.example\n"

    assert [(one.number, one.name, one.municipality) for one in read(text)] == [
        (6, "Anna", "Giske kommune"),
        (8, "Bo", "1520"),
    ]


def test_a_list_of_municipalities_with_their_people_below_needs_no_headings() -> None:
    """Half of its first column are municipalities, and names all the same."""
    text = "Giske kommune\nHeidi Døme;h@x.example\nØrsta\nVidar Døme;v@x.example\n1520\nØrjan Døme;o@x.example\n"

    assert [(one.name, one.municipality) for one in read(text)] == [
        ("Heidi Døme", "Giske kommune"),
        ("Vidar Døme", "Ørsta"),
        ("Ørjan Døme", "1520"),
    ]


def test_an_address_behind_the_name_is_taken_apart() -> None:
    assert plain(read("Anna Døme <a@x.example>\nBo Døme <b@x.example>")) == [
        ("Anna Døme", "a@x.example", "", "", ""),
        ("Bo Døme", "b@x.example", "", "", ""),
    ]


def test_roles_are_known_in_five_languages_and_none_means_a_delegate() -> None:
    words = ["", "Delegat", "kommunekontakt", "tjänsteperson", "vara", "Prosessleder", "gäst", "sjef"]

    assert [role_of(word) for word in words] == [
        "delegate",
        "delegate",
        "coordinator",
        "official",
        "substitute",
        "facilitator",
        "guest",
        None,
    ]


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"name": ""}, {"name": "name_missing"}),
        ({"name": "x" * 81}, {"name": "name_long"}),
        ({"name": "KjÃ¥re"}, {"name": "letters"}),
        ({"email": "ny@"}, {"email": "email_bad"}),
        ({"municipality": "Gjske"}, {"municipality": "place_near"}),
        ({"municipality": "Oslo by"}, {"municipality": "place_unknown"}),
        ({"municipality": ""}, {"municipality": "place_missing"}),
        ({"role": "sjef"}, {"role": "role_unknown"}),
        ({"role": "prosjektleiar"}, {"role": "role_strong"}),
        ({"name": "Anna Døme", "email": "other@x.example"}, {"email": "other_email"}),
        ({"name": "Anna Døme", "email": "anna@x.example", "municipality": "Ørsta"}, {"municipality": "seat_elsewhere"}),
    ],
)
def test_each_fault_stands_at_its_field(given: dict[str, str], faults: dict[str, str]) -> None:
    """PE-13"""
    verdict = judge([line(**given)], REGISTER)[0]

    assert (verdict.kind, codes(verdict)) == ("fix", faults)


@pytest.mark.parametrize(
    ("given", "kind", "known_id", "changes"),
    [
        ({}, "new", None, True),
        ({"name": "ANNA  døme"}, "known", 1, False),
        ({"name": "Anna Annleis", "email": "ANNA@x.example"}, "known", 1, False),
        ({"name": "Anna Døme", "role": "kommunekontakt"}, "known", 1, True),
        ({"name": "Kai Døme", "role": "kommunekontakt"}, "known", 2, False),
        ({"name": "Kai Døme"}, "known", 2, True),
        ({"name": "Utan Adresse", "municipality": "1520"}, "known", 3, False),
        ({"name": "Utan Adresse", "municipality": "1520", "email": "u@x.example"}, "known", 3, True),
        ({"name": "Pro Døme", "municipality": "", "role": "prosessleiar"}, "new", None, True),
        ({"name": "Til Døme", "municipality": "", "role": "tilsett"}, "new", None, True),
    ],
)
def test_a_good_line_is_new_or_known_from_before(
    given: dict[str, str], kind: str, known_id: int | None, changes: bool
) -> None:
    """PE-13"""
    verdict = judge([line(**given)], REGISTER)[0]

    assert (verdict.kind, verdict.known_id, verdict.is_change, codes(verdict)) == (kind, known_id, changes, {})


@pytest.mark.parametrize(
    ("second", "faults"),
    [
        ({"name": "Ny Ny", "email": "ny@x.example"}, {"name": "same_twice"}),
        ({"name": "Annan", "email": "ny@x.example"}, {"email": "email_twice"}),
        ({"name": "ny  NY", "email": "ny2@x.example"}, {"name": "name_twice"}),
        ({"name": "Ny Ny"}, {"name": "same_twice"}),
        ({"name": "Ny Ny", "email": "ny2@x.example", "municipality": "Ørsta"}, {}),
        ({"name": "Ny Ny", "email": "ny@x.example", "role": "vara"}, {}),
    ],
)
def test_doubled_people_inside_a_list_are_found(second: dict[str, str], faults: dict[str, str]) -> None:
    """PE-14"""
    verdicts = judge([line(1, email="ny@x.example"), line(2, **second)], REGISTER)

    assert [codes(one) for one in verdicts] == [{}, faults]


def test_one_person_with_two_parts_is_made_once() -> None:
    verdicts = judge([line(1, email="ny@x.example"), line(2, email="ny@x.example", role="vara")], REGISTER)

    assert [one.kind for one in verdicts] == ["new", "known"]
    assert verdicts[0].who == verdicts[1].who


def test_a_sixth_delegate_is_refused_at_her_line() -> None:
    """PE-1"""
    lines = [line(number, name=f"Ny {number}") for number in (1, 2, 3)]

    verdicts = judge(lines, REGISTER)

    assert [codes(one) for one in verdicts] == [{}, {}, {"municipality": "no_seat"}]
    assert verdicts[2].faults["municipality"].values == {"municipality": "Giske", "most": 5}


def test_a_coordinator_takes_in_people_for_her_own_municipality_alone() -> None:
    own = replace(REGISTER, own_places=frozenset({1}))

    verdicts = judge(
        [line(1, municipality=""), line(2, name="To", municipality="Ørsta"), line(3, name="Tre", email="u@x.example")],
        replace(own, people=[KnownPerson(9, "Uro", "u@x.example", places=frozenset({2}))]),
    )

    assert [(one.place_id, codes(one)) for one in verdicts] == [
        (1, {}),
        (None, {"municipality": "place_foreign"}),
        (1, {"email": "email_elsewhere"}),
    ]


def workbook(rows: list[list[object]]) -> bytes:
    body = BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return body.getvalue()


def packed(**parts: bytes) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


def test_a_workbook_is_read_with_its_numbers_as_people_see_them() -> None:
    rows = workbooks.cells_of(workbook([["Namn", "Kommune"], [], ["Åse", 1532]]))

    assert rows == [(1, ["Namn", "Kommune"]), (3, ["Åse", "1532"])]


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """PE-15"""
    bomb = packed(sheet=b"<row/>" * 2_000_000)
    opened: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda _archive, part: opened.append(part.filename))

    with pytest.raises(Unreadable) as refusal:
        workbooks.cells_of(bomb)

    assert (len(bomb) < 100_000, refusal.value.reason, opened) == (True, "bomb", [])


def test_without_the_bound_the_same_workbook_would_be_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Positive control."""
    opened: list[str] = []
    monkeypatch.setattr(workbooks, "MOST_UNPACKED_BYTES", 10**9)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda _archive, part: opened.append(part.filename) or b"")

    workbooks.check_archive(packed(sheet=b"<row/>" * 2_000_000))

    assert opened == ["sheet"]


def test_a_list_of_countless_lines_is_read_to_its_bound_and_no_further() -> None:
    """PE-15: a megabyte of two letters a line took six seconds."""
    assert cells_in("a\n" * 450_000) == [(number, ["a"]) for number in range(1, 2_001)]


def test_a_cell_without_end_is_no_list() -> None:
    with pytest.raises(Unreadable) as refusal:
        cells_in('"' * 900_000)

    assert refusal.value.reason == "not_a_list"


def test_a_small_workbook_of_countless_empty_cells_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """PE-15: it would keep the whole hall waiting. The control: with room for its tags it is opened, and is none."""
    bomb = packed(sheet=b"<row>" + b"<c/>" * 200_000 + b"</row>")
    told = []

    for most in (workbooks.MOST_TAGS, 10**9):
        monkeypatch.setattr(workbooks, "MOST_TAGS", most)
        with pytest.raises(Unreadable) as refusal:
            workbooks.cells_of(bomb)
        told.append(refusal.value.reason)

    assert (len(bomb) < 10_000, told) == (True, ["bomb", "not_a_list"])


@pytest.mark.parametrize("xml", [b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", '<?xml version="1.0"?>'.encode("utf-16")])
def test_a_workbook_that_defines_words_of_its_own_is_refused(xml: bytes) -> None:
    """PE-15"""
    with pytest.raises(Unreadable) as refusal:
        workbooks.cells_of(packed(book=xml))

    assert refusal.value.reason == "bomb"


@pytest.mark.parametrize("body", [b"PK\x03\x04 no archive", packed(readme=b"no workbook")])
def test_a_broken_workbook_is_no_list(body: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        workbooks.cells_of(body)

    assert refusal.value.reason == "not_a_list"


def test_a_sheet_is_read_to_its_bound_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    """PE-15"""
    monkeypatch.setattr(workbooks, "MOST_SHEET_ROWS", 2)
    monkeypatch.setattr(workbooks, "MOST_COLUMNS", 2)

    assert workbooks.cells_of(workbook([["a", "b", "c"], ["d"], ["e"]])) == [(1, ["a", "b"]), (2, ["d"])]
