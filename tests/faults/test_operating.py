"""What docs/operate tells an operator to do is done here: its commands, its units, its nginx before the program."""

import configparser
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import trustme

from network.core.settings import as_page
from tests.faults.house import House, wait_for
from tests.running import ROOT, free_port
from tools.test_needs import nginx

pytestmark = pytest.mark.server

PAGES = ROOT / "docs/operate"
COMMAND = re.compile(r"^ {4}.*?\.venv/bin/flask --app app (network .+)$", re.MULTILINE)
NAME = "samling.region.example"
SPOOLS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def commands(page: str) -> list[list[str]]:
    """The operator's commands on a page, each as its words, in their order."""
    return [found.split() for found in COMMAND.findall((PAGES / page).read_text())]


def test_the_page_of_settings_is_the_programs_own_list() -> None:
    """Written anew by: python -c "from network.core.settings import as_page; print(as_page(), end='')" """
    assert (PAGES / "settings.md").read_text() == as_page()


def test_the_commands_for_backups_and_upgrades_do_what_the_pages_say(house: Callable[..., House]) -> None:
    here = house()
    told, kept, mail = [], None, an_address(here)

    for words in [*commands("backup.md"), *commands("upgrade.md"), *commands("mail.md")]:
        if "restore" in words:
            assert "ligg ein database" in refused(here, [*words[:-1], str(kept)])
            here.stop()
            (here.folder / "samling.sqlite").rename(here.folder / "gone.sqlite")
        meant = ({"FILE": str(kept), "lea@region.example": mail}.get(word, word) for word in words)
        told.append(here.command(*meant, is_new=not told))
        kept = kept or next((here.folder / "backups").iterdir())
        if "restore" in words:
            here.start()

    assert ["rebuild" in words for words in commands("boards.md")] == [False, True]
    check, rebuild = commands("boards.md")
    assert "kan opnast" in here.command(*check)
    assert "ikkje noko å rette" in refused(here, [word.replace("BOARD", here.board) for word in rebuild])
    acts = [words[1] for words in [*commands("backup.md"), *commands("upgrade.md"), *commands("mail.md")]]
    assert acts == ["backup", "verify", "restore", "verify", "backup", "link", "due"]
    assert ["er heil" in said for said in told] == [True] * 5 + [False] * 2
    assert here.page(here.people["Anna"])


def refused(house: House, words: list[str]) -> str:
    """What a command says that ends with an exit code of its own."""
    with pytest.raises(subprocess.CalledProcessError) as refusal:
        house.command(*words)
    return str(refusal.value.stderr)


def an_address(house: House) -> str:
    with closing(sqlite3.connect(house.database)) as connection:
        (found,) = connection.execute("SELECT email FROM person WHERE email IS NOT NULL LIMIT 1").fetchone()
    return str(found)


@pytest.mark.parametrize("unit", sorted(path.name for path in PAGES.glob("samling*.*")))
def test_a_unit_names_programs_that_are_there_and_what_systemd_knows(unit: str, tmp_path: Path) -> None:
    words = (PAGES / unit).read_text().replace("/srv/samling/.venv/bin", str(Path(sys.executable).parent))
    (tmp_path / unit).write_text(words.replace("/srv/samling", str(ROOT)))
    if unit.endswith(".timer"):
        shutil.copy(PAGES / unit.replace(".timer", ".service"), tmp_path)
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string(words)
    if "Service" in read:
        program, *rest = read["Service"]["ExecStart"].split()
        assert shutil.which(program)
        assert [word for word in rest if word.endswith(".py") and not (ROOT / word).exists()] == []
    if shutil.which("systemd-analyze"):
        checked = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)], capture_output=True, text=True, check=False
        )
        assert [line for line in checked.stderr.splitlines() if unit in line] == []


@contextmanager
def in_front(house: House, folder: Path, *, without: str) -> Iterator[tuple[int, ssl.SSLContext]]:
    """The shipped file on free ports with a certificate of this test's; lines that match `without` are left out."""
    plain, secure, authority = free_port(), free_port(), trustme.CA()
    certificate = authority.issue_cert(NAME)
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(folder / "chain.pem"))
    words = (PAGES / "nginx.conf").read_text()
    for shipped, here in {
        "127.0.0.1:5000": f"127.0.0.1:{house.port}",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443": f"listen 127.0.0.1:{secure}",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": f"{folder}/chain.pem",
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": f"{folder}/key.pem",
    }.items():
        assert shipped in words
        words = words.replace(shipped, here)
    words = "\n".join(line for line in words.splitlines() if not (without and re.search(without, line)))
    whole = folder / "nginx.conf"
    spools = " ".join(f"{name}_temp_path {folder}/{name};" for name in SPOOLS)
    ours = f"pid {folder}/pid; daemon off; worker_processes 1; events {{}}"
    whole.write_text(f"{ours}\nhttp {{ {spools}\n{words}\n}}\n")
    server = subprocess.Popen([nginx() or "nginx", "-e", f"{folder}/error.log", "-c", str(whole)])
    try:
        trusted = ssl.create_default_context()
        authority.configure_trust(trusted)
        wait_for(lambda: (folder / "pid").exists(), "nginx is there")
        yield secure, trusted
    finally:
        server.terminate()
        server.wait()


def asked(at: tuple[int, ssl.SSLContext], lines: str, body: bytes = b"") -> str:
    """The head of the answer to a request that is written out."""
    port, trusted = at
    with socket.create_connection(("127.0.0.1", port), timeout=30) as raw:
        with trusted.wrap_socket(raw, server_hostname=NAME) as wire:
            wire.sendall("\r\n".join([*lines.splitlines(), f"Host: {NAME}", "", ""]).encode() + body)
            said = b""
            while b"\r\n\r\n" not in said and (more := wire.recv(4096)):
                said += more
    return said.split(b"\r\n\r\n")[0].decode()


def socket_request(secret: str) -> str:
    return (
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\nUpgrade: websocket\nConnection: Upgrade\n"
        "Sec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
        f"Origin: https://{NAME}\nCookie: __Host-session={secret}"
    )


PAGE = "GET /sign-in HTTP/1.1\nX-Forwarded-Host: evil.example\nX-Forwarded-Proto: http\nConnection: close"
LARGE = b"x" * 2_000_000
UPLOAD = (
    f"POST /sign-in HTTP/1.1\nContent-Type: application/octet-stream\nContent-Length: {len(LARGE)}\nConnection: close"
)


def test_behind_the_shipped_nginx_boards_are_live_files_come_through_and_claims_do_not(
    house: Callable[..., House], tmp_path: Path
) -> None:
    """With its controls: without the lines for them a board is not live, and a file is refused."""
    here = house()
    here.stop()
    here.environ |= {"SAMLING_PUBLIC_URL": f"https://{NAME}", "SAMLING_PROXY_HOPS": "1"}
    here.start()
    live = socket_request(here.people["Anna"].secret)

    told = {}
    for without in ("", "Upgrade|Connection", "client_max_body_size", "X-Forwarded"):
        with in_front(here, tmp_path, without=without) as at:
            answers = asked(at, PAGE), asked(at, live), asked(at, UPLOAD, LARGE)
        told[without] = [answer.split()[1] for answer in answers]

    (page, board, file), dead, small, claimed = told.values()
    assert (page, board) == ("200", "101")
    assert (dead[1] == "101", small[2], file == "413") == (False, "413", False)
    assert claimed[0] != "200"
