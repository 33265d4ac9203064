"""Who hears what, how often, and as how many frames."""

from collections.abc import Sequence

import gevent
import pytest
from pycrdt import Doc, Text, merge_updates

from network.core.lib0 import varbuf
from network.live import Channel, announce, channel
from network.live.channels import AWARENESS, MEMBERS_AT_ONCE, SYNC_UPDATE
from network.live.packets import Outgoing
from network.live.share import Share
from tests.live.wires import Listener


def joined(updates: Sequence[bytes]) -> bytes:
    return b"+".join(updates)


def hall(size: int, *, name: str = "board:b") -> tuple[Channel, list[Listener]]:
    made = Channel(name, merge=joined)
    members = [Listener(number) for number in range(size)]
    for member in members:
        made.add(member)
    return made, members


def until(heard: list[object], count: int) -> None:
    with gevent.Timeout(60):
        while len(heard) < count:
            gevent.sleep(0.001)


def update_frame(update: bytes) -> list[object]:
    return ["y", "b", SYNC_UPDATE + varbuf(update)]


def test_on_a_quiet_channel_all_but_the_sender_hear_at_once() -> None:
    made, (sender, other, third) = hall(3)

    made.publish(b"one", by=sender)
    made.publish(b"two", by=sender)

    assert sender.said == []
    assert other.said == third.said == [update_frame(b"one"), update_frame(b"two")]


def used_up() -> Share:
    """Room for what comes first, and after it for nothing in the next ten milliseconds."""
    return Share(share=0.001, burst=0.00001)


def test_on_a_large_busy_channel_the_updates_of_an_interval_become_one_frame_for_all() -> None:
    made, members = hall(MEMBERS_AT_ONCE + 1)
    made.share = used_up()

    for update in (b"one", b"two", b"three"):
        made.publish(update, by=members[0])
    until(members[0].said, 1)

    assert members[1].said == [update_frame(b"one"), update_frame(b"two+three")]
    assert members[0].said == [update_frame(b"two+three")]


def test_a_small_channel_tells_at_once_whatever_it_has_used() -> None:
    made, members = hall(MEMBERS_AT_ONCE)
    made.share = used_up()

    made.publish(b"one", by=members[0])

    assert members[1].said == [update_frame(b"one")]


def test_updates_that_cannot_be_merged_go_side_by_side() -> None:
    class Panic(BaseException):
        """As the document library's panics: no Exception."""

    def refuse(_updates: Sequence[bytes]) -> bytes:
        raise Panic

    made = Channel("board:b", merge=refuse)
    members = [Listener(number) for number in range(MEMBERS_AT_ONCE + 1)]
    for member in members:
        made.add(member)
    made.share = used_up()

    for update in (b"one", b"two", b"three"):
        made.publish(update, by=members[0])
    until(members[0].said, 1)

    assert members[0].said == [["y", "b", SYNC_UPDATE + varbuf(b"two") + SYNC_UPDATE + varbuf(b"three")]]


def test_merged_updates_say_the_same_as_the_single_ones() -> None:
    source, target = Doc(), Doc()
    text = source.get("text", type=Text)
    updates: list[bytes] = []
    source.observe(lambda event: updates.append(event.update))
    for word in ("What ", "is ", "said"):
        text += word

    target.apply_update(merge_updates(*updates))

    assert str(target.get("text", type=Text)) == "What is said"


def test_a_frame_is_made_once_for_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    made, members = hall(10)
    seen: list[Outgoing] = []
    for member in members:
        monkeypatch.setattr(member.wire, "write", seen.append)

    made.tell("a", "b", 1)

    assert len(seen) == 10
    assert len({id(outgoing) for outgoing in seen}) == 1


def test_presence_is_gathered_and_only_the_latest_of_each_is_told() -> None:
    made, (member,) = hall(1)

    for state in (b"a1", b"a2", b"a3"):
        made.presence(1, state)
    made.presence(2, b"b1")
    until(member.said, 1)

    assert member.said == [["y", "b", AWARENESS + varbuf(b"\x02a3b1")]]


def test_presence_rides_on_an_edit() -> None:
    made, (sender, other) = hall(2)

    made.presence(1, b"a1")
    made.publish(b"one", by=sender)

    assert other.said == sender.said == [["y", "b", SYNC_UPDATE + varbuf(b"one") + AWARENESS + varbuf(b"\x01a1")]]


def test_one_who_has_left_or_closed_hears_nothing_more() -> None:
    made, (stays, leaves, closes) = hall(3)

    made.remove(leaves)
    closes.close()
    made.tell("a", "b", 1)

    assert (stays.said, leaves.said, closes.said) == ([["a", "b", 1]], [], [])
    assert list(made) == [stays]


def test_an_announcement_finds_the_channel_by_its_name() -> None:
    _, (member,) = hall(1, name="gathering:3")

    announce("gathering:3", "board:opened", "b")
    announce("gathering:4", "board:opened", "c")

    assert member.said == [["board:opened", "b"]]


def test_a_channel_is_forgotten_with_its_last_member() -> None:
    made, (member,) = hall(1, name="board:forgotten")
    found = channel("board:forgotten")

    made.remove(member)

    assert found is made
    assert channel("board:forgotten") is not made
