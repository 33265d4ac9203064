"""The operator's commands: `flask --app app network …`. Each feature brings its own."""

from flask import Flask
from flask.cli import AppGroup

from network.demo.cli import demo
from network.jobs.cli import backup, due, restore, verify
from network.people.cli import link, setup_link
from network.sessions.boards.cli import board

commands = AppGroup("network", help="Look after this installation of Samling.")
for command in (link, setup_link, due, backup, verify, restore, board, demo):
    commands.add_command(command)


def register(app: Flask) -> None:
    app.cli.add_command(commands)
