"""Everything that the surroundings decide: read once, typed, and refused with a sentence when it cannot be used."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
KEY_BYTES = 32


class BadSettings(Exception):
    """The program cannot start with these settings. The text says which one and what to do."""


@dataclass(frozen=True)
class Settings:
    """One installation's settings. `documented()` lists them with their meaning."""

    port: int
    host: str
    database_url: str
    redis_url: str | None
    secret_key: str
    instance_dir: Path
    demo: bool
    smtp_url: str | None
    mail_from: str
    public_url: str | None
    trusted_hosts: tuple[str, ...]
    proxy_hops: int
    tls: bool
    log_level: str

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings.

        Raises BadSettings for an unknown SAMLING_ name, a value of the wrong kind, a short key, or mail without an
        address of our own: its links would name whatever host the asker made up, and give her the way in.
        """
        known = {variable.name for variable in VARIABLES}
        unknown = sorted(name for name in environ if name.startswith("SAMLING_") and name not in known)
        if unknown:
            raise BadSettings(f"Unknown setting {unknown[0]}. The known ones stand in .env.example.")
        values = {variable.field: variable.read(environ) for variable in VARIABLES}
        instance = values["instance_dir"] = values["instance_dir"] or _usual_folder(is_demo=values["demo"])
        instance.mkdir(parents=True, exist_ok=True)
        values["database_url"] = _database_url(values["database_url"], instance)
        values["secret_key"] = _secret_key(values["secret_key"], instance)
        if values["smtp_url"] and not values["public_url"] and not values["trusted_hosts"]:
            raise BadSettings("SAMLING_SMTP needs SAMLING_PUBLIC_URL: links in mail name the address people use.")
        return cls(**values)


@dataclass(frozen=True)
class Variable:
    """One line of .env.example: where a setting comes from and what it means."""

    name: str
    field: str
    kind: Callable[[str], Any]
    default: Any
    meaning: str

    def read(self, environ: Mapping[str, str]) -> Any:
        raw = environ.get(self.name, "").strip()
        if not raw:
            return self.default
        try:
            return self.kind(raw)
        except ValueError as fault:
            raise BadSettings(f"{self.name}={raw!r} cannot be used: {self.meaning}") from fault


def _flag(raw: str) -> bool:
    if raw not in ("0", "1"):
        raise ValueError(raw)
    return raw == "1"


def _names(raw: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw.split(",") if part.strip())


def _usual_folder(*, is_demo: bool) -> Path:
    """Demo and real data never share a database, so they do not share a folder either."""
    return ROOT / "instance" / "demo" if is_demo else ROOT / "instance"


def _database_url(raw: str, instance: Path) -> str:
    if not raw:
        return f"sqlite:///{instance / 'samling.sqlite'}"
    for plain in ("postgresql://", "postgres://"):
        if raw.startswith(plain):
            return "postgresql+psycopg://" + raw.removeprefix(plain)
    if raw.startswith(("sqlite:///", "postgresql+psycopg://")):
        return raw
    raise BadSettings("DATABASE_URL must begin with sqlite:/// or postgresql://")


def _secret_key(raw: str, instance: Path) -> str:
    """The given key, or one that this installation made for itself and keeps in a file of its own."""
    if raw:
        if len(raw.encode()) < KEY_BYTES:
            raise BadSettings(f"SECRET_KEY must have at least {KEY_BYTES} bytes. Leave it out to have one made.")
        return raw
    path = instance / "secret_key"
    if not path.exists() or not path.read_text().strip():  # a crash between the two lines left it empty
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(KEY_BYTES))
    return path.read_text().strip()


VARIABLES = (
    Variable("PORT", "port", int, 5000, "a port number; 5000"),
    Variable("SAMLING_HOST", "host", str, "127.0.0.1", "the address to listen on; 0.0.0.0 lets phones in"),
    Variable(
        "DATABASE_URL", "database_url", str, "", "sqlite:///path or postgresql://…; a file in the instance folder"
    ),
    Variable("REDIS_URL", "redis_url", str, None, "redis://…, for limits shared between processes; none"),
    Variable("SECRET_KEY", "secret_key", str, "", "at least 32 bytes; made and kept in the instance folder"),
    Variable(
        "SAMLING_INSTANCE",
        "instance_dir",
        Path,
        None,
        "the folder for data and keys; instance, or instance/demo",
    ),
    Variable("SAMLING_DEMO", "demo", _flag, False, "1 offers the demo's people at sign-in; 0"),
    Variable("SAMLING_SMTP", "smtp_url", str, None, "smtp://user:password@host:port; without it mail waits"),
    Variable("SAMLING_MAIL_FROM", "mail_from", str, "samling@localhost", "the sender's address on mail"),
    Variable("SAMLING_PUBLIC_URL", "public_url", str, None, "the address people use; mail needs it for its links"),
    Variable(
        "SAMLING_TRUSTED_HOSTS", "trusted_hosts", _names, (), "host names that may be asked for, with commas; any"
    ),
    Variable("SAMLING_PROXY_HOPS", "proxy_hops", int, 0, "the number of proxies in front; 0"),
    Variable("SAMLING_TLS", "tls", _flag, False, "1 serves https with a certificate of its own; 0"),
    Variable("SAMLING_LOG_LEVEL", "log_level", str, "INFO", "DEBUG, INFO, WARNING or ERROR; INFO"),
)


def documented() -> str:
    """The text of .env.example: each setting, its meaning and its default."""
    lines = ["# Samling's settings. Each has a default; a value here or in the environment goes before it.", ""]
    for variable in VARIABLES:
        lines += [f"# {variable.meaning}", f"#{variable.name}=", ""]
    return "\n".join(lines)


def as_page() -> str:
    """The text of docs/operate/settings.md, from the same list."""
    rows = [f"| `{variable.name}` | {variable.meaning} |" for variable in VARIABLES]
    head = [
        "# Settings",
        "",
        "They stand in the environment. What follows the semicolon holds when nothing is given. An unknown name that",
        "begins with `SAMLING_`, or a value that cannot be used, keeps the program from starting, and it says which.",
        "",
        "| | |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows, ""])
