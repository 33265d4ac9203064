# ruff: noqa: E402
"""The real program with one page more, for the tests alone: a sentence and a first step of one's own municipality.

It lies among the addresses that the device keeps for times without a network.

`python -m tests.journeys.writing_page`
"""

from gevent import monkey

monkey.patch_all()

import sys

from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue

import app as program
from network import writing
from network.access.guard import acts, authorize
from network.core.db import db, unit_of_work
from network.people.identity import actor
from network.writing import services
from network.writing.models import Writing

ADDRESS = "/boards/prove-tekst"
TEXTS = {"what": ("Vi prøver ", 120), "first_step": ("", 60)}
PAGE = """{% extends frame() %}
{% from "macros/forms.html" import form %}
{% from "macros/writing.html" import shared_text %}
{% block title %}Prøve{% endblock %}
{% block main %}
<h1 class="ds-heading">Dette tek vi med heim</h1>
{% if contested %}
<div role="alert"><p data-theirs>{{ contested.theirs }}</p><p data-yours>{{ contested.yours }}</p></div>
{% endif %}
{% call form(action="/boards/prove-tekst") %}
{{ shared_text(writing, "what", label="Kva gjer vi?", description="Éi setning.", text=texts.what) }}
{{ shared_text(writing, "first_step", label="Det første steget", rows=2, text=texts.first_step) }}
<button class="ds-button">Lagre</button>
{% endcall %}
{% endblock %}"""


def own() -> Writing:
    """The asker's municipality's, begun by whoever comes first. Those of the demo belong to a gathering."""
    place = min(actor().municipality_ids)
    of_here = db.select(Writing).where(Writing.municipality_id == place, Writing.gathering_id.is_(None))
    found = db.session.scalar(of_here)
    if found is None:
        with unit_of_work():
            services.begin(gathering_id=None, municipality_id=place, texts=TEXTS)
        found = db.session.scalars(of_here).one()
    return authorize(actor(), "writing.read", found)


@acts("writing.read")
def show(contested: services.Contested | None = None) -> ResponseReturnValue:
    row = own()
    return render_template_string(PAGE, writing=row, texts=services.texts(row), contested=contested)


@acts("writing.edit")
def save() -> ResponseReturnValue:
    row = own()
    try:
        for key in TEXTS:
            services.put(row.id, key, request.form[key], actor(), base=request.form[f"base_{key}"])
    except services.Contested as contested:
        return show(contested), 409
    return redirect(ADDRESS, 303)


@acts("writing.edit")
def change(to: str) -> ResponseReturnValue:
    row_id = own().id
    with unit_of_work():
        services.close(row_id) if to == "closed" else services.reopen(row_id)
    return redirect(ADDRESS, 303)


def register(app: Flask) -> None:
    _register(app)
    app.add_url_rule(ADDRESS, "prove_show", show)
    app.add_url_rule(ADDRESS, "prove_save", save, methods=["POST"])
    app.add_url_rule(f"{ADDRESS}/<to>", "prove_change", change, methods=["POST"])


_register = writing.register
writing.register = register

if __name__ == "__main__":
    sys.exit(program.main())
