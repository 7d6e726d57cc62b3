"""The worker keeps the page for a day without a network; it touches no answer, and nobody is interrupted by a new one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.bare import Bare
from tests.journeys.bare_hall import KIOSK, Hall

CONTROLLED = "navigator.serviceWorker.controller"
WAITING = """async () => {
    const registered = await navigator.serviceWorker.ready;
    await registered.update();
    for (let n = 0; n < 200 && !registered.waiting; n++) await new Promise((done) => setTimeout(done, 100));
    return Boolean(registered.waiting);
}"""


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


def kept(tablet: Bare) -> list[str]:
    """Return the names of what is cached."""
    names: list[str] = tablet.page.evaluate("caches.keys()")
    return names


def test_the_page_comes_up_without_a_server(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    tablet.page.wait_for_function(CONTROLLED)
    hall.close()
    made = tablet.save("said without a network")
    tablet.page.reload()
    tablet.page.evaluate("opened")
    assert tablet.page.evaluate("tablet.paired")
    assert tablet.counts == {"seq": 1, "sent": 0, "waiting": 1, "parked": 0}
    other = tablet.page.context.new_page()
    other.goto(f"{hall.url}?source=home-screen")
    other.evaluate("opened")
    other.close()
    hall.open()
    tablet.page.evaluate("dispatchEvent(new Event('online'))")
    tablet.until(sent=1, waiting=0)
    assert list(hall.rows) == [made]


def test_what_the_page_brought_is_not_fetched_twice(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    tablet.page.wait_for_function(CONTROLLED)
    files = [path for path in hall.paths if "/e/files/" in path]
    assert len(files) == len(set(files))
    hall.paths.clear()
    tablet.page.reload()
    tablet.page.evaluate("opened")
    tablet.page.wait_for_timeout(300)
    # the browser's own look for a newer worker is all that may be asked for
    assert {path for path in hall.paths if path.startswith("GET")} <= {f"GET /e/{hall.code}/sw.js"}


def test_answers_never_pass_through_the_worker(tablet: Bare, hall: Hall) -> None:
    # this worker answers everything that it is let near to with nonsense
    real = (KIOSK / "worker.js").read_text()
    assert "if (kept.has(pathname)) event.respondWith(answer(request, pathname));" in real
    greedy = "event.respondWith(kept.has(pathname) ? answer(request, pathname) : new Response('from the worker'));"
    hall.files["worker.js"] = real.replace(
        "if (kept.has(pathname)) event.respondWith(answer(request, pathname));", greedy
    )
    tablet.pair()
    tablet.page.wait_for_function(CONTROLLED)
    made = tablet.save()
    tablet.until(sent=1)
    assert list(hall.rows) == [made]
    asked = "async (path, method) => (await fetch(path, {method: 'GET'})).text()"
    assert tablet.page.evaluate(asked, "/somewhere") == "from the worker"
    assert tablet.page.evaluate(asked, "/api/v1/form") == "no such page"


def test_a_new_version_waits_for_the_wipe_and_leaves_the_store_alone(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    tablet.page.wait_for_function(CONTROLLED)
    old = kept(tablet)
    hall.close()
    made = [tablet.save() for _ in range(3)]
    hall.open()
    hall.script = lambda _items: None
    tablet.page.evaluate("document.querySelector('main').innerHTML = '<textarea>half a sentence</textarea>'")
    hall.release = "2"
    assert tablet.page.evaluate(WAITING) is True
    # somebody is writing: the old one stays in charge and the page as it is
    expect(tablet.page.locator("textarea")).to_have_value("half a sentence")
    assert old[0] in kept(tablet)
    with tablet.page.expect_navigation():
        tablet.page.evaluate("void tablet.wipe()")
    tablet.page.evaluate("opened")
    assert tablet.page.evaluate("tablet.data.version") == hall.version
    tablet.page.wait_for_timeout(200)
    assert kept(tablet) == [f"cypp /e/{hall.code}/ {hall.version}"]
    tablet.send()
    tablet.until(seq=3, sent=3, waiting=0)
    assert list(hall.rows) == made


def test_a_new_version_found_while_nobody_was_there_is_let_in_at_the_next_start(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    tablet.page.wait_for_function(CONTROLLED)
    hall.release = "2"
    assert tablet.page.evaluate(WAITING) is True
    # the old worker answers this first document; it makes room at once
    tablet.page.reload()
    tablet.page.wait_for_function("version => window.tablet?.data.version === version", arg=hall.version)
    assert tablet.page.evaluate("tablet.paired")


def test_a_page_of_another_version_is_not_kept(tablet: Bare, hall: Hall) -> None:
    """The page may change between the worker and what it fetches: then the next look for a worker gets both."""
    tablet.pair()
    tablet.page.wait_for_function(CONTROLLED)
    before, stale = kept(tablet), hall.get(f"/e/{hall.code}/")
    hall.release = "2"
    real = hall.get
    hall.get = lambda path: stale if path == f"/e/{hall.code}/" else real(path)  # type: ignore[method-assign]
    tablet.page.evaluate("navigator.serviceWorker.getRegistration().then(it => it.update()).catch(() => null)")
    tablet.page.wait_for_timeout(500)
    hall.get = real  # type: ignore[method-assign]
    assert tablet.page.evaluate("navigator.serviceWorker.getRegistration().then(it => Boolean(it.waiting))") is False
    tablet.page.reload()
    tablet.page.evaluate("opened")
    assert set(before) <= set(kept(tablet))


def test_other_events_keep_their_pages(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    tablet.page.wait_for_function(CONTROLLED)
    tablet.page.evaluate("caches.open('cypp /e/OTHER2/ v9').then(it => it.put('/e/OTHER2/', new Response('there')))")
    hall.release = "2"
    assert tablet.page.evaluate(WAITING) is True
    with tablet.page.expect_navigation():
        tablet.page.evaluate("void tablet.wipe()")
    tablet.page.evaluate("opened")
    tablet.page.wait_for_timeout(200)
    assert sorted(kept(tablet)) == [f"cypp /e/{hall.code}/ {hall.version}", "cypp /e/OTHER2/ v9"]


def test_a_newer_store_keeps_the_records_of_an_older_one(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    # before the network goes: a worker that could not fetch everything would never come
    tablet.page.wait_for_function(CONTROLLED)
    hall.close()
    made = [tablet.save() for _ in range(3)]
    installation = tablet.page.evaluate("tablet.store.installation()")
    hall.open()
    hall.script = lambda _items: None
    # an older page in another window must make way for the change
    other = tablet.page.context.new_page()
    other.goto(hall.url)
    other.evaluate("opened")
    hall.files["store.js"] = (KIOSK / "store.js").read_text().replace("const VERSION = 1;", "const VERSION = 2;")
    assert tablet.page.evaluate(WAITING) is True
    with tablet.page.expect_navigation():
        tablet.page.evaluate("void tablet.wipe()")
    tablet.page.evaluate("opened")
    databases = tablet.page.evaluate("indexedDB.databases()")
    assert databases == [{"name": "cypp-tablet", "version": 2}]
    assert tablet.page.evaluate("tablet.paired")
    assert tablet.page.evaluate("tablet.store.installation()") == installation
    tablet.send()
    tablet.until(seq=3, sent=3, waiting=0)
    assert list(hall.rows) == made
    # the older page finds the newer store and works with it
    other.bring_to_front()
    old = other.evaluate("tablet.save({id: crypto.randomUUID(), answers: {}}).then(() => tablet.store.counts())")
    assert old["seq"] == 4


def test_a_recording_can_be_asked_for_in_parts(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    tablet.page.wait_for_function(CONTROLLED)
    path = f"/e/files/{hall.digest}/dom.js"
    whole = hall.get(path)[0].encode()
    hall.close()
    told = tablet.page.evaluate(
        """async path => {
            const reply = await fetch(path, {headers: {Range: "bytes=10-19"}});
            return [reply.status, reply.headers.get("Content-Range"), await reply.text()];
        }""",
        path,
    )
    assert told == [206, f"bytes 10-19/{len(whole)}", whole[10:20].decode()]
