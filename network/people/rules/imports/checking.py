"""What would become of each line of a list: made, known from before, or to be corrected (rules PE-13 and PE-14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from network.people.rules.imports.columns import Line, place_key, role_of
from network.people.rules.imports.decoding import is_broken
from network.people.rules.imports.tables import clean
from network.people.rules.parts import PLACED
from network.people.rules.sign_in import clean_email, is_email

LONGEST_NAME, LONGEST_PARTY = 80, 40
NEEDS_PLACE = PLACED | {"delegate"}
Who = tuple[str, object]


@dataclass(frozen=True)
class Reason:
    """Why a line cannot be taken in: a code with its words in network/people/import_words.py."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownPerson:
    """Somebody of the register. `places` are all municipalities that she ever belonged to, `seats` those of today."""

    id: int
    name: str
    email: str | None
    seats: frozenset[int] = frozenset()
    parts: frozenset[tuple[str, int | None]] = frozenset()
    places: frozenset[int] = frozenset()
    may_get_address: bool = True


@dataclass(frozen=True)
class Register:
    """What the register says, and what the importer may do. `places` go by place_key of name and number.

    `own_places` are those that she may import into, None for all.
    """

    places: Mapping[str, int]
    place_names: Mapping[int, str]
    people: Sequence[KnownPerson]
    free_seats: Mapping[int, int]
    most_seats: int
    own_places: frozenset[int] | None = None


@dataclass(frozen=True)
class Verdict:
    """What a line leads to. `who` is the same for lines about the same person; `known_id` is hers in the register.

    A line that is `known` may still change something: a seat, a part or an address that she lacked.
    """

    kind: Literal["new", "known", "fix"]
    who: Who
    name: str
    email: str | None
    role: str
    place_id: int | None
    party: str | None
    known_id: int | None = None
    adds: bool = False
    gets_address: bool = False
    faults: Mapping[str, Reason] = field(default_factory=dict)

    @property
    def is_change(self) -> bool:
        return self.kind != "fix" and (self.kind == "new" or self.adds or self.gets_address)


@dataclass
class _Case:
    """One line while it is judged: what it says, read, and the faults found so far."""

    line: Line
    name: str
    email: str | None
    faults: dict[str, Reason]
    role: str = "delegate"
    place: int | None = None
    known: KnownPerson | None = None

    @property
    def own_key(self) -> Who:
        if self.known is not None:
            return ("register", self.known.id)
        return ("address", self.email) if self.email else ("line", self.line.key)

    @property
    def name_in_place(self) -> tuple[str, int | None]:
        return (name_key(self.name), self.place)

    def blame(self, field_name: str, code: str, **values: object) -> None:
        """Note what is wrong with a field; the first fault of a field is the one that is shown."""
        self.faults.setdefault(field_name, Reason(code, values))


class Check:
    """Goes through a list once, from the top: what a line leads to depends on those above it."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._by_email = {one.email: one for one in register.people if one.email}
        self._by_name: dict[tuple[str, int], list[KnownPerson]] = {}
        for one in register.people:
            for place in one.places:
                self._by_name.setdefault((name_key(one.name), place), []).append(one)
        self._free = dict(register.free_seats)
        self._emails: dict[str, tuple[Line, Who]] = {}
        self._names: dict[tuple[str, int | None], tuple[Line, Who]] = {}
        self._given: set[tuple[Who, str, int | None]] = set()
        self._people: set[Who] = set()
        self._seats: dict[Who, int | None] = {}

    def judge(self, line: Line) -> Verdict:
        case = _Case(line, clean(line.name), clean_email(line.email) or None, _faults_of_words(line))
        self._read_role(case)
        self._read_place(case)
        case.known = self._known(case)
        gets_address = case.known is not None and case.email is not None and case.known.email is None
        if gets_address and case.known and not case.known.may_get_address:
            case.blame("email", "guarded")
        who = self._who(case)
        adds = self._adds(case, who)
        is_new = case.known is None and who not in self._people
        self._people.add(who)
        self._given.add((who, case.role, case.place))
        return Verdict(
            kind="fix" if case.faults else "new" if is_new else "known",
            who=who,
            name=case.name,
            email=case.email,
            role=case.role,
            place_id=case.place,
            party=clean(line.party) or None,
            known_id=case.known.id if case.known else None,
            adds=adds,
            gets_address=gets_address,
            faults=case.faults,
        )

    def _read_role(self, case: _Case) -> None:
        role = role_of(case.line.role)
        if role is None:
            case.blame("role", "role_unknown", word=case.line.role)
        elif role == "project_lead":
            case.blame("role", "role_strong")
        case.role = role or "delegate"

    def _read_place(self, case: _Case) -> None:
        own, text = self._register.own_places, case.line.municipality
        if not text.strip():
            if own and len(own) == 1:
                case.place = next(iter(own))
            elif case.role in NEEDS_PLACE:
                case.blame("municipality", "place_missing")
            return
        place = self._register.places.get(place_key(text))
        if place is None:
            self._blame_place(case)
        elif own is not None and place not in own:
            case.blame("municipality", "place_foreign")
        else:
            case.place = place

    def _blame_place(self, case: _Case) -> None:
        text = case.line.municipality
        near = get_close_matches(place_key(text), list(self._register.places), n=1, cutoff=0.6)
        if near:
            name = self._register.place_names[self._register.places[near[0]]]
            case.blame("municipality", "place_near", word=text, near=name)
        else:
            case.blame("municipality", "place_unknown", word=text)

    def _known(self, case: _Case) -> KnownPerson | None:
        """Whom of the register a line means: by her address, else by her name in that municipality."""
        by_email = self._by_email.get(case.email) if case.email else None
        if by_email is not None:
            own = self._register.own_places
            if own is not None and by_email.places and not by_email.places & own:
                case.blame("email", "email_elsewhere")
            return by_email
        if case.place is None or not case.name:
            return None
        namesakes = self._by_name.get((name_key(case.name), case.place), [])
        if len(namesakes) > 1:
            case.blame("name", "several")
            return None
        if namesakes and case.email and namesakes[0].email:
            case.blame("email", "other_email")
        return namesakes[0] if namesakes else None

    def _who(self, case: _Case) -> Who:
        """Who it is, and whether a line above is about the same: twice the same part is once too many."""
        above = self._emails.get(case.email) if case.email else None
        if above is not None and name_key(above[0].name) != name_key(case.name):
            case.blame("email", "email_twice", line=above[0].number)
            return above[1]
        if above is None and case.name:
            above = self._names.get(case.name_in_place)
            if above is not None and case.email and clean_email(above[0].email) not in ("", case.email):
                case.blame("name", "name_twice", line=above[0].number)
        who = above[1] if above else case.own_key
        if above is not None and (who, case.role, case.place) in self._given:
            case.blame("name", "same_twice", line=above[0].number)
        if case.email:
            self._emails.setdefault(case.email, (case.line, who))
        self._names.setdefault(case.name_in_place, (case.line, who))
        return who

    def _adds(self, case: _Case, who: Who) -> bool:
        """Whether the line gives a seat or a part that its person lacks."""
        if case.role == "facilitator" or (case.place is None and case.role in NEEDS_PLACE):
            return False
        if case.role != "delegate":
            return case.known is None or (case.role, case.place) not in case.known.parts
        if case.known is not None and case.place in case.known.seats:
            return False
        if (who, case.role, case.place) not in self._given:
            self._take_seat(case, who)
        return True

    def _take_seat(self, case: _Case, who: Who) -> None:
        place = case.place
        if (case.known is not None and case.known.seats) or self._seats.get(who, place) != place:
            case.blame("municipality", "seat_elsewhere")
            return
        self._seats[who] = place
        if place is None:
            return
        self._free[place] = self._free.get(place, 0) - 1
        if self._free[place] < 0:
            name = self._register.place_names[place]
            case.blame("municipality", "no_seat", municipality=name, most=self._register.most_seats)


def judge(lines: Sequence[Line], register: Register) -> list[Verdict]:
    """A verdict for each line, in order."""
    check = Check(register)
    return [check.judge(line) for line in lines]


def name_key(name: str) -> str:
    """A name as it is compared."""
    return clean(name).casefold()


def _faults_of_words(line: Line) -> dict[str, Reason]:
    faults: dict[str, Reason] = {}
    if not line.name.strip():
        faults["name"] = Reason("name_missing")
    elif len(clean(line.name)) > LONGEST_NAME:
        faults["name"] = Reason("name_long", {"most": LONGEST_NAME})
    if line.email.strip() and not is_email(clean_email(line.email)):
        faults["email"] = Reason("email_bad")
    if len(clean(line.party)) > LONGEST_PARTY:
        faults["party"] = Reason("party_long", {"most": LONGEST_PARTY})
    for name in ("name", "email", "municipality", "party"):
        if is_broken(getattr(line, name)):
            faults[name] = Reason("letters")
    return faults
