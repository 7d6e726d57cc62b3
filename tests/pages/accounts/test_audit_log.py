"""The audit log: filtered, paged, and asking the database the same few questions however long it is."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from cypp_consult.core import audit
from cypp_consult.core.database import db
from cypp_consult.core.roles import Role

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def administrator(person):
    return person(Role.ADMINISTRATOR, name="Ada Winter")


def write(
    session,
    action="plan.changed",
    who="Amina Yusuf <amina@example.org>",
    at=NOON,
    object_type="plan",
    object_id=1,
    **detail,
):
    audit.act_as(audit.Actor(1, who))
    audit.record(session, action, object_type, object_id, detail, at)
    session.commit()


def rows(answer):
    return [" ".join("".join(row.itertext()).split()) for row in answer.find("//h:tbody/h:tr")]


def test_lines_are_shown_newest_first_in_words(page, session, administrator):
    write(session, at=NOON)
    write(
        session,
        "person.roles_changed",
        object_type="person",
        object_id=7,
        at=NOON + timedelta(days=1),
        before=["lead"],
        after=[],
    )
    shown = rows(page.sign_in(administrator).get("/audit"))
    assert "2 June 2026, 13:00" in shown[0]
    assert "Person: roles changed" in shown[0]
    assert "before: lead; after: none" in shown[0]
    assert "Amina Yusuf" in shown[1]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("person=yusuf", 2),
        ("person=%25", 0),
        ("action=plan.deleted", 1),
        ("object_type=plan&object_id=2", 1),
        ("day=2026-06-01", 2),
        ("day=2026-06-02", 1),
        ("action=no.such", 0),
        ("object_type=person", 0),
        ("", 3),
    ],
)
def test_the_log_is_searched(page, session, administrator, query, count):
    write(session, at=datetime(2026, 6, 1, 22, 59, tzinfo=UTC))
    write(session, "plan.deleted", object_id=2, at=NOON)
    # a minute past midnight in London in summer
    write(session, who="Joe Carter <joe@example.org>", at=datetime(2026, 6, 1, 23, 1, tzinfo=UTC))
    answer = page.sign_in(administrator).get(f"/audit?{query}")
    assert len(rows(answer)) == count
    if not count:
        assert "Nothing found" in answer.words()


def test_a_day_that_is_none_is_said_and_nothing_breaks(page, session, administrator):
    write(session)
    answer = page.sign_in(administrator).get("/audit?day=yesterday")
    assert answer.errors()
    page.get("/audit?before=x&action=%00&person=" + "x" * 300)


def test_the_log_is_paged_and_its_queries_are_few(page, session, administrator):
    for number in range(120):
        audit.record(session, "plan.changed", "plan", number, at=NOON + timedelta(minutes=number))
    session.commit()
    page.sign_in(administrator)
    asked = []
    listen = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        first = page.get("/audit")
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    assert len(asked) < 10
    assert len(rows(first)) == 50
    second = page.get(first.find("//h:a[@rel='next']/@href")[0])
    third = page.get(second.find("//h:a[@rel='next']/@href")[0])
    assert (len(rows(second)), len(rows(third))) == (50, 20)
    assert third.find("//h:a[@rel='next']") == []
    assert len(set(rows(first) + rows(second) + rows(third))) == 120


def test_an_empty_log_says_so(page, administrator):
    assert "Nothing has been done yet" in page.sign_in(administrator).get("/audit").words()
