"""Static files keep for a year, because their address changes with them; pages and files are sent gzipped."""

import gzip
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.web import assets, languages

GZIP = {"Accept-Encoding": "gzip"}


def address_of(house: Flask, name: str) -> str:
    with house.test_request_context():
        return assets.asset(name)


def test_a_static_file_may_be_kept_for_a_year(house: Flask, visitor: FlaskClient) -> None:
    answer = visitor.get(address_of(house, "css/base.css"))

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "Set-Cookie" not in answer.headers


def test_an_older_pages_file_is_todays_and_is_not_kept(visitor: FlaskClient) -> None:
    answer = visitor.get("/static/0123456789ab/css/base.css")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert answer.data == (assets.STATIC / "css/base.css").read_bytes()


@pytest.mark.parametrize("path", ["../app.py", "%2e%2e/app.py", "/etc/passwd", "css", "nothing.css", "a" * 300, "%00"])
def test_nothing_else_than_a_file_of_the_folder_can_be_had(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(f"/static/{assets.revision()}/{path}").status_code in (404, 308)


def test_every_name_in_the_import_map_is_there(visitor: FlaskClient) -> None:
    imports = json.loads(assets.import_map())["imports"]
    outside = [address for name, address in imports.items() if name != "network/"]

    kinds = {visitor.get(address).headers["Content-Type"] for address in outside}

    assert kinds == {"text/javascript; charset=utf-8"}
    assert imports["network/"] == f"/static/{assets.revision()}/js/"


def test_every_style_that_a_page_asks_for_is_there(visitor: FlaskClient) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', visitor.get("/hello").text)

    assert len(sheets) > 10
    assert {visitor.get(sheet).status_code for sheet in sheets} == {200}


@pytest.mark.parametrize("name", ["css/base.css", "vendor/designsystemet.css", "js/main.js"])
def test_a_static_file_is_sent_gzipped_to_those_who_can_read_it(house: Flask, visitor: FlaskClient, name: str) -> None:
    plain = visitor.get(address_of(house, name))
    packed = visitor.get(address_of(house, name), headers=GZIP)

    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert (plain.headers.get("Content-Encoding"), packed.headers["Content-Encoding"]) == (None, "gzip")
    assert plain.headers["ETag"] != packed.headers["ETag"]


def test_a_page_is_sent_gzipped_to_those_who_can_read_it(visitor: FlaskClient) -> None:
    plain = visitor.get("/offline")
    packed = visitor.get("/offline", headers=GZIP)

    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_file_that_is_unchanged_is_not_sent_twice(house: Flask, visitor: FlaskClient) -> None:
    address = address_of(house, "css/base.css")
    etag = visitor.get(address).headers["ETag"]

    again = visitor.get(address, headers={"If-None-Match": etag})

    assert (again.status_code, again.data) == (304, b"")


def test_the_worker_is_told_where_all_its_files_are_in_one_answer(visitor: FlaskClient) -> None:
    worker = visitor.get("/sw.js")
    told = json.loads(worker.text.splitlines()[0].removeprefix("self.samling = "))

    everything = visitor.get(told["files"])
    line, _newline, bodies = everything.data.partition(b"\n")

    at = 0
    for address, kind, size in json.loads(line):
        alone = visitor.get(address)
        assert (alone.headers["Content-Type"], alone.data) == (kind, bodies[at : at + size]), address
        assert alone.headers["Cache-Control"] == everything.headers["Cache-Control"] == assets.KEEP
        at += size
    assert at == len(bodies)
    assert worker.headers["Cache-Control"] == "no-cache"
    assert told["revision"] == assets.revision()


def test_the_worker_is_given_all_that_pages_need(house: Flask, visitor: FlaskClient) -> None:
    """The control: what only readers of licences want, letters that hardly any name has, and the worker itself."""
    line = visitor.get(f"/static/{assets.revision()}/all").data.splitlines()[0]
    given = {address for address, _kind, _size in json.loads(line)}

    left_out = {name for name in assets.files() if address_of(house, name) not in given}

    assert "sw.js" in left_out
    assert all("LICENCES" in name or "latin-ext" in name or name in ("sw.js", "vendor/SHA256SUMS") for name in left_out)


def test_everything_in_one_is_smaller_than_the_files_by_themselves(visitor: FlaskClient) -> None:
    packed = visitor.get(f"/static/{assets.revision()}/all", headers=GZIP)
    plain = gzip.decompress(packed.data)
    alone = [visitor.get(address, headers=GZIP) for address, _kind, _size in json.loads(plain.splitlines()[0])]

    assert len(packed.data) < sum(len(one.data) for one in alone)


def test_whose_device_it_is_is_not_asked_for_a_file(house: Flask, visitor: FlaskClient) -> None:
    """The control: a page asks."""
    asked = []
    languages.wish(house, "person", lambda: asked.append("asked"))
    for name in ("css/base.css", "all"):
        assert visitor.get(f"/static/{assets.revision()}/{name}").status_code == 200
    assert asked == []

    visitor.get("/hello")

    assert asked == ["asked"]


def test_the_first_page_with_all_it_needs_is_small(house: Flask, visitor: FlaskClient) -> None:
    """150 kB, compressed; the Latin font is in it."""
    page = visitor.get("/hello", headers=GZIP)
    text = gzip.decompress(page.data).decode()
    wanted = re.findall(r'(?:rel="stylesheet" href|type="module" src)="([^"]+)"', text)
    own = [address_of(house, name) for name in assets.files() if name.startswith(("js/ui/", "js/offline/"))]
    kit = json.loads(assets.import_map())["imports"]["@digdir/designsystemet-web"]
    font = [address_of(house, name) for name in assets.files() if "inter-latin-" in name and "ext" not in name]

    size = len(page.data) + sum(len(visitor.get(each, headers=GZIP).data) for each in {*wanted, *own, kit, *font})

    assert size <= 150_000
