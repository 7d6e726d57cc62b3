"""A code pairs one tablet, once, within a quarter of an hour; a token opens one event and can be taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from cypp_consult.core import audit, clock
from cypp_consult.core.codes import ALPHABET, digest_of
from cypp_consult.core.database import db
from cypp_consult.events import pairing
from cypp_consult.events.models import Device, Event, PairingCode
from cypp_consult.events.pairing import PairingRefusedError
from cypp_consult.events.rules import EventNotReadyError
from tests import make
from tests.unit.events.keys import KEY


@pytest.fixture
def event(session):
    return make.event(session, make.consultation(session), private_key=KEY)


def test_a_code_is_eight_letters_of_which_only_the_digest_is_kept(session, event, lead):
    row, code = pairing.new_code(session, event, lead.id, clock.now())
    session.commit()
    assert len(code) == 8 and set(code) <= set(ALPHABET)
    assert row.digest == digest_of(code)
    assert row.expires_at - row.made_at == timedelta(minutes=15)
    assert row.made_by_id == lead.id
    [line] = audit.history(session, "event", event.id)
    assert line.action == "pairing.code" and code not in str(line.detail)


def test_a_code_pairs_a_tablet_however_it_is_typed(session, event):
    at, installation = clock.now(), uuid4()
    row, code = pairing.new_code(session, event, None, at)
    device, token = pairing.pair(session, f" {code[:4].lower()}-{code[4:]} ", installation, at)
    assert (device.event_id, device.number, device.installation_id) == (event.id, 1, installation)
    assert len(token) >= 43 and device.token_digest == digest_of(token)
    assert pairing.device_of(session, token) is device
    assert pairing.device_of(session, token + "x") is None
    session.refresh(row)
    assert (row.used_at, row.device_id) == (at, device.id)
    assert [entry.action for entry in audit.history(session, "device", device.id)] == ["device.pair"]


def refused(session, typed, at):
    with pytest.raises(PairingRefusedError, match="does not work"):
        pairing.pair(session, typed, uuid4(), at)
    assert session.scalar(select(Device)) is None


def test_wrong_old_and_revoked_codes_pair_nothing(session, event):
    at = clock.now()
    refused(session, "ABCDEFGH", at)
    refused(session, "", at)
    refused(session, "\ud800\x00", at)
    row, code = pairing.new_code(session, event, None, at)
    refused(session, code, at + timedelta(minutes=15))
    pairing.revoke_code(session, row, at)
    refused(session, code, at)
    assert row.revoked_at == at
    pairing.revoke_code(session, row, at + timedelta(minutes=1))
    assert row.revoked_at == at


def test_a_used_code_pairs_nothing_and_cannot_be_revoked(session, event):
    at = clock.now()
    row, code = pairing.new_code(session, event, None, at)
    pairing.pair(session, code, uuid4(), at)
    with pytest.raises(PairingRefusedError):
        pairing.pair(session, code, uuid4(), at)
    pairing.revoke_code(session, row, at)
    assert row.revoked_at is None and row.used_at == at


def test_pairing_again_keeps_the_row_and_the_number_and_changes_the_token(session, event):
    at, installation = clock.now(), uuid4()
    first, old = pairing.pair(session, pairing.new_code(session, event, None, at)[1], installation, at)
    pairing.pair(session, pairing.new_code(session, event, None, at)[1], uuid4(), at)
    pairing.revoke(session, first, at)
    assert pairing.device_of(session, old) is None
    again, new = pairing.pair(session, pairing.new_code(session, event, None, at)[1], installation, at)
    assert again is first and again.number == 1 and again.revoked_at is None
    assert pairing.device_of(session, new) is first and pairing.device_of(session, old) is None
    numbers = session.scalars(select(Device.number).order_by(Device.number)).all()
    assert numbers == [1, 2]


def test_numbers_count_up_within_each_event(session, event):
    at = clock.now()
    other = make.event(session, event.consultation, private_key=KEY)
    numbers = [
        pairing.pair(session, pairing.new_code(session, where, None, at)[1], None, at)[0].number
        for where in (event, event, other, event)
    ]
    assert numbers == [1, 2, 1, 3]


def test_a_revoked_tablet_is_shut_out_once(session, event):
    at = clock.now()
    device, token = pairing.pair(session, pairing.new_code(session, event, None, at)[1], uuid4(), at)
    pairing.revoke(session, device, at)
    pairing.revoke(session, device, at + timedelta(minutes=1))
    assert pairing.device_of(session, token) is None
    assert device.revoked_at == at
    assert [entry.action for entry in audit.history(session, "device", device.id)] == ["device.revoke", "device.pair"]


def test_nobody_is_asked_where_no_safeguarding_lead_can_be_rung(session):
    event = make.event(session, make.consultation(session), safeguarding_phone=" ", private_key=KEY)
    with pytest.raises(EventNotReadyError):
        pairing.new_code(session, event, None, clock.now())
    event.safeguarding_phone = "01632 960 114"
    _row, code = pairing.new_code(session, event, None, clock.now())
    event.safeguarding_phone = ""
    session.commit()
    with pytest.raises(EventNotReadyError):
        pairing.pair(session, code, None, clock.now())
    session.rollback()
    assert session.scalar(select(PairingCode.used_at)) is None


def in_own_session(app, work):
    with app.app_context():
        try:
            done = work(db.session())
            db.session.commit()
        except PairingRefusedError:
            db.session.rollback()
            return None
        else:
            return done
        finally:
            db.session.remove()


def test_of_ten_tablets_with_one_code_one_is_paired(app, session, event):
    at = clock.now()
    _row, code = pairing.new_code(session, event, None, at)
    session.commit()
    with ThreadPoolExecutor(10) as pool:
        tokens = list(
            pool.map(lambda _: in_own_session(app, lambda own: pairing.pair(own, code, uuid4(), at)[1]), range(10))
        )
    assert sum(token is not None for token in tokens) == 1
    assert len(session.scalars(select(Device)).all()) == 1


def test_eight_tablets_paired_at_once_get_eight_numbers(app, session, event):
    at = clock.now()
    codes = [pairing.new_code(session, event, None, at)[1] for _ in range(8)]
    session.commit()
    with ThreadPoolExecutor(8) as pool:
        numbers = list(
            pool.map(
                lambda code: in_own_session(app, lambda own: pairing.pair(own, code, uuid4(), at)[0].number), codes
            )
        )
    assert sorted(numbers) == list(range(1, 9))


def test_a_key_made_by_several_at_once_is_one_key(app, session):
    event = make.event(session, make.consultation(session))
    event_id = event.id
    session.commit()

    def make_code(own):
        return pairing.new_code(own, own.get_one(Event, event_id), None, clock.now())[1]

    with ThreadPoolExecutor(3) as pool:
        codes = list(pool.map(lambda _: in_own_session(app, make_code), range(3)))
    assert len(set(codes)) == 3
    session.refresh(event)
    assert event.private_key.startswith(b"-----BEGIN PRIVATE KEY-----")
    assert [entry.action for entry in audit.history(session, "event", event.id)].count("event.key") == 1
