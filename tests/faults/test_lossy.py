"""Sixty people write while a third of all packets is lost and the server is killed three times: nothing is lost."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.faults import sizes
from tests.faults.house import Crowd, House, wait_for
from tests.faults.proxy import CALM, THIRD_LOST, Proxy
from tests.faults.test_kills import kill_while_they_write, words_in

pytestmark = [pytest.mark.server, pytest.mark.node]

KILLS = 3
MOST_KILLS_OF_THE_CONTROL = 8
CLIENTS = 60
EVERY_MS = 3_000
"""Between two acts of one of them."""
PATIENCE = 240.0


@dataclass
class Ended:
    """What is wrong in the end, and how much there was to go wrong."""

    lost: list[str] = field(default_factory=list)
    """Notes of which the disk had less, after a kill, than their writer was told is saved."""
    missing: list[str] = field(default_factory=list)
    """Notes whose latest words are on their writer's page, and not on a newcomer's."""
    doubled: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    """Pages that show another board than a newcomer's."""
    denied: list[object] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.missing or self.doubled or self.unlike or self.denied)


def sit_down(house: House, people: Crowd, way: Proxy) -> list[str]:
    """Everybody comes in while the weather is good. Their names."""
    names = list(house.people)[:CLIENTS]
    for name in names:
        people.open(name, house.people[name], port=way.port)
    wait_for(lambda: all_are_online(people), "everybody is on the board", within=PATIENCE)
    return names


def all_are_online(people: Crowd) -> bool:
    return all(one["link"] == "online" for one in people.ask("statuses"))


def look(house: House, people: Crowd, names: list[str], lost: list[str]) -> Ended:
    """Compare every page with what somebody sees who comes now, and with what was written."""
    people.join("newcomer", house.people[names[0]])
    board, ledger = people.notes("newcomer"), people.ask("ledger")
    there = {str(note["id"]): words_in(str(note["text"])) for note in board}
    return Ended(
        lost=lost,
        missing=[note_id for note_id, words in ledger["sent"].items() if there.get(note_id) != words],
        doubled=[text for text, times in Counter(note["text"] for note in board).items() if times > 1],
        unlike=[name for name in names if people.notes(name) != board],
        denied=[*ledger["denied"], *ledger["ended"]],
    )


def lost_in_some_kill(house: House, people: Crowd) -> list[str]:
    """What the first kill cost that cost anything. Right after a store a kill finds nothing that was told too early."""
    kills = (kill_while_they_write(house, people, random.Random()) for _kill in range(MOST_KILLS_OF_THE_CONTROL))
    return next((lost for lost in kills if lost), [])


def report(people: Crowd, way: Proxy, seed: int) -> None:
    ledger = people.ask("ledger")
    cut = sum(wire.is_cut.is_set() for wire in way.wires)
    print(f"seed {seed}: {len(ledger['sent'])} notes, {sum(ledger['sent'].values())} words last, "
          f"seen by others {len(ledger['seen'])}, {len(way.wires)} connections of which {cut} ended")  # fmt: skip


def test_sixty_in_the_rain_and_three_kills_lose_and_double_nothing_and_end_with_one_board(
    house: Callable[..., House], crowd: Callable[[House], Crowd], proxy: Callable[..., Proxy]
) -> None:
    """The headline. In the long form ten times as many kills; the rain goes on until everything is stored."""
    seed = random.SystemRandom().randrange(10**6)
    here = house()
    people, way = crowd(here), proxy(here, seed=seed)
    names = sit_down(here, people, way)
    way.turn(THIRD_LOST)
    people.ask("write", every=EVERY_MS)

    chance = random.Random(seed)
    kills = range(sizes.of(KILLS, 10 * KILLS))
    lost = [note_id for _kill in kills for note_id in kill_while_they_write(here, people, chance)]
    people.ask("rest")
    people.wait_calm(within=PATIENCE)

    report(people, way, seed)
    ended = look(here, people, names, lost)
    assert ended.is_well, (seed, ended)
    here.kill()
    assert here.is_whole()
    assert {note["text"] for note in here.stored_notes().values()} == set(people.texts("newcomer"))


def test_control_a_hasty_server_and_phones_that_send_nothing_again_are_found_out(
    house: Callable[..., House], crowd: Callable[[House], Crowd], proxy: Callable[..., Proxy]
) -> None:
    here = house(without="acknowledge_before_the_commit")
    people, way = crowd(here), proxy(here)
    names = sit_down(here, people, way)
    way.turn(THIRD_LOST)
    people.ask("write", every=EVERY_MS)
    lost = lost_in_some_kill(here, people)
    people.ask("rest")
    people.ask("forgetOutbox")
    way.turn(CALM)
    wait_for(lambda: all_are_online(people), "everybody is back", within=PATIENCE)

    ended = look(here, people, names, lost)

    assert (bool(ended.lost), bool(ended.missing)) == (True, True)
