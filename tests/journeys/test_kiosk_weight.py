"""How much of a bad network the first load of a tablet takes, and that a second takes none of it.

Counted is all that comes down the wire until the worker keeps everything: document with pictures and questions, script,
style sheet, manifest, worker, and the headers of each. Other languages come once the tablet is paired, a file each.
"""

import json

from playwright.sync_api import Browser, Page, expect

from tests.journeys.site import Site
from tests.journeys.wire import codes, weight, wire

MOST, MOST_OF_LANGUAGE = 30 * 1024, 5 * 1024
KEPT = "caches.keys().then(async (names) => (await (await caches.open(names[0])).keys()).map(({url}) => new URL(url).pathname))"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def kept(page: Page) -> list[str]:
    """Return the paths of all that the worker keeps, once it keeps them."""
    page.wait_for_function(CONTROLLED, timeout=30_000)
    found: list[str] = page.evaluate(KEPT)
    return found


def test_first_load_is_light_and_a_second_takes_nothing(demonstration: Site, browser: Browser) -> None:
    events = json.loads(demonstration.command("events", "demo"))
    for code in codes(demonstration, [event["slug"] for event in events]):
        with wire(demonstration.url) as laid:
            context = browser.new_context()
            page = context.new_page()
            cdp = context.new_cdp_session(page)
            cdp.send("Network.enable")
            told: list[int] = []
            cdp.on("Network.loadingFinished", lambda loaded, told=told: told.append(loaded["encodedDataLength"]))
            page.goto(f"{laid.url}/e/{code}/")
            expect(page.get_by_role("button", name="Pair this tablet")).to_be_visible()
            files = kept(page)
            page.wait_for_timeout(500)
            # the page's own share, as the browser counts it, is part of what went over the wire
            assert 0 < sum(told) <= laid.down
            assert laid.down <= MOST, (laid.down, laid.requests)
            assert {"app.js", "app.css"} <= {path.rpartition("/")[2] for path in files}
            assert len(laid.requests) == len(set(laid.requests)) or _only_asked_again(laid.requests, code), (
                laid.requests
            )
            laid.forget()
            told.clear()
            page.reload()
            expect(page.get_by_role("button", name="Pair this tablet")).to_be_visible()
            page.wait_for_timeout(500)
            # but for the browser's own look for a newer worker, which the server answers with an empty 304
            assert sum(told) == 0
            assert {request.rpartition("/")[2] for request in laid.requests} <= {"sw.js"}, laid.requests
            context.close()


def test_a_paired_tablet_takes_the_other_languages_without_being_asked(demonstration: Site, browser: Browser) -> None:
    slug = "harbour-academy"
    code, pairing = codes(demonstration, [slug])[0], demonstration.command("pairing-code", "demo", slug).strip()
    with wire(demonstration.url) as laid:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{laid.url}/e/{code}/")
        assert not [path for path in kept(page) if path.endswith(".json")]
        page.get_by_label("Pairing code").fill(pairing)
        page.get_by_role("button", name="Pair this tablet").click()
        # a fresh page comes up once it is paired: nothing may be asked of the one that goes
        expect(page.locator(".lang").first).to_be_visible()
        for _ in range(200):
            if sum(path.endswith(".json") for path in page.evaluate(KEPT)) == 2:
                break
            page.wait_for_timeout(100)
        languages = {request: weight(demonstration, request) for request in laid.requests if ".json" in request}
        assert len(languages) == 2, laid.requests
        assert all(each <= MOST_OF_LANGUAGE for each in languages.values()), languages
        context.set_offline(True)
        page.reload()
        page.locator(".lang", has_text="اردو").click()
        expect(page.locator("html")).to_have_attribute("lang", "ur")
        context.close()


def _only_asked_again(requests: list[str], code: str) -> bool:
    """Say whether the document alone was asked for twice: the worker asks whether it is still the one, and gets a 304."""
    again = {request for request in requests if requests.count(request) > 1}
    return again <= {f"GET /e/{code}/", f"GET /e/{code}/sw.js"}
