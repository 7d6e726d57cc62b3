"""The staff's part of a tablet: pairing, the PIN, the check before going offline, what lies aside, the rescue file."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.bare import Bare
from tests.journeys.bare_hall import Hall, Item, Reply, receipts

CAPTIVE = Reply(200, "<!doctype html><title>Welcome to Hall Wi-Fi</title>")


@pytest.fixture
def hall() -> Iterator[Hall]:
    here = Hall()
    yield here
    here.close()


@pytest.fixture
def tablet(browser: Browser, hall: Hall) -> Iterator[Bare]:
    context = browser.new_context()
    yield Bare(context.new_page(), hall)
    context.close()


def test_conflicts_and_invalid_ones_lie_aside_and_staff_see_them(tablet: Bare, hall: Hall) -> None:
    def odd(items: list[Item]) -> Reply:
        statuses = {1: ("conflict", "Stored with other answers."), 2: ("invalid", "The consultation has closed.")}
        made = [{"id": item["id"], "status": "stored", "detail": ""} for item in items]
        for item, receipt in zip(items, made, strict=True):
            if item["seq"] in statuses:
                receipt["status"], receipt["detail"] = statuses[item["seq"]]
        return Reply(200, {"receipts": made})

    tablet.pair()
    hall.close()
    for number in range(3):
        tablet.save(f"Secret words {number}")
    hall.open()
    hall.script = odd
    tablet.send()
    tablet.until(sent=1, waiting=0, parked=2)
    hall.batches.clear()
    tablet.send()
    tablet.page.wait_for_timeout(300)
    assert hall.batches == []
    assert hall.beats[-1]["parked"] == 2
    tablet.menu()
    table = tablet.page.get_by_role("table")
    expect(table).to_contain_text("Kept aside: Stored with other answers.")
    expect(table).to_contain_text("Kept aside: The consultation has closed.")
    assert "Secret" not in tablet.page.content()
    hall.script = receipts
    tablet.page.get_by_role("button", name="Try those kept aside again").click()
    tablet.until(sent=3, waiting=0, parked=0)


def test_pairing_again_keeps_what_waits_and_goes_on_counting(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    hall.script = lambda _items: Reply(401, {"error": "Pair this tablet again."})
    tablet.save()
    tablet.until(state="pair again")
    first = tablet.page.evaluate("tablet.sender.paired.token")
    hall.script = lambda _items: None
    installation = tablet.page.evaluate("tablet.store.installation()")
    tablet.page.evaluate("tablet.sender.pair('ABCD-EF23')")
    tablet.until(sent=1, waiting=0)
    tablet.save()
    tablet.until(sent=2)
    assert [item["seq"] for item in hall.rows.values()] == [1, 2]
    assert tablet.page.evaluate("tablet.sender.paired.token") != first
    assert tablet.page.evaluate("tablet.store.installation()") == installation


def test_pairing_tells_what_is_wrong(tablet: Bare, hall: Hall) -> None:
    tablet.page.goto(hall.url)
    tablet.page.evaluate("opened")
    tablet.show_pairing()
    field, error = tablet.page.get_by_label("Pairing code"), tablet.page.get_by_role("alert")
    press = tablet.page.get_by_role("button", name="Pair this tablet").click

    def refused(reply: Reply | None, words: str) -> None:
        hall.pairing = lambda _body: reply or Reply(500)
        field.fill("wxyz2345")
        press()
        expect(error).to_contain_text(words)

    field.press_sequentially("abc")
    press()
    expect(error).to_contain_text("8 letters")
    field.press_sequentially("def23")
    expect(field).to_have_value("ABCD-EF23")
    refused(Reply(403, {"error": "This code does not work."}), "does not work")
    refused(Reply(429, {"error": "Slowly"}, {"Retry-After": "180"}), "Wait 3 minutes")
    refused(CAPTIVE, "sign-in page")
    hall.close()
    press()
    expect(error).to_contain_text("no way to the server")
    assert tablet.page.evaluate("tablet.paired") is False


def test_a_code_of_another_event_opens_that_one(tablet: Bare, hall: Hall) -> None:
    tablet.page.goto(f"{hall.url}#pair=ABCD-EF23")
    tablet.page.evaluate("opened")
    other = {**hall.event, "id": str(uuid4()), "code": "OTHER2", "name": "Youth club"}
    hall.pairing = lambda _body: Reply(
        201, {"token": "t", "device_id": "d", "number": 1, "name": "Tablet 1", "event": other}
    )
    tablet.show_pairing()
    tablet.page.get_by_role("button", name="Pair this tablet").click()
    expect(tablet.page.get_by_role("alert")).to_contain_text("Youth club")
    tablet.page.wait_for_url("**/e/OTHER2/")


def test_five_wrong_pins_make_the_next_wait(tablet: Bare, hall: Hall) -> None:
    tablet.page.clock.install()
    tablet.pair()
    # what the worker has not kept yet does not come up again
    tablet.page.wait_for_function("navigator.serviceWorker.controller")
    hall.close()
    error, menu = tablet.page.get_by_role("alert"), tablet.page.get_by_role("heading", name="Ready to go offline?")
    for _ in range(5):
        tablet.menu("000000")
        expect(error).not_to_be_empty()
    expect(error).to_contain_text("Too many wrong tries.")
    tablet.page.reload()
    tablet.page.evaluate("opened")
    tablet.menu()
    expect(error).to_contain_text("Too many wrong tries.")
    tablet.page.clock.fast_forward(61_000)
    # the next wrong one makes it two minutes
    tablet.menu("000000")
    expect(error).to_contain_text("Too many wrong tries.")
    tablet.page.clock.fast_forward(61_000)
    tablet.menu()
    expect(error).to_contain_text("Too many wrong tries.")
    tablet.page.clock.fast_forward(61_000)
    tablet.menu()
    expect(menu).to_be_visible()


def test_the_menu_tells_whether_the_tablet_is_ready(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    tablet.page.wait_for_function("navigator.serviceWorker.controller")
    tablet.menu()
    lines = tablet.page.locator(".s-checks li")
    expect(tablet.page.get_by_text("Yes. This tablet is ready.")).to_be_visible()
    expect(lines).to_have_count(8)
    for words in ("kept on this tablet (version", "Answers can be kept", "Paired as Tablet 3", "The clock is right"):
        expect(lines.filter(has_text=words)).to_contain_text(re.compile(r"^Yes"))
    hall.close()
    tablet.page.get_by_role("button", name="Check again").click()
    expect(tablet.page.get_by_role("button", name="Check again")).to_be_focused()
    tablet.page.get_by_role("button", name="Back to the children’s screens").click()
    assert tablet.page.evaluate("window.left") is True


def test_a_clock_that_is_wrong_is_told(tablet: Bare, hall: Hall) -> None:
    tablet.page.add_init_script("const real = Date.now; Date.now = () => real() + 600000;")
    tablet.pair()
    tablet.menu()
    expect(tablet.page.locator(".s-checks li").filter(has_text="The clock")).to_contain_text("10 minutes fast")
    expect(tablet.page.get_by_text("Not yet.")).to_be_visible()


def test_a_rescue_file_holds_all_that_waits_as_it_would_be_sent(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    hall.script = lambda items: receipts(items, "conflict", "Other answers.")
    parked = tablet.save()
    tablet.until(parked=1)
    hall.close()
    waiting = tablet.save()
    tablet.menu()
    with tablet.page.expect_download() as coming:
        tablet.page.get_by_role("button", name="Take a rescue file").click()
    file: dict[str, Any] = json.loads(coming.value.path().read_text())
    assert file["format"] == "cypp-rescue-1"
    assert file["event"] == hall.event["id"]
    assert file["device_id"]
    assert file["installation"]
    assert [(item["id"], item["seq"]) for item in file["responses"]] == [(parked, 1), (waiting, 2)]
    assert set(file["responses"][0]) == {
        "id",
        "seq",
        "event",
        "questionnaire",
        "language",
        "started_at",
        "completed_at",
        "answers",
    }
    assert tablet.counts == {"seq": 2, "sent": 0, "waiting": 1, "parked": 1}
