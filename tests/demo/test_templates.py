"""The demo shows an own template in more languages than one, and a round in which nobody sees who writes."""

from flask import Flask

from network.core.language import speaking
from network.demo import services, templates
from network.sessions.gatherings.board_templates.queries import own_templates, template_for
from network.sessions.gatherings.models import ItemKind
from network.sessions.gatherings.rules.names import NamesLevel


def test_todays_second_round_asks_without_names_what_the_networks_own_template_asks(demo_app: Flask) -> None:
    first, second = [item for item in services.today().items if item.kind == ItemKind.MIXED_ROUND]
    [own] = own_templates()

    said = {}
    for language in ("nn", "sv", "da", "en"):
        with speaking(language):
            said[language] = str(template_for(second.board_template, kind="mixed").columns[0].title)

    assert (first.names, second.names, own.public_id) == (NamesLevel.NAMES, NamesLevel.NOBODY, templates.PUBLIC_ID)
    assert said["nn"] == said["en"] == "Kva held oss tilbake?"
    assert (said["sv"], said["da"]) == ("Vad håller oss tillbaka?", "Hvad holder os tilbage?")
