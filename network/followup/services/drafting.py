"""What the facts give for each section of a briefing, in the municipality's written form (DAY, the template).

Everything here speaks the language that is now spoken: call it inside `speaking(briefing.language, …)`.
"""

from collections.abc import Sequence
from datetime import date, datetime

from network.actions.models import ActionPoint, Answer, OwnerState
from network.actions.rules.agreements import NOTHING
from network.core.language import current, format_date, format_list, ngettext
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.core.markdown import render
from network.followup.models import AgendaRoute
from network.followup.queries.briefings import Material
from network.followup.rules import briefings as rules
from network.people.models import Person
from network.people.queries import the_network
from network.sessions.gatherings.queries.members import day_of

HEADINGS = {
    rules.SUMMARY: _l("In short"),
    rules.WHY: _l("Why we took part"),
    rules.HEARD: _l("This we heard that concerns us"),
    rules.EXAMPLE: _l("An example from a neighbour"),
    rules.AGREED: _l("This the delegates agree on"),
    rules.COUNCIL: _l("This we ask the council for"),
    rules.QUESTIONS: _l("Two questions to discuss"),
    rules.ECONOMY: _l("Economy and time"),
    rules.PEOPLE: _l("Who took part, and who answers questions"),
    rules.PROPOSAL: _l("Proposal"),
}
DAYS = {"sv": "d MMMM", "en": "d MMMM"}
DASH = "– "


def short_day(day: date | datetime) -> str:
    """`12. mars`, as a deadline is written."""
    return format_date(day, DAYS.get(current(), "d. MMMM"))


def composed(material: Material, *, route: AgendaRoute, contact: Person | None, case_address: str) -> dict[str, str]:
    """Section → its text, cut to what the section holds. A section of which nothing is known is empty."""
    texts = {
        rules.SUMMARY: _summary(material),
        rules.WHY: _why(material),
        rules.HEARD: _heard(material),
        rules.EXAMPLE: _example(material, case_address),
        rules.AGREED: _agreed(material),
        rules.COUNCIL: _for_council(material),
        rules.QUESTIONS: _questions(material),
        rules.ECONOMY: "",
        rules.PEOPLE: _people(material, contact),
        rules.PROPOSAL: _proposal(material, route),
    }
    return {key: _cut(_clean(texts[key]), rules.SECTIONS[key]) for key in rules.SECTIONS}


def _summary(material: Material) -> str:
    """Three sentences: who was where, about what, and what came of it."""
    gathering, count = material.gathering, len(material.sheet.delegates)
    where = {
        "municipality": material.municipality.name,
        "title": _line(gathering.title),
        "day": format_date(day_of(gathering), "long"),
    }
    came = ngettext(
        "One delegate from %(municipality)s took part in “%(title)s” on %(day)s.",
        "%(num)s delegates from %(municipality)s took part in “%(title)s” on %(day)s.",
        count,
        **where,
    )
    theme = _("The theme was: %(theme)s", theme=_sentence(gathering.theme)) if gathering.theme.strip() else ""
    return "\n".join(part for part in (came, theme, _came_of_it(material)) if part)


def _came_of_it(material: Material) -> str:
    if not material.points:
        because = material.nothing_because
        return _("They take nothing home this time, because: %(reason)s", reason=_sentence(because)) if because else ""
    first = _sentence(material.points[0].what)
    return ngettext(
        "They take one action home: %(first)s",
        "They take %(num)s actions home, and first of all: %(first)s",
        len(material.points),
        first=first,
    )


def _why(material: Material) -> str:
    network = the_network()
    name = _line(network.name) if network else _("The network")
    said = _("%(network)s brings councillors together to learn from each other.", network=name)
    came = ngettext(
        "This time delegates from one municipality were there.",
        "This time delegates from %(num)s municipalities were there.",
        material.places,
    )
    goals = _(
        "The gathering serves these goals: %(goals)s.",
        goals=format_list(_in_a_sentence(goal) for goal in material.goals),
    )
    return "\n".join([f"{said} {came}", *([goals] if material.goals else [])])


def _in_a_sentence(goal: str) -> str:
    """A goal as one of several after a colon: with a small letter, unless it begins with initials."""
    words = _line(goal).rstrip(".")
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _heard(material: Material) -> str:
    lines: list[str] = []
    for heard in material.heard:
        lines.append(heard.title)
        lines += [DASH + _line(words) for words in heard.words]
    return "\n".join(lines)


def _example(material: Material, address: str) -> str:
    case = material.case
    if case is None:
        return ""
    named = f"{case.municipality.name}: {_sentence(case.title)}"
    link = _("Read the case: %(address)s", address=address) if address else ""
    return "\n".join(part for part in (named, _words_of(case.ingress), link) if part)


def _words_of(markdown: str) -> str:
    """A box of a case without its marks: a paper is plain text (BF-10)."""
    return _line(render(markdown).striptags())


def _agreed(material: Material) -> str:
    lines: list[str] = []
    for point in material.points:
        lines.append(DASH + _point(point) + _unsettled(material, point.public_id))
        for delegate, answer in material.sheet.answers_to(point.public_id):
            if answer is not None and answer.answer == Answer.DISAGREE and answer.line.strip():
                remark = _("Remark by %(name)s, who disagrees: %(line)s", name=delegate.name, line=_line(answer.line))
                lines.append(DASH + remark)
    if not lines and material.nothing_because:
        because = _("Nothing this time, because: %(reason)s", reason=_sentence(material.nothing_because))
        lines.append(because + _unsettled(material, NOTHING))
    elif not lines:
        lines.append(_("The delegates have not agreed on any action yet."))
    return "\n".join(lines)


def _unsettled(material: Material, subject: str) -> str:
    """No council is told that people agree who have not been heard (BF-11)."""
    return "" if material.sheet.is_settled(subject) else " " + _("Not everybody has answered yet.")


def _point(point: ActionPoint) -> str:
    parts = [_sentence(point.what)]
    if point.owner is not None and point.owner_state != OwnerState.DECLINED:
        is_asked = point.owner_state == OwnerState.ASKED
        words = _("Responsible: %(name)s, who has been asked.") if is_asked else _("Responsible: %(name)s.")
        parts.append(words % {"name": point.owner.name})
    if point.due_on is not None:
        parts.append(_("Deadline: %(day)s.", day=format_date(point.due_on, "long")))
    return " ".join(parts)


def _for_council(material: Material) -> str:
    wishes = [_line(point.what) for point in material.points if point.is_for_council]
    return "\n".join(DASH + words for words in dict.fromkeys([*wishes, *material.for_council]))


def _questions(material: Material) -> str:
    first = _(
        "What of this matters most to the residents of %(municipality)s?", municipality=material.municipality.name
    )
    if material.points:
        second = _("What can the council do so that the first action gets done?")
    else:
        second = _("What would it take for us to do something about this?")
    return "\n".join((DASH + first, DASH + second))


def _people(material: Material, contact: Person | None) -> str:
    names = format_list(one.name for one in material.sheet.delegates)
    came = _("From %(municipality)s: %(names)s.", municipality=material.municipality.name, names=names)
    answers = _("Questions are answered by %(name)s.", name=contact.name) if contact else ""
    return "\n".join(part for part in (came if names else "", answers) if part)


def _proposal(material: Material, route: AgendaRoute) -> str:
    if route == AgendaRoute.INFORMATION:
        return _("The council takes note of the information.")
    if route == AgendaRoute.DISCUSSION:
        days = [point.due_on for point in material.points if point.due_on is not None]
        if days:
            day = format_date(max(days), "long")
            return _("The council discusses the questions and asks for new information by %(day)s.", day=day)
        return _("The council discusses the questions and asks for new information.")
    asked = _wanted(material.points)
    return "\n".join([_("The council decides:"), *(DASH + words for words in asked)])


def _wanted(points: Sequence[ActionPoint]) -> list[str]:
    """What a decision is about: what needs one, or else all that was agreed."""
    wanted = [point for point in points if point.is_for_council] or points
    return [_sentence(point.what) for point in wanted]


def _line(words: str) -> str:
    return " ".join(words.split())


def _sentence(words: str) -> str:
    """With a full stop, if it ends in nothing of the kind."""
    line = _line(words)
    return line if not line or line[-1] in ".!?…" else f"{line}."


def _clean(text: str) -> str:
    """Without signs that no paper can hold, and that would turn the letters around."""
    return "".join(letter if letter == "\n" or letter.isprintable() else " " for letter in text)


def _cut(text: str, limit: int) -> str:
    """As many whole lines as there is room for."""
    while len(text) > limit and "\n" in text:
        text = text[: text.rfind("\n")]
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
