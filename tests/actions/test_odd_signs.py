"""What nobody types: zero bytes, halves of letters, signs that turn a line round. No form is answered with a fault."""

import pytest

from network.actions.models import TakeHomeAgreement
from network.core.db import db
from network.core.edits import mark
from tests.actions.agreed import agree
from tests.actions.going import ClientFor, Going

ODD = ["a\x00b", "a\ud800b", "\u202egnp.exe", "a" * 200_000, "\x00"]
FORMS = {
    "nothing": ("because", "mark_because"),
    "points": ("source",),
    "briefer": ("briefer", "on", "seen"),
    "sentences/nothing": ("line", "person", "answer"),
}


@pytest.mark.parametrize("odd", ODD, ids=["zero", "half", "turned", "long", "zero alone"])
def test_a_form_of_the_agreement_is_taken_or_refused_in_words(going: Going, client_for: ClientFor, odd: str) -> None:
    """On PostgreSQL as well, which stores no zero byte."""
    bo, text = client_for(going.hall.cast.bo), odd.encode(errors="surrogatepass")

    told = [bo.post(f"{going.path}/{form}", data=dict.fromkeys(fields, text)) for form, fields in FORMS.items()]
    lea = client_for(going.hall.cast.lea)
    gate = f"/gatherings/{going.gathering.public_id}/gate/9902/release"
    told.append(lea.post(gate, data={"reason": text}))

    assert [one.status_code for one in told if one.status_code >= 500] == []


def test_a_zero_byte_is_left_out_of_what_is_stored(going: Going, client_for: ClientFor) -> None:
    """The control of what stands above: the form was taken."""
    fields = {"because": "Det er\x00 val", "mark_because": mark("")}

    client_for(going.hall.cast.bo).post(f"{going.path}/nothing", data=fields)

    db.session.rollback()
    assert db.session.query(TakeHomeAgreement).one().nothing_because == "Det er val"


def test_how_it_goes_is_told_with_odd_signs(going: Going, client_for: ClientFor) -> None:
    bo, [point] = client_for(going.hall.cast.bo), agree(going)
    path = f"/actions/{point}/updates"

    told = [
        bo.post(path, data={"state": "under_way", "line": odd.encode(errors="surrogatepass"), field: "https://x\x00y"})
        for odd in ODD
        for field in ("link", "resolution", "key", "seen")
    ]

    assert [one.status_code for one in told if one.status_code >= 500] == []
    assert 303 in {one.status_code for one in told}
