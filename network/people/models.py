"""Tables of the network itself: municipalities, seats, persons, roles, sign-in."""

from datetime import date, datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.access.scopes import Facts
from network.core.db import Model, UtcDateTime


class Network(Model):
    """The one network of this installation: a table with one row."""

    __tablename__ = "network"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    owner: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(5))
    is_demo: Mapped[bool] = mapped_column(default=False)
    privacy_contact: Mapped[str] = mapped_column(String(200), default="", server_default="")
    min_seats: Mapped[int] = mapped_column(default=3, server_default="3")
    max_seats: Mapped[int] = mapped_column(default=5, server_default="5")
    setup_step: Mapped[int | None]
    """The page of the first set-up that comes next, 1 to 5; None when it is done, as in the demo."""

    def facts(self) -> Facts:
        return Facts(is_published=True)


class SetupInvitation(Model):
    """The one-time address at which the first person of an empty installation begins. Only its fingerprint is kept."""

    __tablename__ = "setup_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Goal(Model):
    """One of the network's goals, for the time that it holds. `number` is what people call it: 1, 2a."""

    __tablename__ = "goal"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(String(300))
    position: Mapped[int]
    from_date: Mapped[date]
    to_date: Mapped[date | None]


class Municipality(Model):
    """A municipality that takes part from `joined_on` until `left_on`. It has a lifetime, and may have a successor.

    An owner of the network need not take part. `papers_*` is the council's rule for when papers must be in: so many
    days before a meeting, at `papers_clock` (HH:MM) of that day; they go to `secretary_email`.
    """

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(5))
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    is_owner: Mapped[bool] = mapped_column(default=True, server_default=true())
    papers_days_before: Mapped[int | None]
    papers_clock: Mapped[str | None] = mapped_column(String(5))
    secretary_email: Mapped[str] = mapped_column(String(254), default="", server_default="")

    def facts(self) -> Facts:
        return Facts(municipality_id=self.id, is_published=True)


class Person(Model):
    """Somebody whom the network knows. `public_key` is what others' browsers see instead of the id."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    language: Mapped[str | None] = mapped_column(String(5))

    roles: Mapped[list["PersonRole"]] = relationship(back_populates="person", order_by="PersonRole.id")
    seats: Mapped[list["Seat"]] = relationship(back_populates="person", order_by="Seat.from_date")

    def facts(self) -> Facts:
        return Facts(owner_id=self.id)


class Seat(Model):
    """A municipality's fixed place, held by one delegate for a period.

    `party` comes from the public election record and serves only the mixing of groups: no page of others shows it.
    Its delegate can withdraw it; nobody writes it down again after that.
    """

    __tablename__ = "seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    party: Mapped[str | None] = mapped_column(String(40))
    from_date: Mapped[date]
    to_date: Mapped[date | None]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    """The seat that this one was handed over from: what was open there is open here."""
    is_party_withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())

    person: Mapped[Person] = relationship(back_populates="seats")
    municipality: Mapped[Municipality] = relationship()

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, municipality_id=self.municipality_id)


class PersonRole(Model):
    """A part that a person plays in the network: one of rules.ROLE_LETTERS. Coordinators have a municipality."""

    __tablename__ = "person_role"
    __table_args__ = (
        Index("ux_person_role", "person_id", "role", "municipality_id", unique=True),
        Index("ix_person_role_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))

    person: Mapped[Person] = relationship(back_populates="roles")
    municipality: Mapped[Municipality | None] = relationship()


class CouncilMeeting(Model):
    """A day on which a municipality's council meets."""

    __tablename__ = "council_meeting"
    __table_args__ = (Index("ux_council_meeting", "municipality_id", "on_date", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    on_date: Mapped[date]

    def facts(self) -> Facts:
        return Facts(municipality_id=self.municipality_id)


class ImportDraft(Model):
    """People pasted or uploaded and not yet taken in. `rows` is JSON: the rows as they stand in the preview."""

    __tablename__ = "import_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    rows: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    applied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, municipality_id=self.municipality_id, is_open=self.applied_at is None)


class SignInRequest(Model):
    """Somebody asked to come in. Holds only fingerprints of the link, the code, the browser and the address.

    An address that nobody has makes a row as well, without a person: the answer must not tell the difference.
    `run` and `made_at_seconds` are the process and its monotonic clock, which no change of the machine's time moves.
    """

    __tablename__ = "sign_in_request"
    __table_args__ = (Index("ix_sign_in_request_address_hash", "address_hash", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    address_hash: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64))
    browser_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    next_path: Mapped[str | None] = mapped_column(String(500))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run: Mapped[str] = mapped_column(String(16))
    made_at_seconds: Mapped[float]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInSession(Model):
    """One browser in which a person is signed in. The cookie's value is stored as a fingerprint alone."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    only_gathering_id: Mapped[int | None]
    """A badge or a guest's code signs in to one gathering, until `runs_out_at`, and gives no power over the network."""
    runs_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()

    def facts(self) -> Facts:
        return Facts(owner_id=self.person_id, gathering_id=self.only_gathering_id, is_open=self.ended_at is None)


class SignedIn(UserMixin):  # type: ignore[misc]
    """Who `flask_login.current_user` is: plain values, so that they outlive the database session."""

    def __init__(
        self,
        *,
        person_id: int,
        session_id: int,
        name: str,
        public_key: str,
        language: str | None,
        only_gathering_id: int | None = None,
    ) -> None:
        self.id = str(person_id)
        self.person_id = person_id
        self.session_id = session_id
        self.only_gathering_id = only_gathering_id
        self.name = name
        self.public_key = public_key
        self.language = language
