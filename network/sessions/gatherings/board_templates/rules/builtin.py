"""The boards that ship built in, as data: a key for ever, columns with a question each (E1). Texts are msgids, put into
the gathering's language when a board is made."""

from collections.abc import Mapping

from network.core.language import lazy_gettext as _l
from network.sessions.gatherings.board_templates.rules.template import BoardTemplate, TemplateColumn

USUAL = (("write", 3), ("talk", 15), ("sort", 11), ("prioritise", 5), ("choose", 3))
LONG = (("write", 3), ("talk", 18), ("sort", 13), ("prioritise", 5), ("choose", 3))
AT_HOME = (("write", 4), ("talk", 16), ("sort", 12), ("choose", 3))
GOALS = "goals"
"""The one whose columns are the network's own goals, where it has some."""

_ALL = (
    BoardTemplate(
        "challenges",
        _l("What challenges us"),
        (
            TemplateColumn(
                "challenge",
                _l("This challenges us"),
                _l("What of that which we have heard puts our own way of working to the test?"),
            ),
            TemplateColumn(
                "already", _l("This we manage already"), _l("What do we do well already, and who does it with us?")
            ),
            TemplateColumn(
                "needed", _l("What does it take?"), _l("What must change at home for more people to be heard early?")
            ),
        ),
        LONG,
        is_common=True,
    ),
    BoardTemplate(
        "ourselves",
        _l("The municipality – we ourselves"),
        (
            TemplateColumn(
                "municipality",
                _l("The municipality"),
                _l("What is most important for politicians and officials to do?"),
            ),
            TemplateColumn("ourselves", _l("We ourselves"), _l("What is most important that we do ourselves?")),
            TemplateColumn("moving_in", _l("More move here"), _l("What makes more people want to move here?")),
            TemplateColumn("moving_out", _l("Fewer move away"), _l("What makes fewer people want to leave?")),
        ),
        USUAL,
        is_common=True,
    ),
    BoardTemplate(
        "take_home",
        _l("This we take home"),
        (
            TemplateColumn(
                "difference",
                _l("What can make a difference?"),
                _l("What of that which we heard today can make a difference at home – and for whom?"),
            ),
            TemplateColumn(
                "first",
                _l("What do we do first?"),
                _l("What do we do first, who takes charge of it, and what happens in the next 14 days?"),
            ),
            TemplateColumn(
                "council",
                _l("What must the council know?"),
                _l("What should the council know, and where do we need a yes or help?"),
            ),
        ),
        AT_HOME,
        is_common=True,
        help=_l("One thing that gets done is better than five that are forgotten. Nothing this time? Write down why."),
    ),
    BoardTemplate(
        "how_when_why",
        _l("How – when – why"),
        (
            TemplateColumn("how", _l("How?"), _l("How shall we talk with those whom this is about?")),
            TemplateColumn("when", _l("When?"), _l("When can what they say still change something?")),
            TemplateColumn("why", _l("Why?"), _l("Why do we ask, and what do we promise those who answer?")),
        ),
        USUAL,
    ),
    BoardTemplate(
        GOALS,
        _l("The goals"),
        (
            TemplateColumn("goal_1", _l("The councillor's role"), _l("What makes it easier to be a councillor?")),
            TemplateColumn("goal_2", _l("Digital ways"), _l("Where can digital ways let more people take part?")),
            TemplateColumn("goal_3", _l("New solutions"), _l("What do we dare to try, and who gives room for it?")),
            TemplateColumn(
                "goal_4", _l("Together with others"), _l("With whom outside the municipality can we do it?")
            ),
            TemplateColumn("goal_5", _l("Trust"), _l("What makes people trust what we do?")),
        ),
        USUAL,
    ),
    BoardTemplate(
        "canvas",
        _l("Plan for involvement"),
        (
            TemplateColumn("why", _l("Why?"), _l("Why do we involve people in this decision?")),
            TemplateColumn(
                "level", _l("How far?"), _l("Do we ask, talk, let others set the agenda, or decide together?")
            ),
            TemplateColumn("who", _l("Who?"), _l("Who is affected, those too who do not raise their voice?")),
            TemplateColumn(
                "when", _l("When?"), _l("New ideas, a choice between ways, or how a decision is carried out?")
            ),
            TemplateColumn(
                "answer", _l("Telling back"), _l("How do we take care of what we hear, and tell what came of it?")
            ),
        ),
        USUAL,
    ),
    BoardTemplate(
        "spectrum",
        _l("Ways of taking part"),
        (
            TemplateColumn("inform", _l("Information"), _l("People get to know. Where do they find it?")),
            TemplateColumn("consult", _l("Consultation"), _l("People say what they think. When do we ask?")),
            TemplateColumn("dialogue", _l("Dialogue"), _l("People reason together. How do we meet?")),
            TemplateColumn("collaborate", _l("Collaboration"), _l("People carry it out with us. Who is included?")),
            TemplateColumn(
                "codecide", _l("Deciding together"), _l("People decide. How do we get more of them with us?")
            ),
        ),
        USUAL,
    ),
)

TEMPLATES: Mapping[str, BoardTemplate] = {template.key: template for template in _ALL}
FOR_KIND = {"mixed": "challenges", "local": "take_home"}
"""Where the programme names none."""


def usual_for(kind: str) -> BoardTemplate:
    """The usual template for this kind of groups."""
    return TEMPLATES[FOR_KIND.get(kind, "challenges")]
