"""What is typed to set the network up."""

from email.utils import parseaddr

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from network.core.language import LANGUAGES, format_list
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.jobs import mail_server
from network.jobs.smtp import LOOPBACK, NONE, STARTTLS
from network.people import municipality_list, rules
from network.people.rules.naming import Naming, named
from network.people.rules.setup import GoalLine, goal_lines

LONGEST_NAME, LONGEST_CONTACT, LONGEST_HOST = 120, 200, 253
HIGHEST_PORT = 65_535
LONGEST_LIST, MOST_NAMED = 10_000, 5
WITH, WITHOUT = "with", "without"


class BeginForm(FlaskForm):
    """The first person."""

    name = StringField(_l("Your name"), default="")
    email = StringField(_l("Your e-mail address"), default="")

    def validate_name(self, field: Field) -> None:
        field.data = " ".join((field.data or "").split())
        if not field.data:
            raise ValidationError(_("Write your name."))
        _keep_short(field, 80)

    def validate_email(self, field: Field) -> None:
        field.data = rules.clean_email(field.data or "")
        if not rules.is_email(field.data):
            raise ValidationError(_("This does not look like an e-mail address. Write it as name@municipality.no."))


class NetworkForm(FlaskForm):
    """The network itself."""

    name = StringField(_l("What is the network called?"), default="")
    owner = StringField(_l("Who owns it?"), default="")
    language = StringField(_l("Language"), default="")
    privacy_contact = StringField(_l("Whom do people ask about privacy?"), default="")

    def validate_name(self, field: Field) -> None:
        _need(field, _("Write what the network is called."))
        _keep_short(field, LONGEST_NAME)

    def validate_owner(self, field: Field) -> None:
        _need(field, _("Write who owns the network, as a regional council."))
        _keep_short(field, LONGEST_NAME)

    def validate_language(self, field: Field) -> None:
        if field.data not in LANGUAGES:
            raise ValidationError(_("Choose one of the languages."))

    def validate_privacy_contact(self, field: Field) -> None:
        _need(field, _("Write a name, an e-mail address or a telephone number that people can turn to."))
        _keep_short(field, LONGEST_CONTACT)


class MunicipalitiesForm(FlaskForm):
    """Municipalities by name, and how many fixed seats each has. What may stand together is the service's to say."""

    names = TextAreaField(_l("Paste or write their names"), [Optional()], default="")
    min_seats = StringField(_l("Fewest fixed seats of a municipality"), default="")
    max_seats = StringField(_l("Most fixed seats of a municipality"), default="")

    def limits(self) -> tuple[int, int]:
        """The fewest and the most, once they are numbers."""
        return int(self.min_seats.data), int(self.max_seats.data)

    def named(self) -> tuple[str, ...]:
        """The numbers of those that are written, once all of them are known."""
        return _named(self.names).numbers

    def validate_names(self, field: Field) -> None:
        if field.data and len(field.data) > LONGEST_LIST:
            raise ValidationError(_("That was too much at once. Write the names alone."))
        found = _named(field)
        for name, numbers in found.doubtful.items():
            raise ValidationError(_several(name, numbers))
        if found.unknown:
            names = format_list(found.unknown[:MOST_NAMED])
            raise ValidationError(_("No municipality is called %(names)s. Correct it, or find it below.", names=names))

    def validate_min_seats(self, field: Field) -> None:
        _need_number(field)

    def validate_max_seats(self, field: Field) -> None:
        _need_number(field)


class MailForm(FlaskForm):
    """The mail server, or the choice to do without. The fields count only with a server."""

    choice = StringField(default="")
    host = StringField(_l("Mail server"), default="")
    port = StringField(_l("Port"), default="")
    security = StringField(_l("Encryption"), default=STARTTLS)
    sender = StringField(_l("Sender"), default="")
    user = StringField(_l("User name"), default="")
    password = StringField(_l("Password"), default="")

    def is_without(self) -> bool:
        return bool(self.choice.data == WITHOUT)

    def server(self) -> mail_server.Server:
        """What was typed, once it is valid. An empty password keeps the stored one."""
        return mail_server.Server(
            host=self.host.data,
            port=int(self.port.data),
            security=self.security.data,
            sender=self.sender.data,
            user=self.user.data,
            password=self.password.data or None,
        )

    def validate_choice(self, field: Field) -> None:
        if field.data not in (WITH, WITHOUT):
            raise ValidationError(_("Choose whether Samling shall send e-mail."))

    def validate_host(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if self.choice.data != WITH:
            return
        if not field.data or "/" in field.data or any(letter.isspace() for letter in field.data):
            raise ValidationError(_("Write the server's name only, as smtp.municipality.no."))
        _keep_short(field, LONGEST_HOST)

    def validate_security(self, field: Field) -> None:
        if self.choice.data == WITH and field.data not in mail_server.SECURITIES:
            raise ValidationError(_("Choose how the connection is encrypted."))

    def validate_port(self, field: Field) -> None:
        usual = mail_server.USUAL_PORTS.get(self.security.data, "")
        field.data = (field.data or "").strip() or str(usual)
        if self.choice.data != WITH:
            return
        if not (field.data.isascii() and field.data.isdigit() and 0 < int(field.data[:6]) <= HIGHEST_PORT):
            raise ValidationError(_("A port is a number, most often 587, 465 or 25."))

    def validate_sender(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if self.choice.data != WITH:
            return
        if not field.data.isprintable() or not rules.is_email(rules.clean_email(parseaddr(field.data)[1])):
            raise ValidationError(_("Write the address that the mail comes from, as samling@municipality.no."))
        _keep_short(field, 254)

    def validate_user(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if self.choice.data != WITH:
            return
        _keep_short(field, 254)
        if field.data and self.security.data == NONE and self.host.data not in LOOPBACK:
            raise ValidationError(
                _("A password is not sent without encryption. Choose an encryption, or leave user name and password.")
            )

    def validate_password(self, field: Field) -> None:
        if self.choice.data == WITH and not (field.data or "").isascii():
            raise ValidationError(_("A mail server takes no password with letters as æ, ø and å. Ask IT for another."))


def goals_typed(typed: MultiDict[str, str], *, without: int | None = None) -> list[GoalLine]:
    """The goals of a form, in the order in which they stand there; `without` is the place of one to leave out."""
    pairs = zip(typed.getlist("number"), typed.getlist("text"), strict=False)
    kept = [pair for place, pair in enumerate(pairs) if place != without]
    return goal_lines([number for number, _text in kept], [text for _number, text in kept])


def _named(field: Field) -> Naming:
    return named(field.data or "", municipality_list.by_name())


def _several(name: str, numbers: tuple[str, ...]) -> str:
    places = [f"{number} ({municipality_list.county_of(number)})" for number in numbers]
    return _(
        "Several municipalities are called %(name)s. Write the number: %(numbers)s.",
        name=name,
        numbers=format_list(places),
    )


def _need(field: Field, message: str) -> None:
    field.data = " ".join((field.data or "").split())
    if not field.data:
        raise ValidationError(message)


def _need_number(field: Field) -> None:
    field.data = (field.data or "").strip()
    if not (len(field.data) == 1 and field.data in "123456789"):
        raise ValidationError(_("Write a number from 1 to 5."))


def _keep_short(field: Field, most: int) -> None:
    if len(field.data) > most:
        raise ValidationError(_("Make this shorter: at most %(number)s characters.", number=most))
