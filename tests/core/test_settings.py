"""Settings that cannot be used stop the start, with a sentence."""

from pathlib import Path

import pytest

from network.core.settings import BadSettings, Settings, documented


def read(folder: Path, **environ: str) -> Settings:
    return Settings.from_environment({"SAMLING_INSTANCE": str(folder), **environ})


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"SAMLING_COLOUR": "red"}, "SAMLING_COLOUR"),
        ({"PORT": "many"}, "PORT"),
        ({"SAMLING_DEMO": "yes"}, "SAMLING_DEMO"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SAMLING_SMTP": "smtp://mail.test"}, "SAMLING_PUBLIC_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, environ: dict[str, str], named: str) -> None:
    with pytest.raises(BadSettings, match=named):
        read(tmp_path, **environ)


def test_an_installation_makes_its_own_key_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key

    again = read(tmp_path).secret_key

    assert (again, len(first) >= 32, (tmp_path / "secret_key").stat().st_mode & 0o077) == (first, True, 0)


def test_a_key_file_that_a_crash_left_empty_is_filled(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch(mode=0o600)

    assert len(read(tmp_path).secret_key) >= 32


def test_postgresql_is_reached_by_the_driver_that_does_not_block(tmp_path: Path) -> None:
    assert read(tmp_path, DATABASE_URL="postgres://a/b").database_url == "postgresql+psycopg://a/b"


def test_the_example_file_lists_every_setting() -> None:
    stored = Path(__file__).parents[2] / ".env.example"

    assert stored.read_text() == documented() + "\n"
