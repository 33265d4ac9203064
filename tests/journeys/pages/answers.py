"""The pages that answer a form, to which no link leads: what is wrong, what is to be, two versions side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

FILL = """([address, said]) => {
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const form = forms.find(one => new URL(one.action).pathname.match(address));
  for (const [name, value] of Object.entries(said)) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const isTicked = fields[0].matches("[type=checkbox], [type=radio]");
    if (isTicked) for (const one of fields) one.checked = value.includes(one.value);
    else fields[0].value = value;
  }
  form.noValidate = true;
  form.requestSubmit(form.querySelector("button:not([type=button], [tabindex='-1'], [name])") ?? undefined);
}"""
SUMMARY = """() => {
  const summary = document.querySelector(".ds-error-summary");
  const [fields, faults] = ["input, select, textarea", []];
  for (const { hash } of summary.querySelectorAll("a")) {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    const isField = target?.matches(fields);
    if (!isField && !target?.querySelector(fields)) faults.push(`no field at ${hash}`);
    if (isField && target.getAttribute("aria-invalid") !== "true") faults.push(`nothing is wrong at ${hash}`);
  }
  return faults;
}"""


@dataclass(frozen=True)
class Answer:
    """Somebody goes to a page of this endpoint, writes `says` there and sends the form whose action is `to`."""

    who: str
    endpoint: str
    to: str
    status: int
    says: Mapping[str, object] = field(default_factory=dict)


ANSWERS = (
    Answer("visitor", "sign_in.ask_page", "/sign-in$", 422, {"email": "ikkje ei adresse"}),
    Answer("visitor", "guests.form_page", "/gjest$", 422, {"name": "", "code": ""}),
    Answer("facilitator", "gatherings.edit_page", "/gatherings/[^/]+$", 422, {"title": "", "date": ""}),
    Answer(
        "facilitator", "gatherings.edit_page", "/gatherings/[^/]+$", 409, {"seal": "eldre", "place": "Ein annan stad"}
    ),
    Answer("facilitator", "programme.item_page", "/programme/[^/]+$", 422, {"title": "", "minutes": "x"}),
    Answer("facilitator", "polls.new", "/polls$", 422, {"question": ""}),
    Answer("project lead", "gatherings.new", "/gatherings$", 422, {"title": "", "date": ""}),
    Answer("project lead", "board_templates.new", "/board-templates$", 422, {"title": ""}),
    Answer(
        "project lead", "board_templates.one", "/board-templates/[^/]+$", 409, {"seal": "eldre", "title": "Ei anna"}
    ),
    Answer("project lead", "gatherings.clone_page", "/twins$", 422, {"title": "", "date": ""}),
    Answer("project lead", "people.new", "/people$", 422, {"name": ""}),
    Answer("project lead", "people.show", "/people/[^/]+$", 422, {"name": ""}),
    Answer("project lead", "seats.new", "/seats$", 422, {"name": ""}),
    Answer("project lead", "naming.name", "/name$", 422, {"name": ""}),
    Answer("project lead", "naming.new", "/municipalities$", 422, {"number": "", "name": ""}),
    Answer("project lead", "imports.start", "/people/import$", 422, {"people": ""}),
    Answer("project lead", "setup.name_page", "/setup/name$", 422, {"name": ""}),
    Answer(
        "project lead",
        "setup.name_page",
        "/setup/name$",
        409,
        {"seen": "eldre", "owner": "Eit anna regionråd", "privacy_contact": "x@prove.example"},
    ),
    Answer("project lead", "lifetimes.merge_form", "/merge$", 422, {"number": ""}),
    Answer(
        "project lead",
        "lifetimes.merge_form",
        "/merge$",
        200,
        {"sources": ["1511", "1514"], "number": "1999", "name": "Nykommunen"},
    ),
    Answer("project lead", "lifetimes.split_form", "/split$", 422, {"into": ""}),
    Answer("project lead", "lifetimes.split_form", "/split$", 200, {"into": "1997 Nord\n1998 Sør"}),
    Answer("project lead", "seats.election", "/election$", 422),
    Answer(
        "coordinator with a case",
        "case_writing.edit",
        "/cases/[^/]+$",
        409,
        {"mark_ingress": "eldre", "ingress": "Ei anna byrjing"},
    ),
    Answer("coordinator", "case_writing.new", "/cases$", 422, {"title": ""}),
)


def send(page: Page, answer: Answer) -> int:
    """The status of what came. The page that answers is shown."""
    with page.expect_navigation() as arrival:
        page.evaluate(FILL, [answer.to, dict(answer.says)])
    response = arrival.value
    assert response is not None
    return response.status


def faults_of_summary(page: Page) -> list[str]:
    """What is wrong with how the page says what is wrong: a list that takes the focus, with a way to each field."""
    expect(page.locator(".ds-error-summary")).to_be_focused()
    faults: list[str] = page.evaluate(SUMMARY)
    return faults
