"""What is missing is said in words."""

import subprocess
from pathlib import Path

import pytest

from bench import needs
from bench.needs import Missing, install_peers, require_node


@pytest.fixture
def only_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is all of PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put(folder: Path, name: str, says: str = "") -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho {says}\n")
    program.chmod(0o755)


def test_a_machine_without_node_is_told_so(only_path: Path) -> None:
    with pytest.raises(Missing, match="Node is missing"):
        require_node()


def test_a_machine_without_npm_is_told_so(only_path: Path) -> None:
    put(only_path, "node", "v20.1.0")

    with pytest.raises(Missing, match="npm is missing"):
        require_node()


def test_a_node_that_is_too_old_is_named(only_path: Path) -> None:
    put(only_path, "node", "v18.19.0")
    put(only_path, "npm")

    with pytest.raises(Missing, match=r"Node v18\.19\.0 is too old"):
        require_node()


def test_a_node_that_is_new_enough_is_found(only_path: Path) -> None:
    put(only_path, "node", "v20.1.0")
    put(only_path, "npm")

    assert require_node() == str(only_path / "node")


def test_peers_that_cannot_be_installed_are_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(needs, "BENCH", tmp_path)
    refused = subprocess.CompletedProcess(["npm"], 1, stdout="", stderr="no compiler")
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_more: refused)

    with pytest.raises(Missing, match=r"(?s)npm ci failed.*no compiler"):
        install_peers()


def test_peers_that_are_there_are_not_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules/.package-lock.json").write_text("{}")
    monkeypatch.setattr(needs, "BENCH", tmp_path)
    asked: list[object] = []
    monkeypatch.setattr(subprocess, "run", lambda *args, **_more: asked.append(args))

    install_peers()

    assert asked == []
