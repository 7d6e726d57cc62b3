"""Writing accounts: what may not happen even when two people act at the same moment."""

from threading import Barrier, Thread

import pytest

from cypp_consult.accounts import invitations, queries, services
from cypp_consult.accounts.models import User
from cypp_consult.accounts.rules import EmailTakenError, InvitationOverError, LastAdministratorError
from cypp_consult.core import clock
from cypp_consult.core.database import db
from cypp_consult.core.roles import Role

KEY = "a made-up key"


def at_once(app, *acts):
    """Run functions of a session at the same moment, each in a transaction of its own; return what each raised."""
    start, raised = Barrier(len(acts)), []

    def run(act):
        with app.app_context():
            start.wait()
            try:
                act(db.session())
                db.session.commit()
                raised.append(None)
            except Exception as error:  # noqa: BLE001 - told to the test
                db.session.rollback()
                raised.append(type(error))
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_administrators_cannot_switch_each_other_off_at_once(app, session, person):
    ids = [person(Role.ADMINISTRATOR).id for _ in range(2)]
    session.commit()
    raised = at_once(app, *(lambda db, i=i: services.switch_off(db, db.get(User, i), clock.now()) for i in ids))
    assert sorted(raised, key=str) == sorted([None, LastAdministratorError], key=str)
    session.expire_all()
    assert queries.administrators_who_can_sign_in(session) == 1


def test_one_leaving_while_the_other_loses_the_role(app, session, person):
    first, second = (person(Role.ADMINISTRATOR).id for _ in range(2))
    session.commit()
    raised = at_once(
        app,
        lambda db: services.switch_off(db, db.get(User, first), clock.now()),
        lambda db: services.set_roles(db, db.get(User, second), [Role.LEAD], clock.now()),
    )
    assert LastAdministratorError in raised
    session.expire_all()
    assert queries.administrators_who_can_sign_in(session) == 1


def test_where_there_was_no_administrator_nothing_is_in_the_way(session, person):
    joe = person(Role.LEAD)
    services.set_roles(session, joe, [Role.ANALYST], clock.now())
    assert joe.role_names == {Role.ANALYST}


def test_an_invitation_is_used_once_by_two_at_the_same_moment(app, session):
    key = services.invite(session, name="Joe", email="joe@example.org", roles=[Role.LEAD], at=clock.now()).fs_uniquifier
    session.commit()
    raised = at_once(
        app, *(lambda db, word=word: services.accept(db, key, f"hash of {word}", clock.now()) for word in ("a", "b"))
    )
    assert sorted(raised, key=str) == sorted([None, InvitationOverError], key=str)


def test_an_invitation_of_somebody_switched_off_is_over(session):
    joe = services.invite(session, name="Joe", email="joe@example.org", roles=[Role.LEAD], at=clock.now())
    key = joe.fs_uniquifier
    joe.active = False
    session.flush()
    with pytest.raises(InvitationOverError):
        services.accept(session, key, "hash", clock.now())


def test_the_same_address_in_other_letters_is_taken(session):
    services.invite(session, name="Joe", email="Joe@Example.org", roles=[Role.LEAD], at=clock.now())
    with pytest.raises(EmailTakenError):
        services.invite(session, name="Joe", email="joe@example.ORG", roles=[Role.LEAD], at=clock.now())


def test_tokens_of_others_and_old_ones_are_refused(session, monkeypatch):
    joe = services.invite(session, name="Joe", email="joe@example.org", roles=[], at=clock.now())
    token = invitations.token(KEY, joe)
    assert invitations.key_of(KEY, token) == joe.fs_uniquifier
    for given in ("", "x", token + "x", token[:-1], token.replace(".", "")):
        with pytest.raises(InvitationOverError):
            invitations.key_of(KEY, given)
    with pytest.raises(InvitationOverError):
        invitations.key_of("another key", token)
    import time

    later = time.time() + 8 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(InvitationOverError):
        invitations.key_of(KEY, token)
