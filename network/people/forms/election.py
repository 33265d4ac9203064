"""What an election does to many seats at once: for each, who holds on, who is new, who leaves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask import url_for

from network.core import clock
from network.core.errors import Conflict, Invalid
from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people import rules
from network.people.models import Municipality, Seat
from network.people.services.seats import Change, Newcomer

ACTS: Mapping[str, LazyText] = {"stays": _l("Stays"), "passes": _l("A new person"), "ends": _l("Leaves")}
FIELDS = ("act", "name", "email", "party")
MOST_DIGITS = 10
LONGEST = {"act": 10, "name": 80, "email": 254, "party": 40}


class ElectionForm:
    """A row a seat. Values are kept as typed, faults by the field's name: `name-12`."""

    def __init__(self, seats: Sequence[Seat], municipality: Municipality | None) -> None:
        self.seats = seats
        self.municipality = municipality
        self.on = ""
        self.values: dict[str, str] = {}
        self.faults: dict[str, list[str]] = {}
        self.acts = ACTS

    @staticmethod
    def seat_ids(sent: Iterable[str]) -> list[int]:
        """The seats that a form was made with, by the names of its fields."""
        found = (name.removeprefix("act-") for name in sent if name.startswith("act-"))
        return [int(number) for number in found if number.isascii() and number.isdigit() and len(number) < MOST_DIGITS]

    def fill(self, *, on: date) -> None:
        """The form as it first stands: everybody stays."""
        self.on = on.isoformat()
        self.values = {f"act-{seat.id}": "stays" for seat in self.seats}

    def read(self, sent: Mapping[str, str]) -> None:
        """Take what was sent, and say what is wrong with it."""
        self.on = sent.get("on", "").strip()[:40]
        for seat in self.seats:
            for field in FIELDS:
                self.values[f"{field}-{seat.id}"] = sent.get(f"{field}-{seat.id}", "").strip()[: LONGEST[field] + 1]
            self._judge(seat)
        if self.day is None:
            self.faults["on"] = [_("Write a day, as 12.3.2026.")]
        if not self.faults and all(self.value("act", seat) == "stays" for seat in self.seats):
            self.faults["on"] = [_("Everybody stays, so there is nothing to change. Choose what changes.")]

    def _judge(self, seat: Seat) -> None:
        if self.value("act", seat) not in ACTS:
            self.faults[f"act-{seat.id}"] = [_("Choose what happens to the seat of %(name)s.", name=seat.person.name)]
        if self.value("act", seat) != "passes":
            return
        if not self.value("name", seat):
            self.faults[f"name-{seat.id}"] = [_("Who takes over after %(name)s? Write a name.", name=seat.person.name)]
        for field in FIELDS:
            if len(self.value(field, seat)) > LONGEST[field]:
                self.faults[f"{field}-{seat.id}"] = [_("That is too long. Shorten it.")]

    def value(self, field: str, seat: Seat) -> str:
        return self.values.get(f"{field}-{seat.id}", "")

    @property
    def day(self) -> date | None:
        return rules.meetings.read_day(self.on, today=clock.now().date())

    @property
    def certain_day(self) -> date:
        """The day of a form without faults."""
        if self.day is None:
            raise RuntimeError("the form was not judged")
        return self.day

    def changes(self) -> list[Change]:
        """What is to happen to each seat that changes."""
        return [self._change(seat) for seat in self.seats if self.value("act", seat) != "stays"]

    def _change(self, seat: Seat) -> Change:
        if self.value("act", seat) == "ends":
            return Change(seat.id, "ends")
        party = self.value("party", seat) or None
        return Change(seat.id, "passes", Newcomer(self.value("name", seat), self.value("email", seat), party))

    def explain(self, fault: Invalid | Conflict) -> int:
        """Put a refusal at its field, else at the day. Returns the page's status."""
        field = fault.field if isinstance(fault, Invalid) else "on"
        self.faults.setdefault(field, []).append(fault.message)
        return 422 if isinstance(fault, Invalid) else 409

    def done_address(self) -> str:
        if self.municipality is None:
            return url_for("municipalities.all")
        return url_for("municipalities.show", number=self.municipality.number)
