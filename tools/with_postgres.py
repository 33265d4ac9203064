"""Runs a command with a PostgreSQL of its own: `python -m tools.with_postgres COMMAND …`, reached by TEST_DATABASE_URL.

The cluster lives in a temporary folder, listens on a socket in it alone, and is gone afterwards.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.test_needs import postgres_bin

SETTINGS = "-c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=40"


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a fresh PostgreSQL. Raises FileNotFoundError when none is installed."""
    programs = postgres_bin()
    if programs is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="samling-pg-"))
    owner = _unprivileged()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    try:
        _as(owner, [f"{programs}/initdb", "-D", str(data), "-U", "samling", "-A", "trust", "-E", "UTF8"])
        options = f"{SETTINGS} -k {folder}"
        _as(owner, [f"{programs}/pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start"])
        try:
            yield f"postgresql://samling@/postgres?host={folder}"
        finally:
            _as(owner, [f"{programs}/pg_ctl", "-D", str(data), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL will not run as root: who it runs as instead."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def _as(owner: pwd.struct_passwd | None, command: Sequence[str]) -> None:
    who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner is not None else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **who)  # type: ignore[call-overload]


def main(command: Sequence[str]) -> int:
    with cluster() as address:
        environ = {**os.environ, "TEST_DATABASE_URL": address}
        return subprocess.run(command, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
