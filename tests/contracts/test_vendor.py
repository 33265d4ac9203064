"""What comes from others is what was built: same bytes, one Yjs, nothing fetched from elsewhere."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from network.core.settings import ROOT

BROWSER = ROOT / "static/vendor"
NODE = ROOT / "tests/vendor"
YJS = "Yjs was already imported"


@pytest.mark.parametrize("folder", [BROWSER, NODE], ids=["browser", "tests"])
def test_every_file_has_the_checksum_it_was_built_with(folder: Path) -> None:
    noted = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }

    assert found == noted


@pytest.mark.parametrize("folder", [BROWSER, NODE], ids=["browser", "tests"])
def test_exactly_one_file_holds_yjs(folder: Path) -> None:
    holders = [path.name for path in folder.glob("*.*js") if YJS in path.read_text()]

    assert len(holders) == 1


def test_the_import_map_has_the_names_that_scripts_use() -> None:
    imports = json.loads((BROWSER / "importmap.json").read_text())["imports"]

    assert sorted(imports) == [
        "@digdir/designsystemet-web",
        "lib0/decoding",
        "lib0/encoding",
        "socket.io-client",
        "socket.io-msgpack-parser",
        "y-protocols/awareness",
        "y-protocols/sync",
        "yjs",
    ]
    assert all((BROWSER / path).exists() for path in imports.values())


def test_styles_and_fonts_ask_nobody_else_for_anything() -> None:
    sheets = [*BROWSER.glob("*.css"), *(ROOT / "static/css").rglob("*.css")]

    foreign = {
        (sheet.name, address)
        for sheet in sheets
        for address in re.findall(r"url\(\s*[\"']?((?:https?:)?//[^)\"']+)|@import", sheet.read_text())
    }

    assert foreign == set()


def test_everything_built_in_carries_its_licence() -> None:
    licences = (BROWSER / "LICENCES").read_text()
    wanted = ("yjs", "lib0", "y-protocols", "socket.io-client", "@digdir/designsystemet-web", "@floating-ui/dom")

    missing = [name for name in wanted if f"\n{name} " not in licences]

    assert missing == []
    assert "SIL OPEN FONT LICENSE" in licences.upper()


def test_versions_are_pinned_and_the_lock_names_no_host() -> None:
    package = json.loads((ROOT / "tools/vendor/package.json").read_text())
    lock = json.loads((ROOT / "tools/vendor/package-lock.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}

    assert [version for version in versions.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert [name for name, entry in lock["packages"].items() if name and "integrity" not in entry] == []
    assert "://" not in re.sub(r'"(url|funding)": "[^"]*"', "", json.dumps(lock["packages"]))
