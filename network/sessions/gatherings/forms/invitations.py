"""Forms around inviting: somebody asked by name, an answer, a coordinator's answers for all."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField
from wtforms.fields import HiddenField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people import rules as people_rules
from network.people.models import Municipality
from network.sessions.gatherings.forms.fields import OneOf, OneOfFew, trimmed
from network.sessions.gatherings.models import GatheringRole, Invitation, Reply
from network.sessions.gatherings.services.inviting import OTHERS, Newcomer
from network.sessions.gatherings.services.replies import Answer

ROLE_WORDS: dict[GatheringRole, LazyText] = {
    GatheringRole.PARTICIPANT: _l("Delegate"),
    GatheringRole.OFFICIAL: _l("Official"),
    GatheringRole.SPEAKER: _l("Speaker"),
    GatheringRole.GUEST: _l("Guest"),
    GatheringRole.FACILITATOR: _l("Facilitator"),
}
REPLY_WORDS: dict[Reply, LazyText] = {
    Reply.YES: _l("Is coming"),
    Reply.NO: _l("Cannot come"),
    Reply.SUBSTITUTE: _l("A substitute comes"),
}
SILENT = ""


class OtherForm(FlaskForm):
    """An official, a speaker, a guest or a facilitator. `key` is made with the page: sent twice it is one person."""

    name = StringField(_l("Name"), [DataRequired(_l("Write a name.")), Length(max=80, message=_l("Make it shorter."))])
    email = StringField(_l("E-mail address"), [Optional(), Length(max=254, message=_l("Make it shorter."))])
    role = OneOf(_l("Comes as"), offered=[(role.value, ROLE_WORDS[role]) for role in OTHERS])
    municipality = OneOf(_l("Municipality"), validate_choice=False, default="")
    key = HiddenField(validators=[Length(max=40)])

    def validate_email(self, field: Field) -> None:
        if field.data and not people_rules.is_email(people_rules.clean_email(field.data)):
            raise ValidationError(_("This does not look like an e-mail address."))

    def offer(self, municipalities: Sequence[Municipality]) -> None:
        self.municipality.choices = [("", _("None")), *((str(one.id), one.name) for one in municipalities)]

    def newcomer(self) -> Newcomer:
        offered = {value for value, _label in self.municipality.choices}
        chosen = self.municipality.data if self.municipality.data in offered else ""
        return Newcomer(
            name=trimmed(self.name.data),
            email=trimmed(self.email.data),
            role=GatheringRole(self.role.data),
            municipality_id=int(chosen) if chosen else None,
        )


class AnswerFields(Form):
    """One person's answer, as on the link in her mail and as a row of the coordinator's page."""

    reply = OneOfFew(
        _l("Answer"), offered=[(reply.value, label) for reply, label in REPLY_WORDS.items()], validate_choice=False
    )
    substitute_name = StringField(_l("Name of the substitute"), [Length(max=80, message=_l("Make it shorter."))])
    substitute_email = StringField(
        _l("E-mail address of the substitute"), [Length(max=254, message=_l("Make it shorter."))]
    )
    food = StringField(_l("Food"), [Length(max=200, message=_l("Make it shorter."))])
    transport = StringField(_l("Transport"), [Length(max=200, message=_l("Make it shorter."))])
    access_needs = StringField(_l("Access needs"), [Length(max=200, message=_l("Make it shorter."))])
    version = HiddenField()

    def validate_reply(self, field: Field) -> None:
        if field.data not in set(Reply):
            raise ValidationError(_("Choose one of the three answers."))

    def answer(self) -> Answer:
        return Answer(
            reply=Reply(self.reply.data),
            food=trimmed(self.food.data),
            transport=trimmed(self.transport.data),
            access_needs=trimmed(self.access_needs.data),
            substitute_name=trimmed(self.substitute_name.data),
            substitute_email=trimmed(self.substitute_email.data),
        )

    def fill(self, invitation: Invitation) -> None:
        self.reply.data = str(invitation.reply) if invitation.reply is not None else SILENT
        self.food.data, self.transport.data = invitation.food, invitation.transport
        self.access_needs.data = invitation.access_needs
        self.version.data = str(invitation.version)

    def differs_from(self, invitation: Invitation) -> bool:
        """Whether the coordinator has typed something about this row. One that she left empty is left alone."""
        texts = (self.food, self.transport, self.access_needs, self.substitute_name, self.substitute_email)
        if self.reply.data not in set(Reply):
            return any(trimmed(text.data) for text in texts)
        stored = (str(invitation.reply), invitation.food, invitation.transport, invitation.access_needs)
        typed = self.answer()
        now = (str(typed.reply), typed.food, typed.transport, typed.access_needs)
        return now != stored or bool(typed.substitute_name or typed.substitute_email)


class ReplyForm(AnswerFields, FlaskForm):
    """The three buttons of the link in a mail; each is a button that carries its answer."""
