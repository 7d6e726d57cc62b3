"""What the tablet keeps: whole and for good, sealed, once; or it says that it could not."""

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.journeys.bare import SAVE, Bare
from tests.journeys.bare_hall import Hall


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


def test_a_double_tap_is_one_response(tablet: Bare, hall: Hall) -> None:
    tablet.pair()
    hall.close()
    made = str(uuid4())
    tablet.page.evaluate(f"([id, w]) => Promise.all([({SAVE})([id, w]), ({SAVE})([id, w])])", [made, "twice"])
    # a second store object knows nothing of the first save; the index does
    tablet.page.evaluate("id => openStore(tablet.data.event.id).add({id, answers: {}})", made)
    assert tablet.counts == {"seq": 1, "sent": 0, "waiting": 1, "parked": 0}


@pytest.mark.parametrize(
    "broken",
    [
        "IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError') }",
        "const real = IDBObjectStore.prototype.add; IDBObjectStore.prototype.add = function (...a) { const r = real.apply(this, a); r.transaction.abort(); return r }",
        "IDBDatabase.prototype.transaction = () => { throw new DOMException('closing', 'InvalidStateError') }",
    ],
)
def test_what_could_not_be_kept_is_never_thanked_for(tablet: Bare, hall: Hall, broken: str) -> None:
    tablet.pair()
    tablet.page.evaluate(
        f"() => {{ window.mended = [IDBObjectStore.prototype.add, IDBDatabase.prototype.transaction]; {broken} }}"
    )
    told = tablet.page.evaluate(
        f"async (given) => ({SAVE})(given).catch((error) => error.name)", [str(uuid4()), "words"]
    )
    assert told == "NotSaved"
    assert tablet.state == "not saved"
    tablet.page.evaluate("() => { [IDBObjectStore.prototype.add, IDBDatabase.prototype.transaction] = mended }")
    tablet.save()
    tablet.until(seq=1, sent=1)
    tablet.until(state="sent")


def test_a_store_that_the_browser_closed_is_opened_again(tablet: Bare, hall: Hall) -> None:
    tablet.page.add_init_script(
        "const real = indexedDB.open.bind(indexedDB); indexedDB.open = (...given) => { const r = real(...given);"
        " r.addEventListener('success', () => (window.last = r.result)); return r };"
    )
    tablet.pair()
    tablet.page.evaluate("() => last.close()")
    tablet.save()
    tablet.page.evaluate("() => { last.close(); last.dispatchEvent(new Event('close')) }")
    tablet.save()
    tablet.until(seq=2)


def test_sealed_answers_can_be_read_by_the_server_alone(tablet: Bare, hall: Hall) -> None:
    hall.seal()
    tablet.pair()
    hall.close()
    made = tablet.save("Words for nobody but the reader")
    kept = json.dumps(tablet.page.evaluate("tablet.store.all()"))
    assert "nobody" not in kept
    assert "answers" not in kept
    hall.open()
    tablet.send()
    tablet.until(sent=1, waiting=0)
    assert set(hall.rows[made]) == {"id", "seq", "event", "sealed"}
    assert hall.unsealed(hall.rows[made])["answers"] == {"one": "Words for nobody but the reader"}


def test_a_store_that_hangs_is_told_and_trying_again_is_no_second_one(tablet: Bare, hall: Hall) -> None:
    tablet.page.clock.install()
    tablet.pair()
    hall.close()
    tablet.page.evaluate(
        """() => {
            // a store whose word never comes, though it did its work
            const real = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete");
            Object.defineProperty(IDBTransaction.prototype, "oncomplete", { configurable: true, set() {} });
            window.mend = () => Object.defineProperty(IDBTransaction.prototype, "oncomplete", real);
        }"""
    )
    made = str(uuid4())
    tablet.page.evaluate(f"given => (window.told = ({SAVE})(given).catch(error => error.name), 0)", [made, "words"])
    tablet.page.wait_for_timeout(300)
    tablet.page.clock.run_for(11_000)
    assert tablet.page.evaluate("told") == "NotSaved"
    tablet.page.evaluate("mend()")
    tablet.page.evaluate(SAVE, [made, "words"])
    assert tablet.counts == {"seq": 1, "sent": 0, "waiting": 1, "parked": 0}
