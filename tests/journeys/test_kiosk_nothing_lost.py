"""Nothing that was thanked for is lost: not by a dead network, a killed browser, a killed server, or a reply that never came."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Error, Route, expect

from tests.journeys.place import Place, Tablet
from tests.journeys.site import empty_database, installed


@pytest.fixture
def place(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with empty_database(database_url) as address:
        here = Place(installed(tmp_path_factory.mktemp("hall"), address))
        yield here
        here.kill()


@pytest.fixture
def tablet(chromium: tuple[BrowserType, dict[str, Any]], tmp_path: Path, place: Place) -> Iterator[Tablet]:
    made = Tablet(*chromium, tmp_path, place.url)
    yield made
    made.kill()


def losing_every_third() -> tuple[Callable[[Route], None], list[list[dict[str, Any]]]]:
    """Let the server store, and lose its reply every third time. Returns the way, and a list of what was sent."""
    sent: list[list[dict[str, Any]]] = []

    def pass_on(route: Route) -> None:
        try:
            reply = route.fetch()
        except Error:
            # the server is gone
            return route.abort()
        sent.append(json.loads(route.request.post_data or "{}")["responses"])
        return route.fulfill(response=reply) if len(sent) % 3 else route.abort()

    return pass_on, sent


def test_fifty_responses_through_a_bad_day(place: Place, tablet: Tablet) -> None:
    place.start()
    tablet.switch_on()
    tablet.pair(place.pairing_code())
    tablet.page.wait_for_function("navigator.serviceWorker.controller")

    tablet.context.set_offline(True)
    for number in range(1, 21):
        tablet.answer(f"number {number}")
        tablet.next_person()
    tablet.answer("number 21")
    tablet.kill()
    place.kill()

    # a cold start, with nothing behind it
    tablet.switch_on()
    for number in range(22, 41):
        tablet.answer(f"number {number}")
        tablet.next_person()
    expect(tablet.line()).to_contain_text("0 sent, 40 waiting")

    # laid before the server is there: the tablet may try by itself at any moment
    lossy, sent = losing_every_third()
    tablet.context.route("**/api/v1/responses", lossy)
    place.start()
    tablet.page.evaluate("dispatchEvent(new Event('online'))")
    for number in range(41, 51):
        tablet.answer(f"number {number}")
        tablet.next_person()
    expect(tablet.line()).to_contain_text("50 sent, 0 waiting", timeout=60_000)

    rows = place.rows()
    assert [row["seq"] for row in rows] == list(range(1, 51))
    assert len({row["id"] for row in rows}) == 50
    assert [row["words"] for row in rows] == [[f"number {number}"] for number in range(1, 51)]
    assert {row["channel"] for row in rows} == {"tablet"}

    # everything once more, by hand
    assert len(sent) > 3
    token = tablet.page.evaluate(
        """new Promise(done => {
            const opened = indexedDB.open("cypp-tablet");
            opened.onsuccess = () => {
                const all = opened.result.transaction("meta").objectStore("meta").getAll();
                all.onsuccess = () => done(all.result.find(each => each.token).token);
            };
        })"""
    )
    items = list({item["id"]: item for batch in sent for item in batch}.values())
    assert len(items) == 50
    told = tablet.context.request.post(
        f"{place.site.url}/api/v1/responses",
        data={"responses": items},
        headers={"Authorization": f"Bearer {token}"},
    ).json()
    assert [receipt["status"] for receipt in told["receipts"]] == ["duplicate"] * 50
    assert place.rows() == rows


def test_a_browser_killed_right_after_thank_you_twelve_times(place: Place, tablet: Tablet) -> None:
    place.start()
    tablet.switch_on()
    tablet.pair(place.pairing_code())
    tablet.page.wait_for_function("navigator.serviceWorker.controller")
    place.kill()
    for number in range(1, 13):
        tablet.answer(f"number {number}")
        tablet.kill()
        tablet.switch_on()
    place.start()
    tablet.page.evaluate("dispatchEvent(new Event('online'))")
    expect(tablet.line()).to_contain_text("12 sent, 0 waiting", timeout=60_000)
    rows = place.rows()
    assert [row["words"] for row in rows] == [[f"number {number}"] for number in range(1, 13)]
    assert [row["seq"] for row in rows] == list(range(1, 13))
