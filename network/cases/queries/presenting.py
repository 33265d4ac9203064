"""Reading what of a case is on the big screen now."""

import json

from network.cases.models import CaseStudy
from network.cases.queries.cases import case_by_public_id, case_of_item
from network.sessions.stage.queries.standing import standing

PICTURE = "slides"


def current_item_id(gathering_id: int) -> int | None:
    return standing(gathering_id).item_id


def live_slide(gathering_id: int, case_public_id: str) -> int | None:
    """The number of the slide on the big screen; None when it shows something else."""
    facts = _facts(gathering_id)
    number = facts.get("slide")
    return number if facts.get("case") == case_public_id and isinstance(number, int) else None


def case_in_hall(gathering_id: int) -> CaseStudy | None:
    """The case that is told now: the one on the big screen, else the one of the item that goes on."""
    shown = _facts(gathering_id).get("case")
    if isinstance(shown, str):
        return case_by_public_id(shown)
    item_id = current_item_id(gathering_id)
    return case_of_item(item_id) if item_id is not None else None


def _facts(gathering_id: int) -> dict[str, object]:
    state = standing(gathering_id)
    facts = json.loads(state.picture_facts or "{}") if state.picture == PICTURE else {}
    return facts if isinstance(facts, dict) else {}
