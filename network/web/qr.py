"""QR codes: an address as a drawing that paper, a wall and a phone's camera agree on."""

import io
from functools import lru_cache

import segno
from markupsafe import Markup

BORDER = 4
"""Modules of white around it; fewer and cameras fail."""


KEPT = 512
"""So many drawings are kept: a hall's badges are looked at, printed and looked at again, at ten milliseconds each."""


@lru_cache(maxsize=KEPT)
def qr_svg(address: str, *, title: str) -> Markup:
    """An inline SVG, dark on white in every colour scheme, without style attributes (CSP). `title` is read aloud.

    Error correction M: a quarter larger than L, and readable with a coffee stain.
    """
    drawing = io.BytesIO()
    segno.make(address, error="m", boost_error=False, micro=False).save(
        drawing,
        kind="svg",
        border=BORDER,
        dark="#000",
        light="#fff",
        title=title,
        xmldecl=False,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        nl=False,
    )
    return Markup(drawing.getvalue().decode())
