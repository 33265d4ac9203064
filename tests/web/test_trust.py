"""A phone can fetch the authority of a program that makes its own certificates, and of no other."""

from pathlib import Path

import pytest
from flask import Flask

from network import create_app
from tests.conftest import settings_for


@pytest.mark.parametrize(("tls", "status"), [("1", 200), ("0", 404)])
def test_the_authority_is_given_out_where_there_is_one(tmp_path: Path, tls: str, status: int) -> None:
    (tmp_path / "ca.pem").write_bytes(b"-----BEGIN CERTIFICATE-----")
    app: Flask = create_app(settings_for(tmp_path, SAMLING_TLS=tls))

    answer = app.test_client().get("/ca.pem", base_url="https://localhost/")

    assert (answer.status_code, answer.data == b"-----BEGIN CERTIFICATE-----") == (status, status == 200)
