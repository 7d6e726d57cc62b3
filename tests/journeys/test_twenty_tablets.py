"""Twenty tablets that were offline send what waits at the same moment: each answer is in once, and nobody waits long."""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import _started
from tests.journeys.hall import hall, rush
from tests.journeys.site import empty_database, served

TABLETS, EACH = 20, 50


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request, tmp_path_factory):
    """An event on an installation of its own, on each of the two databases."""
    given = os.environ.get("CYPP_TEST_DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="cypp-") as folder:
        server = iter(["sqlite:"] if request.param == "sqlite" else [given] if given else _started(folder))
        with empty_database(next(server)) as address, served(tmp_path_factory.mktemp("hall"), address) as site:
            yield hall(site, TABLETS + 1)
        next(server, None)


def test_a_thousand_answers_at_once_come_in_once_each(place, capsys):
    tablets = rush(place, TABLETS, EACH)
    counted = place.counted()
    slowest = max(tablet.seconds for tablet in tablets)
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what one runs it for
            f"\n{TABLETS} tablets, {EACH} answers each, a third of the replies lost: slowest tablet {slowest:.1f} s, "
            f"longest request {max(tablet.longest for tablet in tablets):.2f} s, "
            f"{sum(tablet.tries for tablet in tablets)} requests"
        )
    assert counted["response"] == TABLETS * EACH
    assert counted["answer"] == 2 * TABLETS * EACH
    assert counted["parked_response"] == 0
    assert counted["tablets"] == [[EACH, []]] * TABLETS
    assert all(set(tablet.receipts) <= {"stored", "duplicate"} for tablet in tablets)
    assert slowest < 60


def test_thirty_times_the_same_answer_at_once_is_one(place):
    before = place.counted()["response"]
    token, item = place.pair(), place.item(1)
    with ThreadPoolExecutor(30) as pool:
        replies = list(pool.map(lambda _: place.post("responses", token, {"responses": [item]}), range(30)))
    assert [status for status, _ in replies] == [200] * 30
    statuses = sorted(reply["receipts"][0]["status"] for _, reply in replies)
    assert statuses == ["duplicate"] * 29 + ["stored"]
    counted = place.counted()
    assert counted["response"] == before + 1 and counted["parked_response"] == 0
