"""What those who lead do with groups, and what a delegate sees, as presses: see bench/groups/pressing.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

from bench.groups.pressing import SETTLE_MS, Step, clicks, go, keys, opens, over

TAKEN_BACK = "Gjort om"
"""As the hall's own language says it."""


@dataclass(frozen=True)
class World:
    """Addresses and keys of the hall that bench/groups/furnish.py made. `one` sits at `from_group`, and may move to
    `to_group`, where some have left.
    """

    gathering: str
    round: str
    one: str
    late: str
    from_group: str = ""
    to_group: str = ""
    there: Sequence[str] = ()

    @property
    def page(self) -> str:
        return f"{self.gathering}/rounds/{self.round}"

    @property
    def about(self) -> str:
        return f"{self.page}/people/{self.one}"

    def seat(self, group: str) -> str:
        return f'[data-group="{group}"] [data-person="{self.one}"]'


def on_the_rounds_page(world: World) -> list[Step]:
    """In the order in which they are taken: what one does, the next undoes."""
    row, card = world.seat(world.from_group), f'[data-group="{world.to_group}"]'

    def taken_up(page: Page) -> Callable[[], object]:
        go(page, world.page)
        page.locator(card).scroll_into_view_if_needed()
        over(page, card)
        box = page.locator(card).bounding_box()
        assert box is not None
        over(page, row)

        def press() -> None:
            page.mouse.down()
            page.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)

        return press

    undone = clicks('form[action$="/undo"] button')
    return [
        Step("opening the round's page", ".group:last-child .group__people > li", opens(world.page)),
        Step("taking a person up, until what it does is said", ".group-drag", taken_up, text="·", press="pointerdown"),
        Step("dropping her", world.seat(world.to_group), lambda page: page.mouse.up, press="pointerup"),
        Step("taking it back", row, undone, press="pointerdown"),
        Step(
            "the same by keys: choosing her", "[data-target] button", keys(f"{row} a", at=world.page), press="keydown"
        ),
        Step(
            "… pressing “Move here”",
            world.seat(world.to_group),
            keys(f'[data-target="{world.to_group}"] button'),
            press="keydown",
        ),
        Step("… taking it back", row, keys('form[action$="/undo"] button'), press="keydown"),
        Step(
            "fastening her",
            'form[action$="/pins"]:not(:has([name=is_pinned]))',
            clicks('form[action$="/pins"] button', at=world.about),
            press="pointerdown",
        ),
        Step(
            "letting her go",
            'form[action$="/pins"] [name=is_pinned]',
            clicks('form[action$="/pins"] button'),
            press="pointerdown",
        ),
    ]


def evening_out(world: World) -> list[Step]:
    return [
        Step("evening out, three ways", 'form[action$="/repairs"]', opens(f"{world.page}/repairs")),
        Step("… doing one", 'form[action$="/undo"]', clicks('form[action$="/repairs"] button'), press="pointerdown"),
        Step(
            "… taking that back",
            ".notice, .toast__message",
            clicks('form[action$="/undo"] button'),
            text=TAKEN_BACK,
            press="pointerdown",
        ),
    ]


def pages(world: World) -> list[Step]:
    at = world.gathering
    return [
        Step("names and tables", ".seating__seat:last-child", opens(f"{world.page}/seating")),
        Step("who meets again", "[id^=again-]", opens(f"{world.page}/again")),
        Step("wishes", "select[name=one] option", opens(f"{world.page}/wishes")),
        Step("the control page, with the tables", ".group-row:last-child", opens(f"{at}/control")),
        Step("all groups in one view", ".overview__card:last-child", opens(f"{at}/overview")),
        Step("the door", ".guest-line:last-child", opens(f"{at}/door")),
    ]


def at_the_door(world: World) -> list[Step]:
    """Somebody leaves and comes back, somebody comes late and is placed."""
    at, line = f"{world.gathering}/door", f'[data-who="{world.one}"]'
    hidden, field = f"{line}[hidden]", "#q"

    def tapped(name: str, who: str, tap: str, state: str) -> Step:
        way = clicks(f'[data-who="{who}"] form[data-tap={tap}] button', at=at)
        return Step(name, f'[data-who="{who}"][data-state={state}]:not([data-waits])', way, press="pointerdown")

    return [
        Step("finding somebody at the door", hidden, keys(field, "z", at=at), press="keydown"),
        Step("… seeing everybody again", f"{line}:not([hidden])", keys(field, "Backspace"), press="keydown"),
        tapped("marking somebody as left", world.one, "out", "left"),
        tapped("… and as there again", world.one, "in", "here"),
        tapped("somebody comes late", world.late, "in", "here"),
        tapped("… which is taken back", world.late, "undo", "expected"),
    ]


def while_others_act(world: World) -> list[Step]:
    """The round's page stands open while a host at the door taps."""
    row = f'[data-person="{world.one}"]'

    def tapped(act: str, seen: str) -> Callable[[Page], Callable[[], object]]:
        def ready(page: Page) -> Callable[[], object]:
            go(page, world.page)
            page.wait_for_timeout(SETTLE_MS)
            return lambda: tap(page, world, world.one, act, seen)

        return ready

    return [
        Step("another marks somebody as left: the page shows it", f"{row} .tag", tapped("out", "here")),
        Step("… somebody as there again", f"{row}:not(:has(.tag))", tapped("in", "left")),
    ]


def on_a_phone(world: World) -> list[Step]:
    return [
        Step("a delegate's own page", "#own-table", opens(f"{world.gathering}")),
        Step("a delegate's own group", "#people", opens(f"/rounds/{world.round}/mine")),
    ]


PARTS = (on_the_rounds_page, evening_out, pages, at_the_door, while_others_act)


def tap(page: Page, world: World, who: str, act: str, seen: str = "") -> None:
    """A host's tap at the door, from outside of the page."""
    token = page.locator("input[name=csrf_token]").first.input_value()
    form = {"csrf_token": token, "person": who, "act": act, "seen": seen}
    answer = page.context.request.post(f"{world.gathering}/door/taps", form=form, headers={"Referer": page.url})
    if not answer.ok:
        raise ValueError(f"the tap answered {answer.status}")
