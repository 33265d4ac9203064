"""DO-9: an update is read to its last byte before any library sees it."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Map

from network.core.lib0 import varuint
from network.documents import gate
from network.documents.encoding import ANY_DEPTH, state_vector
from network.documents.gate import Refused
from network.documents.limits import Limits, Rules
from tests.documents.people import Browser, Hall, replica

SESSIONS = json.loads((Path(__file__).parent / "data" / "yjs-sessions.json").read_text())
NINE_BYTES = bytes.fromhex("01027f000001000000")
LIVE = Limits().live


def refused(update: bytes, *, limit: int = LIVE) -> str:
    """Why the gate refuses; empty when it does not."""
    try:
        gate.parse(update, limit=limit)
    except Refused as fault:
        return fault.reason
    return ""


def value_in_a_map(value: bytes) -> bytes:
    """The update of client 7 that puts one plain value under a key of the root."""
    return b"\x01\x01\x07\x00\x28\x01\x05notes\x01k\x01" + value + b"\x00"


def nested_arrays(levels: int) -> bytes:
    return value_in_a_map(b"\x75\x01" * (levels - 1) + b"\x75\x00")


@pytest.mark.parametrize("session", SESSIONS["sessions"], ids=lambda session: f"{session['people']} people")
def test_every_update_of_real_browsers_passes(session):
    reasons = {refused(bytes.fromhex(sent["hex"])) for sent in session["updates"]}

    assert reasons == {""}


def test_an_outbox_passes_one_by_one_merged_and_as_a_difference():
    outbox = SESSIONS["outbox"]

    ends = {name: gate.parse(bytes.fromhex(outbox[name]), limit=LIVE).end for name in ("merged", "later", "difference")}

    assert set(ends.values()) == {gate.parse(bytes.fromhex(outbox["updates"][-2]), limit=LIVE).end}


@pytest.mark.parametrize("session", SESSIONS["sessions"], ids=lambda session: f"{session['people']} people")
def test_clocks_of_a_session_add_up_to_the_state_vector_that_yjs_says(session):
    ends = {}
    for sent in session["updates"]:
        parsed = gate.parse(bytes.fromhex(sent["hex"]), limit=LIVE)
        if parsed.client is not None:
            ends[parsed.client] = parsed.end

    assert ends == state_vector(bytes.fromhex(session["vector"]))


def test_a_whole_state_of_yjs_is_read_with_the_same_clocks():
    session = SESSIONS["sessions"][-1]

    blocks = gate.parse_state(bytes.fromhex(session["state"]))

    assert {client: end for client, (_, end) in blocks.items()} == state_vector(bytes.fromhex(session["vector"]))


def test_an_update_of_pycrdt_is_read_with_its_clocks_and_needs():
    anna, bo = Browser(client_id=5), Browser(client_id=6)
    first = anna.add("n", "å😀")
    bo.hear(first)

    move, cut = gate.parse(bo.move("n", "c", "b"), limit=LIVE), gate.parse(bo.erase("n", 0, 2), limit=LIVE)

    added = gate.parse(first, limit=LIVE)
    assert (added.client, added.clock, added.end, dict(added.needs)) == (5, 0, 7, {})
    assert (move.client, move.clock, move.end, set(move.needs)) == (6, 0, 1, {5})
    assert (cut.client, cut.end, cut.deletes) == (None, 0, [(5, 2, 3)])


def test_a_string_is_counted_in_utf_16_units():
    anna = Browser(client_id=5)
    anna.add("n", "")

    parsed = gate.parse(anna.write("n", 0, "å😀漢"), limit=LIVE)

    assert parsed.end - parsed.clock == 4


def test_an_empty_update_is_empty():
    assert gate.parse(b"\0\0", limit=LIVE).is_empty


@pytest.mark.parametrize(
    ("what", "update"),
    [
        ("nothing at all", b""),
        ("the nine bytes", NINE_BYTES),
        ("a header that claims many clients", varuint(10**8) + b"\0" * 8),
        ("a header that claims many structs", b"\x01" + varuint(10**8) + b"\x07\x00\x00"),
        ("two clients", b"\x02\x01\x07\x00\x01\x01\x01\x08\x00\x01\x01\x00"),
        ("a client without structs", b"\x01\x00\x07\x00\x00"),
        ("a collected struct", b"\x01\x01\x07\x00\x00\x01\x00"),
        ("a skipped range", b"\x01\x01\x07\x00\x0a\x01\x00"),
        ("an empty string", b"\x01\x01\x07\x00\x04\x01\x05notes\x00\x00"),
        ("a deletion of nothing in the content", b"\x01\x01\x07\x00\x01\x01\x05notes\x00\x00"),
        ("no value", b"\x01\x01\x07\x00\x28\x01\x05notes\x01k\x00\x00"),
        ("content of a kind that no document holds", b"\x01\x01\x07\x00\x23\x01\x05notes\x01k\x01x\x00"),
        ("an array", b"\x01\x01\x07\x00\x27\x01\x05notes\x01k\x00\x00"),
        ("a parent of no kind", b"\x01\x01\x07\x00\x28\x02\x05notes\x01k\x01\x78\x00"),
        ("leaning on what comes after", b"\x01\x01\x07\x00\x84\x07\x00\x01x\x00"),
        ("undefined", value_in_a_map(b"\x7f")),
        ("a big integer", value_in_a_map(b"\x7a" + b"\0" * 8)),
        ("bytes as a value", value_in_a_map(b"\x74\x01x")),
        ("a number that JavaScript cannot hold", value_in_a_map(b"\x7d\xbf" + b"\xff" * 7 + b"\x7f")),
        ("a number without an end", value_in_a_map(b"\x7d" + b"\xff" * 40)),
        ("a float cut short", value_in_a_map(b"\x7b\x00")[:-1]),
        ("a key that JavaScript cannot hold", b"\x01\x01\x07\x00\x28\x01\x05notes\x09__proto__\x01\x78\x00"),
        ("no UTF-8", value_in_a_map(b"\x77\x01\xff")),
        ("half a character by itself", value_in_a_map(b"\x77\x03\xed\xa0\xbd")),
        ("an overlong number", b"\x80\x80\x80\x80\x80\x80\x80\x80\x00\x00"),
        ("a clock beyond all clocks", b"\x01\x01\x07" + varuint(2**31) + b"\x01\x01\x05notes\x01\x00"),
        ("deleting nothing", b"\x00\x01\x07\x01\x00\x00"),
        ("deleting no ranges", b"\x00\x01\x07\x00"),
        ("deleting one client in two parts", b"\x00\x02\x07\x01\x00\x01\x07\x01\x02\x01"),
        ("deleting beyond all clocks", b"\x00\x01\x07\x01" + varuint(2**31) + b"\x01"),
        ("bytes behind the end", b"\0\0\0"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_is_refused_as_malformed(what, update):
    assert refused(update) == "malformed"


def test_the_size_is_judged_before_anything_is_read():
    assert refused(b"\0" * (LIVE + 1)) == "size"


def test_values_may_be_nested_to_the_bound_and_no_deeper():
    assert [refused(nested_arrays(ANY_DEPTH)), refused(nested_arrays(ANY_DEPTH + 1))] == ["", "malformed"]


def test_a_value_nested_a_hundred_thousand_deep_costs_no_stack():
    assert refused(nested_arrays(100_000), limit=10**6) == "malformed"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(update):
    assert refused(update) in ("", "malformed")


@given(st.integers(0, 2**20), st.data())
def test_a_real_update_with_a_changed_byte_is_read_or_refused(pick, data):
    sent = SESSIONS["sessions"][2]["updates"]
    update = bytearray(bytes.fromhex(sent[pick % len(sent)]["hex"]))
    update[data.draw(st.integers(0, len(update) - 1))] = data.draw(st.integers(0, 255))

    assert refused(bytes(update)) in ("", "malformed")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_ends_where_yrs_says(text):
    anna = Browser(client_id=9)
    anna.add("n", "")

    parsed = gate.parse(anna.write("n", 0, text), limit=LIVE)

    assert parsed.end == state_vector(anna.doc.get_state())[9]


def test_without_gate_and_rebuilding_nine_bytes_make_a_document_unreadable_for_ever():
    """The positive control of DO-5 and DO-9: nobody can join any more, and no snapshot be written."""
    hall = Hall(rules=Rules(structure=False, rebuild=False))
    with pytest.raises(Refused):
        hall.take(1, NINE_BYTES)
    hall.take(1, Browser().add("n1"))

    with pytest.raises(BaseException, match="divide by zero"):
        hall.registry.open("board-1").full()


def test_without_the_gate_a_rebuilt_document_survives_the_nine_bytes():
    """DO-5 alone holds too."""
    hall = Hall(rules=Rules(structure=False))
    with pytest.raises(Refused):
        hall.take(1, NINE_BYTES)

    hall.take(1, Browser().add("n1"))

    assert replica(hall.registry.open("board-1").full()) == hall.notes


def test_with_the_gate_nine_bytes_change_nothing():
    hall = Hall()

    with pytest.raises(Refused, match="malformed"):
        hall.take(1, NINE_BYTES)

    assert hall.registry.open("board-1").full() == b"\0\0"


KILLERS = {
    "arrays in arrays": f"{value_in_a_map(b'')[:-1]!r} + bytes([117, 1]) * 32_000 + bytes([117, 0, 0])",
    "maps in maps": (
        "b'\\x01' + w(90_000) + b'\\x05\\x00\\x27\\x01\\x05notes\\x01a\\x01'"
        " + b''.join(b'\\x27\\x00\\x05' + w(n) + b'\\x01a\\x01' for n in range(89_999)) + b'\\x01\\x05\\x01\\x00\\x01'"
    ),
}


def exit_code(code: str) -> int:
    """What becomes of a process of its own that runs `code`."""
    prelude = "from network.core.lib0 import varuint as w\n"
    return subprocess.run([sys.executable, "-c", prelude + code], capture_output=True, timeout=60).returncode


@pytest.mark.parametrize("name", KILLERS)
def test_without_the_gate_a_deep_update_ends_the_process(name):
    """The positive control of DO-9: the library dies, nothing can be caught."""
    code = f"from pycrdt import Doc, Map\nd = Doc()\nd.get('notes', type=Map)\nd.apply_update({KILLERS[name]})"

    assert exit_code(code) == -signal.SIGSEGV


@pytest.mark.parametrize("name", KILLERS)
def test_with_the_gate_a_deep_update_is_refused(name):
    code = (
        "from tests.documents.people import Hall\nfrom network.documents.gate import Refused\n"
        f"try:\n    Hall().take(1, {KILLERS[name]}, rejoining=True)\nexcept Refused:\n    raise SystemExit(7)"
    )

    assert exit_code(code) == 7


def test_a_document_is_closed_to_a_state_vector_that_claims_too_much():
    hall = Hall()

    with pytest.raises(Refused, match="malformed"):
        hall.registry.open("board-1").update_since(varuint(10**8) + b"\x01")


def test_pycrdt_reads_what_the_gate_lets_through():
    doc = Doc()
    doc.apply_update(value_in_a_map(b"\x76\x01\x01a\x75\x02\x7d\x41\x7e"))

    assert refused(value_in_a_map(b"\x76\x01\x01a\x75\x02\x7d\x41\x7e")) == ""
    assert doc.get("notes", type=Map).to_py() == {"k": {"a": [-1, None]}}


def ranges(count: int) -> bytes:
    """A deletion in so many parts."""
    return b"\x00\x01\x05" + varuint(count) + b"".join(varuint(2 * place) + b"\x01" for place in range(count))


def text_of(characters: int) -> bytes:
    text = "😀".encode() * characters
    return b"\x01\x01\x4f\x00\x04\x01\x05notes" + varuint(len(text)) + text + b"\x00"


@pytest.mark.parametrize("made", [ranges, text_of])
def test_an_update_of_more_parts_than_a_browser_makes_is_refused(made: Callable[[int], bytes]) -> None:
    """DO-9: ten bytes there are two hundred here."""
    parts = Limits().parts

    gate.parse(made(parts - 1), limit=LIVE * 2, parts=parts)
    with pytest.raises(Refused, match="malformed"):
        gate.parse(made(parts + 1), limit=LIVE * 2, parts=parts)
    gate.parse(made(parts + 1), limit=LIVE * 2)
