"""DR-9, DR-10: the host's list goes on without a network, and every tap is stored once, with the time of the tap."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import PHONE, Invite, Visitor, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.server]

HOST = "Fia Prosessdøme"
NEWCOMER = "Nina Nydøme"
MINUTES_AGO = 3
TAPS = """async (minutes) => {
  const open = indexedDB.open(`samling-${document.documentElement.dataset.person}`)
  await new Promise((done) => { open.onsuccess = done })
  const table = open.result.transaction("rows", "readwrite").objectStore("rows")
  const all = table.getAll()
  await new Promise((done) => { all.onsuccess = done })
  const taps = all.result.filter(({ act }) => act.kind === "tap")
  if (minutes) for (const tap of taps) await new Promise((done) => {
    table.put({ ...tap, at: tap.at - minutes * 60000 }).onsuccess = done
  })
  open.result.close()
  return taps.length
}"""
"""How many taps lie on the device, made older by so many minutes."""


def open_door(visitor: Visitor) -> Page:
    """Go to the host's list by its link, and stay until the device keeps the page."""
    page = visitor.page
    page.goto(f"{visitor.server.address}/gatherings")
    page.locator("main a[href*='/gatherings/']").first.click()
    page.locator("a[href$='/door']").first.click()
    expect(page.locator("host-list")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    visitor.wait_until_page_is_kept()
    expect(page.locator("host-list[data-live]")).to_be_visible()
    return page


def coming(page: Page, number: int) -> list[str]:
    """The keys of the first so many who have not come."""
    lines = page.locator(".guest-line--expected")
    return [lines.nth(index).get_attribute("data-who") or "" for index in range(number)]


def line(page: Page, key: str) -> object:
    return page.locator(f"[data-who='{key}']")


def tap(page: Page, key: str) -> None:
    line(page, key).locator("form[data-tap=in] button").click()  # type: ignore[attr-defined]


def wait_until_stored(page: Page, taps: int) -> None:
    """A tap is shown at once; wait until so many lie on the device."""
    wait_until(page, lambda: page.evaluate(TAPS, 0) == taps, f"{taps} taps lie on the device")


def test_three_taps_without_a_network_are_stored_once_each_with_their_times(invite: Invite) -> None:
    page = open_door(invite(HOST, PHONE))
    keys = coming(page, 3)
    began = datetime.now(UTC)

    page.context.set_offline(True)
    for key in keys:
        tap(page, key)
        expect(line(page, key)).to_have_attribute("data-waits", "here")  # type: ignore[arg-type]
    wait_until_stored(page, 3)
    aged = page.evaluate(TAPS, MINUTES_AGO)
    near = minutes_shown(began, datetime.now(UTC))
    notes_somebody_whom_the_list_lacks(page)
    page.reload()
    for key in keys:
        expect(line(page, key)).to_have_attribute("data-waits", "here")  # type: ignore[arg-type]
    page.context.set_offline(False)
    expect(page.locator(".guest-line", has_text=NEWCOMER)).to_have_attribute("data-state", "here")
    for key in keys:
        expect(line(page, key)).to_have_attribute("data-state", "here")  # type: ignore[arg-type]
        expect(line(page, key)).to_contain_text(re.compile(r"\d\d:\d\d"))  # type: ignore[arg-type]
    expect(page.locator("[data-waiting]")).to_be_hidden()

    shown = [re.findall(r"\d\d:\d\d", line(page, key).text_content() or "")[0] for key in keys]  # type: ignore[attr-defined]
    assert (aged, [time in near for time in shown]) == (3, [True] * 3)


def minutes_shown(first: datetime, last: datetime) -> set[str]:
    """What the list may say of taps that were made between these two and aged: the hall's clock, to a minute."""
    whole = int((last - first).total_seconds() // 60) + 3
    aged = first.astimezone(ZoneInfo("Europe/Oslo")) - timedelta(minutes=MINUTES_AGO + 1)
    return {(aged + timedelta(minutes=number)).strftime("%H:%M") for number in range(whole)}


def notes_somebody_whom_the_list_lacks(page: Page) -> None:
    """DR-11 without a network: the form is taken, waits on the device, and is empty for the next one."""
    page.locator("details:has([name=name]) > summary").click()
    page.fill("[name=name]", NEWCOMER)
    page.locator("form:has([name=name]) button[type=submit]").click()
    expect(page.locator("unsent-posts")).to_contain_text("1 ting du har sendt, ventar")
    expect(page.locator("[name=name]")).to_have_value("")


def test_who_signs_out_with_unsent_taps_is_asked_and_sends_them_from_where_she_is(invite: Invite) -> None:
    host, other = invite(HOST, PHONE), invite(HOST)
    page = open_door(host)
    [key] = coming(page, 1)
    page.route("**/door/taps", lambda route: route.abort())
    tap(page, key)
    expect(line(page, key).locator("[data-said]")).to_have_text("Ventar på å bli sendt: kom")  # type: ignore[attr-defined]
    wait_until_stored(page, 1)

    page.goto(f"{host.server.address}/me")
    page.locator("form[action$='/sign-out'] button").first.click()
    expect(page.locator("sign-out-guard dialog")).to_contain_text("1 trykk ved døra er ikkje sendt.")
    page.unroute("**/door/taps")
    page.locator("[data-do=send]").click()
    page.wait_for_url(re.compile("sign-in|/$"))

    expect(line(open_door(other), key)).to_have_attribute("data-state", "here")  # type: ignore[arg-type]


def test_two_hosts_who_tap_the_same_person_make_one_row(invite: Invite) -> None:
    first, second = open_door(invite(HOST)), open_door(invite(HOST, PHONE))
    [key] = coming(first, 1)

    second.context.set_offline(True)
    tap(second, key)
    tap(first, key)
    expect(line(first, key)).to_have_attribute("data-state", "here")  # type: ignore[arg-type]
    second.context.set_offline(False)
    expect(line(second, key)).to_have_attribute("data-state", "here")  # type: ignore[arg-type]
    expect(second.locator("[data-waiting]")).to_be_hidden()

    first.reload()
    counted = int(first.locator(".door__here").inner_text())
    assert counted == first.locator(".guest-line--here").count()


def test_the_list_narrows_while_one_types_and_an_unsent_tap_is_taken_back(invite: Invite) -> None:
    page = open_door(invite(HOST, PHONE))
    [key] = coming(page, 1)
    # Not its inner text: a line that is not laid out yet has none.
    name = line(page, key).locator(".guest-line__name").text_content().strip()  # type: ignore[attr-defined]

    page.locator("#q").fill(name[:4].upper())
    everybody, shown = page.locator(".guest-line"), page.locator(".guest-line:visible")
    wait_until(page, lambda: 0 < shown.count() < everybody.count(), "the list is narrowed")
    page.context.set_offline(True)
    tap(page, key)
    page.locator(f"[data-who='{key}'] [data-waiting-acts] button").last.click()
    expect(line(page, key)).not_to_have_attribute("data-waits", "here")  # type: ignore[arg-type]
    page.context.set_offline(False)

    expect(line(page, key)).to_have_attribute("data-state", "expected")  # type: ignore[arg-type]


def test_an_older_list_takes_back_no_tap_that_came_after_it(invite: Invite) -> None:
    page = open_door(invite(HOST))
    one, two = coming(page, 2)
    expect(page.locator("conn-status[link=online]")).to_be_attached()
    held: list[Route] = []
    page.route("**/door", lambda route: held.append(route))
    tap(page, one)
    wait_until(page, lambda: len(held) == 1, "the list is asked for")
    older = held[0].fetch()
    with page.expect_response("**/door/taps"):
        tap(page, two)
    wait_until_stored(page, 0)
    held[0].fulfill(response=older)

    expect(line(page, one)).to_have_attribute("data-state", "here")  # type: ignore[arg-type]
    wait_until(page, lambda: len(held) == 2, "the list is asked for once more")
    expect(line(page, two)).to_have_attribute("data-waits", "here")  # type: ignore[arg-type]
    held[1].continue_()
    expect(line(page, two)).to_have_attribute("data-state", "here")  # type: ignore[arg-type]
    expect(line(page, two)).not_to_have_attribute("data-waits", "here")  # type: ignore[arg-type]


def test_who_comes_back_to_the_door_asks_for_it_whatever_has_been_counted(invite: Invite) -> None:
    page = open_door(invite(HOST))
    expect(page.locator("conn-status[link=online]")).to_be_attached()
    with page.expect_response(lambda answer: answer.request.headers.get("samling-bare") == "1"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
