"""Drafts are sealed, short-lived, and never lose one of two changes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from cryptography.fernet import Fernet
from sqlalchemy import func, select

from cypp_consult.collection.models import Draft
from cypp_consult.collection.services import drafts
from cypp_consult.collection.tasks import purge_drafts
from cypp_consult.collection.walk_rules import Walk
from cypp_consult.core import clock, worker
from cypp_consult.core.database import db
from cypp_consult.questionnaires.rules import Given

NOW = clock.now()
WALK = Walk(uuid4(), 1, {"a": Given(text="nobody else reads this")})


def test_a_draft_is_read_with_its_own_key_alone(session):
    ticket = drafts.begin(session, WALK, NOW)
    assert drafts.read(session, ticket, NOW) == WALK
    assert b"nobody" not in session.scalars(select(Draft.sealed)).one()
    for wrong in (Fernet.generate_key().decode(), "no key at all"):
        assert drafts.read(session, replace(ticket, key=wrong), NOW) is None
    assert drafts.read(session, replace(ticket, id=uuid4()), NOW) is None


def test_a_draft_lasts_two_hours_from_its_last_change(session):
    ticket = drafts.begin(session, WALK, NOW)
    later = NOW + timedelta(minutes=110)
    assert drafts.change(session, ticket, lambda walk: walk.answered("b", Given(text="more")), later) is not None
    assert drafts.read(session, ticket, later + timedelta(hours=2)) is not None
    assert drafts.read(session, ticket, later + timedelta(hours=2, seconds=1)) is None
    assert drafts.change(session, ticket, lambda walk: walk, later + timedelta(hours=3)) is None


def test_old_drafts_go_when_somebody_begins_but_never_too_many_at_once(session, monkeypatch):
    for _ in range(5):
        drafts.begin(session, WALK, NOW - timedelta(hours=3))
    assert drafts.purge(session, NOW, most=2) == 2
    kept = drafts.begin(session, WALK, NOW)
    assert session.scalars(select(Draft.id)).all() == [kept.id]


def test_the_job_deletes_all_old_drafts_and_no_other(session):
    for age in (1, 60, 180, 600):
        drafts.begin(session, WALK, NOW - timedelta(minutes=age))
    session.commit()
    purge_drafts(session, {}, lambda *_: None)
    assert session.scalar(select(func.count()).select_from(Draft)) == 2


def test_each_round_of_a_worker_forgets_old_drafts(session):
    drafts.begin(session, WALK, NOW - timedelta(hours=5))
    session.commit()
    worker.run_due(session)
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_two_changes_at_once_both_count(app, session):
    ticket = drafts.begin(session, Walk(uuid4(), 1), NOW)
    session.commit()

    def answer(number):
        with app.app_context():
            own = db.session()
            done = drafts.change(own, ticket, lambda walk: walk.answered(str(number), Given(text=str(number))), NOW)
            own.commit()
            return done is not None

    with ThreadPoolExecutor(5) as pool:
        assert all(pool.map(answer, range(5)))
    session.expire_all()
    walk = drafts.read(session, ticket, NOW)
    assert walk is not None
    assert set(walk.answers) == set("01234")
