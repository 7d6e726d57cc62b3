"""A rescue file brings in what waited on a tablet, once, whatever the tablet sends later."""

import io
import json
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from cypp_consult.collection.models import ParkedResponse, Response
from cypp_consult.collection.tablets import queries
from cypp_consult.core import audit
from cypp_consult.core.roles import Role
from cypp_consult.events import services as event_services
from tests.pages.tablets.test_api import sealed
from tests.pages.tablets.world import world as make_world


@pytest.fixture
def world(session):
    return make_world(session)


@pytest.fixture
def address(world):
    return f"/consultations/{world.consultation.slug}/events/{world.event.slug}/rescue"


def file_of(world, device, items, **changed):
    content = {
        "format": "cypp-rescue-1",
        "event": str(world.event.id),
        "device_id": str(device.id) if device else None,
        "installation": str(device.installation_id) if device else str(uuid4()),
        "made_at": "2026-11-25T15:00:00Z",
        "responses": items,
    }
    return json.dumps(content | changed).encode()


def bring(page, address, content, status=200):
    form = {"file": (io.BytesIO(content), "rescue-tablet-1.json")}
    return page.post(address, form, status=status, content_type="multipart/form-data")


def counts(answer):
    return [int(text) for text in ("".join(cell.itertext()) for cell in answer.find("//h:dl[@role='status']//h:dd"))]


def rows(session):
    session.expire_all()
    return session.scalar(select(func.count(Response.id)))


def test_three_stored_then_three_known_then_three_rows(page, address, world, session, lead):
    device, token = world.paired()
    items = [world.item(1), sealed(world.item(2)), world.item(3)]
    page.sign_in(lead)
    assert page.get(address).heading == "Rescue file"
    first = bring(page, address, file_of(world, device, items))
    assert counts(first) == [3, 0, 0] and "Tablet 1" in first.words()
    assert counts(bring(page, address, file_of(world, device, items))) == [0, 3, 0]
    reply = page.client.post(
        "/api/v1/responses", json={"responses": items}, headers={"Authorization": f"Bearer {token}"}
    )
    assert [one["status"] for one in reply.get_json()["receipts"]] == ["duplicate"] * 3
    assert rows(session) == 3
    [state] = queries.tablets(session, world.event)
    assert (state.arrived, state.missing) == (3, ())
    assert [line.action for line in audit.history(session, "event", world.event.id)][:2] == ["event.rescue"] * 2


def test_what_cannot_be_used_is_kept_aside_and_the_rest_comes_in(page, address, world, session, lead):
    device, _token = world.paired()
    good = world.item(1)
    page.sign_in(lead)
    shown = bring(page, address, file_of(world, device, [good, {"id": "x"}, 5, world.item(2, questionnaire="?")]))
    assert counts(shown) == [1, 0, 3]
    assert shown.find("//h:a[contains(@href, 'kept-aside')]")
    assert session.scalar(select(func.count(ParkedResponse.id))) == 3


def test_the_file_of_a_tablet_we_do_not_know_comes_in_too(page, address, world, session, lead):
    page.sign_in(lead)
    assert counts(bring(page, address, file_of(world, None, [world.item()]))) == [1, 0, 0]
    assert counts(bring(page, address, file_of(world, None, []))) == [0, 0, 0]


def test_a_wrong_file_is_refused_in_words(page, address, world, session, lead):
    device, _token = world.paired()
    page.sign_in(lead)
    for content, told in (
        (b"\x89PNG", "another kind of file"),
        (b"", "another kind of file"),
        (b"[" * 100_000, "another kind of file"),
        (b"[1]", "not a rescue file"),
        (b'{"format": "other"}', "not a rescue file"),
        (file_of(world, device, [], event=str(uuid4())), "from another event"),
        (file_of(world, device, [], event=7), "from another event"),
        (file_of(world, device, None), "not complete"),
        (file_of(world, device, {"a": 1}), "not complete"),
    ):
        assert any(told in error for error in bring(page, address, content, status=422).errors()), told
    assert "Choose the rescue file" in page.post(address, {}, status=422).words()
    assert rows(session) == 0


def test_facilitators_on_duty_bring_files_in_and_others_do_not(page, address, world, session, person):
    device, _token = world.paired()
    facilitator = person(Role.FACILITATOR)
    page.sign_in(facilitator)
    page.get(address, status=404)
    event_services.set_staff(session, world.event, [facilitator.id])
    session.commit()
    shown = bring(page, address, file_of(world, device, [world.item(), {"id": "x"}]))
    assert counts(shown) == [1, 0, 1]
    assert not shown.find("//h:a[contains(@href, 'kept-aside')]")
    page.sign_in(person(Role.ANALYST))
    page.get(address, status=403)


def test_staff_pages_still_refuse_a_missing_token(page, address, world, lead):
    page.sign_in(lead)
    reply = page.client.post(address, data={"file": (io.BytesIO(b"{}"), "x.json")})
    assert reply.status_code == 400
