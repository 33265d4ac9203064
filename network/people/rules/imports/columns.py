"""Which column is what, by its heading in five languages, or by what stands in it (rule PE-12)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from network.people.rules.imports.tables import clean

Cells = tuple[int, list[str]]
FIELDS = ("name", "email", "municipality", "party", "role")
_HEADINGS = {
    "name": "namn navn name fulltnamn fulltnavn heiltnamn fullname deltakar deltaker deltagare deltager person",
    "first": "førenamn fornamn fornavn förnamn firstname givenname",
    "last": "etternamn etternavn efternamn efternavn lastname surname familyname",
    "email": "epost epostadresse epostadress email emailadresse emailaddress mail mailadresse mejl mejladress epostadr",
    "municipality": "kommune kommun municipality kommunenamn kommunenavn kommunnamn kommunenummer kommunenr",
    "party": "parti party partinamn partinavn partiliste partilista",
    "role": "rolle roll role funksjon funktion function oppgåve oppgave",
}
HEADINGS: Mapping[str, str] = {word: field for field, words in _HEADINGS.items() for word in words.split()}
_ROLES = {
    "delegate": "delegat fastdelegat delegate delegeret delegerad folkevald folkevalgt förtroendevald politikar "
    "politiker politician councillor kommunestyremedlem ordførar ordfører varaordførar varaordfører borgmester",
    "coordinator": "kommunekontakt kommunenskontaktperson kontaktperson kontakt koordinator coordinator contact",
    "official": "tilsett ansatt anställd ansat tjänsteperson tjänsteman medarbejder official employee administrasjon "
    "kommunedirektør kommunaldirektør kommundirektör rådmann",
    "substitute": "vara varadelegat varamedlem ersättare suppleant stedfortræder substitute",
    "facilitator": "prosessleiar prosessleder prosessrettleiar prosessveileder processledare procesleder facilitator",
    "guest": "gjest gäst gæst guest innleiar innleder föreläsare oplægsholder speaker ekspert expert",
    "project_lead": "prosjektleiar prosjektleder projektledare projektleder projectlead administrator",
}
ROLE_WORDS: Mapping[str, str] = {word: role for role, words in _ROLES.items() for word in words.split()}
_ADDRESS_BEHIND = re.compile(r"(.*?)\s*<([^<>\s]+@[^<>\s]+)>")
_PARTY = re.compile(r"[A-Za-zÆØÅÄÖæøåäö]{1,4}")
_FIRST_ROWS = 5
_MUNICIPALITY = re.compile(r"\s+(?:kommune|kommun|municipality)$|^(?:kommune|kommun)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One person of a list, as she stands there. `key` lasts as long as the list, `number` is her line in it."""

    key: int
    number: int
    name: str = ""
    email: str = ""
    municipality: str = ""
    party: str = ""
    role: str = ""


def lines_of(rows: Sequence[Cells], *, places: Iterable[str], usual_place: str = "") -> list[Line]:
    """The people of a list. `places` are the municipalities' names and numbers, as people write them.

    A row that holds nothing but a municipality stands over those below it; over the first stands `usual_place`.
    """
    known = {place_key(place) for place in places}
    fields, rest = _layout(rows, known)
    lines: list[Line] = []
    heading = usual_place
    for number, cells in rest:
        alone = [cell for cell in cells if cell]
        if len(alone) == 1 and place_key(alone[0]) in known:
            heading = alone[0]
            continue
        values = _values(cells, fields)
        values["municipality"] = values["municipality"] or heading
        lines.append(Line(key=len(lines) + 1, number=number, **values))
    return lines


def place_key(text: str) -> str:
    """A municipality's name or number as it is compared: `Giske kommune` is `giske`."""
    return _MUNICIPALITY.sub("", clean(text)).casefold()


def word_key(text: str) -> str:
    """A heading or a role as it is compared: `E-post *` is `epost`."""
    return "".join(letter for letter in clean(text).casefold() if letter.isalpha())


def role_of(text: str) -> str | None:
    """What a list calls a part; no word means a delegate. None when we do not know the word."""
    if not text.strip():
        return "delegate"
    return text if text in _ROLES else ROLE_WORDS.get(word_key(text))


def _layout(rows: Sequence[Cells], known: set[str]) -> tuple[dict[int, str], list[Cells]]:
    """Column → field, and the rows that hold people. Over the headings stands a title, unless it is a municipality."""
    for index, (_number, cells) in enumerate(rows[:_FIRST_ROWS]):
        if fields := _headings(cells):
            above = [row for row in rows[:index] if _is_place(row, known)]
            return fields, [*above, *rows[index + 1 :]]
    people = [row[1] for row in rows if not _is_place(row, known)]
    return _guessed(people, known), list(rows)


def _is_place(row: Cells, known: set[str]) -> bool:
    alone = [cell for cell in row[1] if cell]
    return len(alone) == 1 and place_key(alone[0]) in known


def _headings(cells: Sequence[str]) -> dict[int, str]:
    """The columns of a row of headings; none if the row holds people."""
    found: dict[int, str] = {}
    for column, cell in enumerate(cells):
        field = HEADINGS.get(word_key(cell))
        if field is not None and field not in found.values():
            found[column] = field
    written = sum(bool(cell) for cell in cells)
    is_heading = bool(found) and len(found) * 2 >= written and {"name", "first", "last", "email"} & set(found.values())
    return found if is_heading else {}


def _guessed(rows: Sequence[Sequence[str]], known: set[str]) -> dict[int, str]:
    """By content: addresses have an @, municipalities and parts are known words, a party is short, the rest a name."""
    width = max((len(cells) for cells in rows), default=0)
    votes = [Counter(_kind(cells[column], known) for cells in rows if column < len(cells)) for column in range(width)]
    for count in votes:
        count.pop("", None)
    taken: dict[int, str] = {}
    for field in ("email", "municipality", "role", "name", "party"):
        scores = {column: _score(votes[column], field) for column in range(width) if column not in taken}
        best = max(scores, key=lambda column: scores[column], default=None)
        if best is not None and scores[best]:
            taken[best] = field
    return taken


def _score(votes: Counter[str], field: str) -> int:
    """How much a column looks like a field. A short name looks like a party; anything else must be half of it."""
    if field == "name":
        return votes["name"] * 2 + votes["party"]
    return votes[field] if votes[field] * 2 >= votes.total() else 0


def _kind(cell: str, known: set[str]) -> str:
    if not cell:
        return ""
    if "@" in cell and not _ADDRESS_BEHIND.fullmatch(cell):
        return "email"
    if place_key(cell) in known:
        return "municipality"
    if word_key(cell) in ROLE_WORDS:
        return "role"
    return "party" if _PARTY.fullmatch(cell) and " " not in cell else "name"


def _values(cells: Sequence[str], fields: Mapping[int, str]) -> dict[str, str]:
    found = {field: cells[column] if column < len(cells) else "" for column, field in fields.items()}
    name = found.get("name", "") or " ".join(part for part in (found.get("first"), found.get("last")) if part)
    both = _ADDRESS_BEHIND.fullmatch(name)
    if both and not found.get("email"):
        name, found["email"] = both[1].strip(' "'), both[2]
    return {"name": name, **{field: found.get(field, "") for field in FIELDS if field != "name"}}
