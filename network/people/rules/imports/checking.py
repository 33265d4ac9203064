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
        self._seats: dict[Who, int | None] = {}

    def judge(self, line: Line) -> Verdict:
        faults = _faults_of_words(line)
        name, email = clean(line.name), clean_email(line.email) or None
        role = self._role(line, faults)
        place = self._place(line, role, faults)
        known = self._known(name, email, place, faults)
        who = self._who(line, name, email, place, known, role, faults)
        gets_address = known is not None and email is not None and known.email is None
        if gets_address and known and not known.may_get_address:
            faults.setdefault("email", Reason("guarded"))
        adds = self._adds(who, known, role, place, faults)
        is_new = known is None and not any(given[0] == who for given in self._given)
        self._given.add((who, role, place))
        return Verdict(
            kind="fix" if faults else "new" if is_new else "known",
            who=who,
            name=name,
            email=email,
            role=role,
            place_id=place,
            party=clean(line.party) or None,
            known_id=known.id if known else None,
            adds=adds,
            gets_address=gets_address,
            faults=faults,
        )

    def _role(self, line: Line, faults: dict[str, Reason]) -> str:
        role = role_of(line.role)
        if role is None:
            faults["role"] = Reason("role_unknown", {"word": line.role})
        elif role == "project_lead":
            faults["role"] = Reason("role_strong")
        return role or "delegate"

    def _place(self, line: Line, role: str, faults: dict[str, Reason]) -> int | None:
        own = self._register.own_places
        if not line.municipality.strip():
            if own and len(own) == 1:
                return next(iter(own))
            if role in NEEDS_PLACE:
                faults["municipality"] = Reason("place_missing")
            return None
        place = self._register.places.get(place_key(line.municipality))
        if place is None:
            faults["municipality"] = self._unknown_place(line.municipality)
        elif own is not None and place not in own:
            faults["municipality"] = Reason("place_foreign")
            return None
        return place

    def _unknown_place(self, text: str) -> Reason:
        near = get_close_matches(place_key(text), list(self._register.places), n=1, cutoff=0.6)
        if not near:
            return Reason("place_unknown", {"word": text})
        name = self._register.place_names[self._register.places[near[0]]]
        return Reason("place_near", {"word": text, "near": name})

    def _known(self, name: str, email: str | None, place: int | None, faults: dict[str, Reason]) -> KnownPerson | None:
        """Whom of the register a line means: by her address, else by her name in that municipality."""
        by_email = self._by_email.get(email) if email else None
        if by_email is not None:
            own = self._register.own_places
            if own is not None and by_email.places and not by_email.places & own:
                faults["email"] = Reason("email_elsewhere")
            return by_email
        namesakes = self._by_name.get((name_key(name), place), []) if place is not None and name else []
        if len(namesakes) > 1:
            faults.setdefault("name", Reason("several"))
            return None
        if namesakes and email and namesakes[0].email:
            faults.setdefault("email", Reason("other_email"))
        return namesakes[0] if namesakes else None

    def _who(
        self,
        line: Line,
        name: str,
        email: str | None,
        place: int | None,
        known: KnownPerson | None,
        role: str,
        faults: dict[str, Reason],
    ) -> Who:
        """Who it is, and whether a line above is about the same: twice the same part is once too many."""
        own: Who = ("register", known.id) if known else ("address", email) if email else ("line", line.key)
        above = self._emails.get(email) if email else None
        if above is not None and name_key(above[0].name) != name_key(name):
            faults.setdefault("email", Reason("email_twice", {"line": above[0].number}))
        key = (name_key(name), place)
        if above is None and name:
            above = self._names.get(key)
            if above is not None and email and above[0].email and clean_email(above[0].email) != email:
                faults.setdefault("name", Reason("name_twice", {"line": above[0].number}))
        who = above[1] if above else own
        if above is not None and (who, role, place) in self._given:
            faults.setdefault("name", Reason("same_twice", {"line": above[0].number}))
        if email:
            self._emails.setdefault(email, (line, who))
        self._names.setdefault(key, (line, who))
        return who

    def _adds(
        self, who: Who, known: KnownPerson | None, role: str, place: int | None, faults: dict[str, Reason]
    ) -> bool:
        """Whether the line gives a seat or a part that its person lacks."""
        if role == "facilitator" or (place is None and role in NEEDS_PLACE):
            return False
        if role != "delegate":
            return known is None or (role, place) not in known.parts
        if known is not None and place in known.seats:
            return False
        if (who, role, place) not in self._given:
            self._take_seat(who, known, place, faults)
        return True

    def _take_seat(self, who: Who, known: KnownPerson | None, place: int | None, faults: dict[str, Reason]) -> None:
        if (known is not None and known.seats) or self._seats.get(who, place) != place:
            faults.setdefault("municipality", Reason("seat_elsewhere"))
            return
        self._seats[who] = place
        if place is None:
            return
        self._free[place] = self._free.get(place, 0) - 1
        if self._free[place] < 0:
            values = {"municipality": self._register.place_names[place], "most": self._register.most_seats}
            faults.setdefault("municipality", Reason("no_seat", values))


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
