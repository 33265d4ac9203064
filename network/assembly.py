"""The only module that knows every package."""

from types import ModuleType

from flask import Flask

from network import actions, cases, cli, demo, documents, followup, jobs, live, people, privacy, together, web, writing
from network.core import db, reading
from network.core.settings import ROOT, Settings
from network.people import first_words
from network.sessions import boards, gatherings, groups, polls, stage
from network.web import addresses, frames, health

PACKAGES: tuple[ModuleType, ...] = (
    documents,
    privacy,
    web,
    live,
    jobs,
    together,
    people,
    gatherings,
    groups,
    boards,
    stage,
    polls,
    writing,
    cases,
    actions,
    followup,
    demo,
    cli,
)


def assemble(settings: Settings, *, side_process: bool) -> Flask:
    app = Flask(
        "network",
        root_path=str(ROOT),
        instance_path=str(settings.instance_dir.resolve()),
        template_folder="templates",
        static_folder=None,
    )
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions["settings"] = settings
    app.extensions["side_process"] = side_process
    db.register(app, side_process=side_process)
    reading.register(app)
    for package in PACKAGES:
        package.register(app)
    addresses.trust_proxies(app)
    health.also_ask(app, journal_fault)
    return app


def journal_fault() -> str | None:
    """Whether what people write reaches the disk."""
    return "the journal cannot be stored" if documents.registry().journal.fault is not None else None


def prepare(app: Flask) -> list[str]:
    """What the server does before it serves: the newest tables, a demo in an empty database, the jobs.

    Returns what to say in the terminal. Raises BadSettings for a database that does not belong to these settings.
    """
    with app.app_context():
        db.bring_up_to_date()
        if app.extensions["settings"].demo:
            demo.seed_empty()
        said = first_words.at_the_start()
    frames.keep_compiled(app)
    live.on_shutdown(jobs.start(app).stop)
    live.on_shutdown(documents.registry().journal.flush)
    return said
