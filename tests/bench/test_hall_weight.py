"""Weighing a page: what a browser would fetch, each once."""

from bench.hall.weight import Sent, weights

PAGE = """<!doctype html><html data-texts="/text/nn.json"><head>
<link rel="stylesheet" href="/static/1/css/a.css"><link rel="canonical" href="/elsewhere">
<script type="importmap">{"imports": {"yjs": "/static/1/vendor/yjs.js", "network/": "/static/1/js/"}}</script>
<script type="module" src="/static/1/js/main.js"></script></head><body><img src="/p.png"><a href="/more">m</a></body>"""
FILES = {
    "/": PAGE,
    "/text/nn.json": "{}",
    "/p.png": "p",
    "/static/1/css/a.css": 'src: url("./latin.woff2") format("woff2"); src: url("./latin-ext.woff2")',
    "/static/1/css/latin.woff2": "font",
    "/static/1/js/main.js": 'import "network/ui/kit.js"\nimport { a } from "./near.js"\nconst b = import("./late.js")',
    "/static/1/js/near.js": 'import*as b from"yjs";export{c}from"../js/ui/kit.js"',
    "/static/1/js/ui/kit.js": "// import nothing",
    "/static/1/vendor/yjs.js": "",
}


def test_a_page_weighs_itself_and_all_that_it_makes_a_browser_fetch_once() -> None:
    asked: list[str] = []

    def fetch(address: str) -> Sent:
        asked.append(address)
        return Sent(len(FILES[address]), FILES[address])

    found = weights(fetch, "/")

    assert found == {address: len(text) for address, text in FILES.items()}
    assert sorted(asked) == sorted(FILES)
