"""A template of the demo's own, in three languages, and a round that asks what it asks without anybody's name."""

import json

from network.demo.hall import items_of
from network.sessions.gatherings.board_templates import services
from network.sessions.gatherings.board_templates.models import OwnTemplate
from network.sessions.gatherings.board_templates.queries import own_by_public_id
from network.sessions.gatherings.board_templates.rules.draft import Draft, DraftColumn
from network.sessions.gatherings.models import Gathering, ItemKind
from network.sessions.gatherings.rules.names import NamesLevel

PUBLIC_ID = "demo-template-01"
DRAFT = Draft(
    title="Det som er vanskeleg å seie",
    help="Ingen ser kven som skriv. Skriv det du elles ville ha halde for deg sjølv.",
    columns=(
        DraftColumn("", "Kva held oss tilbake?", "Kva er det som gjer at folk ikkje kjem til orde tidleg hos oss?"),
        DraftColumn("", "Kva torer vi å prøve?", "Kva ville du prøve dersom ingen spurde kven som fann på det?"),
    ),
    phases=(("write", 5), ("talk", 15), ("sort", 8), ("prioritise", 5), ("choose", 4)),
    names=NamesLevel.NOBODY,
)
TEXTS = {
    "sv": {
        "title": "Det som är svårt att säga",
        "help": "Ingen ser vem som skriver. Skriv det som du annars hade hållit för dig själv.",
        "title.c1": "Vad håller oss tillbaka?",
        "prompt.c1": "Vad gör att folk inte kommer till tals tidigt hos oss?",
        "title.c2": "Vad vågar vi pröva?",
        "prompt.c2": "Vad skulle du pröva om ingen frågade vem som kom på det?",
    },
    "da": {
        "title": "Det, der er svært at sige",
        "title.c1": "Hvad holder os tilbage?",
        "title.c2": "Hvad tør vi prøve?",
    },
}


def make(lead_id: int) -> OwnTemplate:
    template = services.make(lead_id, DRAFT, public_id=PUBLIC_ID)
    services.say_in_languages(lead_id, template, TEXTS)
    return template


def ask_without_names(gathering: Gathering) -> None:
    """Its second round in mixed groups. A demo from before there were own templates goes on without."""
    template = own_by_public_id(PUBLIC_ID)
    if template is None:
        return
    second = items_of(gathering, ItemKind.MIXED_ROUND)[1]
    second.board_template, second.names = template.key, template.names
    second.phases = json.dumps(template.phase_list())
