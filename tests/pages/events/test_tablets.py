"""Pairing tablets on their page: a code is shown once, taken back, used up; a tablet is unpaired after a question."""

from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest

from cypp_consult.core import clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.codes import ALPHABET, digest_of
from cypp_consult.core.roles import Role
from cypp_consult.events import pairing
from cypp_consult.events.models import Device, EventStaff, PairingCode
from tests import make


@pytest.fixture
def world(session, person):
    of = make.consultation(session)
    event = make.event(session, of, name="Harbour Academy", staff_pin="482913")
    priya = person(Role.FACILITATOR, name="Priya Nair")
    make.put(session, EventStaff(event_id=event.id, user_id=priya.id))
    session.commit()
    return of, event, priya


def address(of, event, rest="pair"):
    return f"/consultations/{of.slug}/events/{event.slug}/tablets/{rest}"


def shown_code(answer):
    return answer.words("//h:p[@class='pair-code']")


def test_a_code_is_shown_once_large_in_fours_with_where_to_type_it(page, session, world):
    of, event, priya = world
    page.sign_in(priya)
    answer = page.submit(address(of, event), button="Make a code")
    code = shown_code(answer)
    assert [len(part) for part in code.split()] == [4, 4]
    assert set(code.replace(" ", "")) <= set(ALPHABET)
    row = session.query(PairingCode).one()
    assert row.digest == digest_of(code.replace(" ", ""))
    assert row.made_by_id == priya.id
    words = answer.words()
    assert f"until {row.expires_at.astimezone(clock.LONDON):%H:%M}" in words
    assert f"http://127.0.0.1:5000/e/{event.code}/" in words
    assert "no-store" in answer.response.headers["Cache-Control"]
    again = page.get(address(of, event))
    assert code not in again.body
    assert "Priya Nair" in again.words("//h:section[contains(., 'Codes that still work')]//h:tbody")


def test_the_picture_carries_the_code_behind_the_hash_and_says_what_it_is(page, world):
    of, event, priya = world
    answer = page.sign_in(priya).submit(address(of, event), button="Make a code")
    (picture,) = answer.find("//h:img[contains(@class, 'pair-qr')]")
    assert picture.get("src").startswith("data:image/svg+xml")
    assert "<path" in unquote(picture.get("src"))
    assert f"/e/{event.code}/" in picture.get("alt")
    # the code is in no address of the page, which a log or a history would keep
    code = shown_code(answer).replace(" ", "")
    assert not [url for url in answer.find("//@href | //@action | //@data-refresh") if code in url]


def test_a_code_is_withdrawn(page, session, world):
    of, event, priya = world
    made = page.sign_in(priya).submit(address(of, event), button="Make a code")
    (form,) = made.find("//h:form[contains(@action, '/withdraw')][contains(., 'Withdraw this code')]")
    answer = page.post(form.get("action"))
    assert "pairs nothing any more" in answer.body
    assert session.query(PairingCode).one().revoked_at is not None
    with pytest.raises(pairing.PairingRefusedError):
        pairing.pair(session, shown_code(made), uuid4(), clock.now())


def test_a_code_that_was_used_says_so_and_names_the_tablet(page, session, world):
    of, event, priya = world
    made = page.sign_in(priya).submit(address(of, event), button="Make a code")
    row = session.query(PairingCode).one()
    device, _token = pairing.pair(session, shown_code(made), uuid4(), clock.now())
    session.commit()
    assert made.find("//@data-refresh") == [f"{address(of, event)}?parts=1&code={row.id}"]
    parts = page.client.get(made.find("//@data-refresh")[0]).get_data(as_text=True)
    assert f"Tablet {device.number} is paired" in parts
    assert "<html" not in parts
    answer = page.post(address(of, event, f"codes/{row.id}/withdraw"))
    assert "A tablet has used this code already" in answer.body


def test_the_fate_of_a_code_that_is_none_is_left_out(page, world):
    of, event, priya = world
    page.sign_in(priya)
    for named in ("x", str(uuid4())):
        parts = page.client.get(f"{address(of, event)}?parts=1&code={named}").get_data(as_text=True)
        assert "code-state" not in parts
        assert "pairing-lists" in parts


def test_unpairing_asks_first_and_says_what_happens(page, session, world):
    of, event, priya = world
    _row, code = pairing.new_code(session, event, priya.id, clock.now())
    device, token = pairing.pair(session, code, uuid4(), clock.now())
    session.commit()
    url = address(of, event, f"{device.id}/unpair")
    page.sign_in(priya)
    assert "It keeps the answers that wait on it, and asks to be paired again" in page.get(url).words()
    assert pairing.device_of(session, token) is not None
    answer = page.submit(url, button="Unpair Tablet 1")
    assert "Tablet 1 is unpaired" in answer.body
    assert pairing.device_of(session, token) is None
    assert session.query(AuditEntry).filter_by(action="device.revoke").one().actor_name.startswith("Priya Nair")
    assert "Unpaired" in answer.words("//h:table")


def test_what_belongs_to_another_event_is_not_found(page, session, lead, world):
    of, event, _priya = world
    other = make.event(session, of, name="Elsewhere")
    _row, code = pairing.new_code(session, other, lead.id, clock.now())
    device, _token = pairing.pair(session, code, uuid4(), clock.now())
    open_row, _code = pairing.new_code(session, other, lead.id, clock.now())
    session.commit()
    page.sign_in(lead)
    page.get(address(of, event, f"{device.id}/unpair"), status=404)
    page.post(address(of, event, f"{device.id}/unpair"), status=404)
    page.post(address(of, event, f"codes/{open_row.id}/withdraw"), status=404)
    assert session.query(PairingCode).filter_by(id=open_row.id).one().revoked_at is None


def test_only_leads_and_facilitators_on_duty_pair(page, session, person, world):
    of, event, _priya = world
    guide = f"/consultations/{of.slug}/events/{event.slug}/guide"
    for url in (address(of, event), guide):
        page.sign_in(person(Role.FACILITATOR, name="Tom Reid")).get(url, status=404)
    page.post(address(of, event), status=404)
    for role in (Role.ANALYST, Role.PARTNER):
        page.sign_in(person(role)).get(address(of, event), status=403)
    page.sign_in(person(Role.SAFEGUARDING_LEAD)).get(address(of, event), status=403)
    assert session.query(PairingCode).count() == 0


def test_without_a_token_no_code_is_made(page, session, world):
    of, event, priya = world
    page.sign_in(priya)
    page.post(address(of, event), {"csrf_token": ""}, status=400)
    assert session.query(PairingCode).count() == 0


def test_an_event_without_a_safeguarding_lead_says_what_is_missing(page, session, lead):
    of = make.consultation(session)
    event = make.event(session, of, safeguarding_phone="")
    session.commit()
    page.sign_in(lead)
    answer = page.get(address(of, event))
    assert "Give the phone number of the safeguarding lead on duty." in answer.words()
    assert not answer.find("//h:button[contains(., 'Make a code')]")
    answer = page.post(address(of, event), status=409)
    assert "is not ready: name a safeguarding lead" in answer.words()
    assert answer.heading == "That cannot be done now"


@pytest.mark.parametrize(
    ("base", "warns"), [("http://192.168.0.7:5000", True), ("https://consult.ashdale.example", False)]
)
def test_an_address_that_tablets_cannot_use_is_said(app, page, world, monkeypatch, base, warns):
    of, event, priya = world
    monkeypatch.setitem(app.config, "BASE_URL", base)
    words = page.sign_in(priya).get(address(of, event)).words()
    assert ("which is not https" in words) is warns


def test_after_the_event_a_tablet_is_paired_to_send_what_waits(page, session, lead):
    of = make.consultation(session)
    event = make.event(session, of, held_on=clock.today() - timedelta(days=2))
    session.commit()
    assert "to send what still waits on it" in page.sign_in(lead).get(address(of, event)).words()


def test_the_guide_has_the_events_own_address_and_number_and_no_pin_unless_asked(page, person, world):
    of, event, priya = world
    url = f"/consultations/{of.slug}/events/{event.slug}/guide"
    answer = page.sign_in(priya).get(url)
    words = answer.words()
    assert f"http://127.0.0.1:5000/e/{event.code}/" in words
    assert "01632 960 114" in words
    assert "Guided Access" in words
    assert "482913" not in answer.body
    assert "482913" in page.get(f"{url}?pin=1").words()
    page.sign_in(person(Role.SAFEGUARDING_LEAD))
    assert "482913" not in page.get(f"{url}?pin=1").body


def test_the_lists_take_as_many_questions_to_the_database_for_many_tablets_as_for_one(page, session, world, statements):
    of, event, priya = world
    page.sign_in(priya)

    def add(number):
        make.put(
            session,
            Device(
                event_id=event.id,
                installation_id=uuid4(),
                number=number,
                token_digest=uuid4().hex,
                paired_at=clock.now(),
            ),
        )
        pairing.new_code(session, event, priya.id, clock.now())
        session.commit()

    add(1)
    page.get(address(of, event))
    with statements() as few:
        page.get(address(of, event))
    for number in range(2, 12):
        add(number)
    page.get(address(of, event))
    with statements() as many:
        page.get(address(of, event))
    assert len(many) == len(few)
