"""A tablet sends what waits: whatever a network or a server says, only a receipt takes an answer out of its store."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.journeys.bare import Bare
from tests.journeys.bare_hall import Hall, Item, Reply

CAPTIVE = Reply(200, "<!doctype html><title>Welcome to Hall Wi-Fi</title>")
KEEPS = {
    "a Wi-Fi's own page": CAPTIVE,
    "not receipts": Reply(200, {"ok": True}),
    "no receipt": Reply(200, {"receipts": []}),
    "a receipt for nobody": Reply(200, {"receipts": [{"id": str(uuid4()), "status": "stored", "detail": ""}]}),
    "a receipt of no known kind": Reply(200, {"receipts": [{"id": None, "status": "fine"}]}),
    "a list": Reply(200, ["stored"]),
    "nothing at all": Reply(204),
    "elsewhere": Reply(302, "", {"Location": "/e/HALL22/"}),
    "unknown tablet": Reply(401, {"error": "Pair this tablet again."}),
    "a Wi-Fi that wants a sign-in": Reply(401, "<h1>Sign in to Hall Wi-Fi</h1>"),
    "too large, says a proxy": Reply(413, "<h1>413</h1>"),
    "too often": Reply(429, {"error": "Slowly"}, {"Retry-After": "1"}),
    "broken": Reply(500, "<h1>Error</h1>"),
    "away": Reply(503, "<h1>Error</h1>", {"Retry-After": "1"}),
    "network sign-in": Reply(511, "<h1>Sign in</h1>"),
}


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


SLOW_TO_END = """() => {
    const real = navigator.locks.request.bind(navigator.locks);
    navigator.locks.request = async (...given) => {
        const told = await real(...given);
        await new Promise((resolve) => (window.end = resolve));
        return told;
    };
}"""


def test_what_is_kept_while_a_run_ends_does_not_wait_for_the_timer(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    tablet.until(state="sent")
    tablet.page.evaluate(SLOW_TO_END)
    # a run that began before may take it along: ask again each second, until one ends slowly
    tablet.page.wait_for_function("() => Boolean(window.end) || void tablet.sender.send('staff')", polling=1000)
    tablet.save()
    tablet.page.wait_for_function("() => tablet.counts().waiting === 1")
    tablet.page.evaluate("end()")
    tablet.until(seq=1, sent=1)


def test_it_sends_ten_at_a_time_in_order(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    hall.close()
    made = [tablet.save(f"words {number}") for number in range(1, 26)]
    assert tablet.counts == {"seq": 25, "sent": 0, "waiting": 25, "parked": 0}
    assert tablet.state == "waiting"
    hall.open()
    hall.batches.clear()
    tablet.send()
    tablet.until(sent=25, waiting=0)
    assert [len(batch) for batch in hall.batches] == [10, 10, 5]
    assert [item["id"] for batch in hall.batches for item in batch] == made
    assert [item["seq"] for item in hall.rows.values()] == list(range(1, 26))
    assert set(hall.batches[0][0]) == {
        "id",
        "seq",
        "event",
        "questionnaire",
        "language",
        "started_at",
        "completed_at",
        "answers",
    }
    tablet.until(state="sent")
    tablet.page.wait_for_timeout(300)
    assert hall.beats[-1]["last_seq"] == 25
    assert hall.beats[-1]["waiting"] == []


def test_nothing_but_a_receipt_empties_the_store(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    made: list[str] = []
    for what, reply in KEEPS.items():
        hall.script = lambda _items, reply=reply: reply  # type: ignore[misc]
        made.append(tablet.save())
        tablet.send()
        tablet.page.wait_for_timeout(150)
        assert hall.batches, what
        assert hall.rows == {}, what
        assert tablet.counts == {"seq": len(made), "sent": 0, "waiting": len(made), "parked": 0}, what
        hall.batches.clear()
    assert tablet.state == "pair again"
    hall.script = lambda _items: None
    tablet.send()
    tablet.until(sent=len(made), waiting=0, state="sent")
    assert list(hall.rows) == made


def test_a_server_that_never_answers_is_left_after_a_while(tablet: Bare, hall: Hall) -> None:
    tablet.page.clock.install()
    tablet.pair()
    tablet.page.route("**/api/v1/responses", lambda _route: None)
    tablet.save()
    tablet.page.wait_for_timeout(200)
    tablet.page.clock.fast_forward(16_000)
    tablet.page.unroute_all(behavior="ignoreErrors")
    tablet.page.clock.fast_forward(2_000)
    tablet.until(sent=1, waiting=0)


def test_after_failures_it_waits_longer_and_longer(tablet: Bare, hall: Hall) -> None:
    tablet.page.clock.install()
    tablet.pair()
    hall.script = lambda _items: Reply(500)
    tablet.save()
    tablet.page.wait_for_timeout(200)
    hall.batches.clear()
    for _second in range(60):
        tablet.page.clock.run_for(1000)
        tablet.page.wait_for_timeout(15)
    assert 4 <= len(hall.batches) <= 7
    # a network that comes back is worth a try at once
    tablet.page.evaluate("dispatchEvent(new Event('online'))")
    tablet.page.wait_for_timeout(200)
    tried = len(hall.batches)
    assert tried >= 5
    hall.script = lambda _items: Reply(429, {"error": "Slowly"}, {"Retry-After": "120"})
    tablet.send()
    tablet.page.wait_for_timeout(200)
    asked = len(hall.batches)
    tablet.page.evaluate("dispatchEvent(new Event('online'))")
    tablet.page.reload()
    tablet.page.evaluate("opened")
    tablet.page.clock.run_for(100_000)
    tablet.page.wait_for_timeout(200)
    assert len(hall.batches) == asked
    hall.script = lambda _items: None
    tablet.page.clock.run_for(60_000)
    tablet.until(waiting=0)


@pytest.mark.parametrize("refusal", [Reply(400, {"error": "Malformed."}), Reply(413, "<h1>413</h1>")])
def test_one_that_spoils_its_batch_does_not_hold_up_the_others(tablet: Bare, hall: Hall, refusal: Reply) -> None:
    tablet.pair()
    hall.close()
    for number in range(12):
        tablet.save("x" * (5000 if number == 3 else 5))
    hall.open()
    hall.script = lambda items: refusal if any(len(item["answers"]["one"]) > 100 for item in items) else None
    tablet.send()
    tablet.until(sent=11, waiting=0, parked=1)
    assert [item["seq"] for item in hall.rows.values()] == [1, 2, 3, *range(5, 13)]
    tablet.page.wait_for_timeout(300)
    # the server never gave it a receipt, so it must not count it as lost
    assert hall.beats[-1]["waiting"] == [[4, 4]]
    records = tablet.page.evaluate("tablet.store.list()")
    assert [(item["seq"], item["kind"]) for item in records] == [(4, "refused")]


def test_lost_replies_make_no_second_row(tablet: Bare, hall: Hall) -> None:
    lost = iter([True, False, True, False, False])

    def forgetful(items: list[Item]) -> Reply | None:
        answer = hall.store(items)
        return CAPTIVE if next(lost, False) else answer

    tablet.pair()
    hall.script = forgetful
    for _ in range(4):
        tablet.save()
        tablet.page.wait_for_timeout(50)
    tablet.until(sent=4, waiting=0)
    assert sorted(item["seq"] for item in hall.rows.values()) == [1, 2, 3, 4]


def test_several_windows_have_one_sender(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    hall.close()
    for _ in range(20):
        tablet.save()
    others = [tablet.page.context.new_page() for _ in range(3)]
    hall.open()
    hall.script = lambda _items: Reply(500)
    for other in others:
        other.goto(hall.url)
        other.evaluate("opened")
    tablet.page.wait_for_timeout(300)
    hall.batches.clear()
    hall.script = lambda _items: None
    for each in [tablet.page, *others]:
        each.evaluate("void [1, 2, 3, 4].forEach(() => tablet.sender.send('staff'))")
    tablet.until(sent=20, waiting=0)
    ids = [item["id"] for batch in hall.batches for item in batch]
    assert len(ids) == len(set(ids)) == len(hall.rows) == 20


def test_a_window_that_fell_asleep_while_it_sent_does_not_hold_up_the_others(tablet: Bare, hall: Hall) -> None:
    tablet.page.clock.install()
    tablet.pair()
    asleep = tablet.page.context.new_page()
    asleep.goto(hall.url)
    asleep.evaluate(
        "void navigator.locks.request('cypp-sender', {steal: true}, () => new Promise(() => null)).catch(() => null)"
    )
    tablet.save()
    tablet.page.wait_for_timeout(200)
    assert tablet.counts["waiting"] == 1
    for _half_minute in range(6):
        tablet.page.clock.run_for(30_000)
        tablet.page.wait_for_timeout(100)
    tablet.until(sent=1, waiting=0)
