"""An import stores each row once, says why a row was rejected, and adds nothing when it is run again."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from cypp_consult.collection.importing import mapping, reading, rules, services
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires.models import QuestionType
from tests import make

MAP = "text: words\nid: id\naudience: {column: who, values: {pupil: young-people, mum: parents-carers}}\n"
FILE = b"id,who,words\n1,pupil,more parks\n2,mum,help sooner\n3,teacher,nothing works\n4,pupil,\n5,pupil,\xf0\x9f\x98\x80 =1+1\n"


@pytest.fixture
def world(session, lead):
    consultation = make.consultation(session, lead=lead)
    return consultation, make.question(session, consultation, key="better")


def run(session, consultation, content=FILE, map_text=MAP, *, name="a.csv", act=services.carry_out):
    sheet = reading.read(content, name)
    started = services.start_run(session, consultation, name, content, upload=None, by_name="test", at=clock.now())
    act(session, consultation, started, sheet, mapping.from_yaml(map_text), clock.now())
    session.commit()
    return started


def count(session):
    return session.scalar(select(func.count()).select_from(Response))


def test_good_rows_come_in_and_bad_ones_are_named(session, world):
    consultation, question = world
    done = run(session, consultation)
    assert (done.imported, done.duplicates, done.rejected_count) == (3, 0, 2)
    assert [(item["row"], item["reason"].split(".")[0]) for item in done.rejected] == [
        (4, "audience “teacher” is not known"),
        (5, "nothing was said in it"),
    ]
    texts = set(session.scalars(select(Answer.text).where(Answer.question_id == question.id)))
    assert texts == {"more parks", "help sooner", "😀 =1+1"}


def test_running_it_again_adds_nothing(session, world):
    consultation, _ = world
    run(session, consultation)
    again = run(session, consultation)
    assert (again.imported, again.duplicates, again.rejected_count) == (0, 3, 2)
    assert count(session) == 3


def test_a_trial_counts_and_stores_nothing(session, world):
    consultation, _ = world
    tried = run(session, consultation, act=services.check)
    assert (tried.imported, tried.rejected_count, tried.is_trial) == (3, 2, True)
    assert count(session) == 0


def test_without_an_id_equal_rows_are_all_voices_and_still_known_again(session, world):
    consultation, _ = world
    content = b"words\nmore parks\nmore parks\nmore parks\n"
    map_text = "text: words\naudience: {value: young-people}\n"
    assert run(session, consultation, content, map_text).imported == 3
    assert run(session, consultation, content, map_text).duplicates == 3
    assert run(session, consultation, content + b"more parks\n", map_text).imported == 1
    assert count(session) == 4


def test_the_same_id_with_other_words_is_rejected_and_the_first_is_kept(session, world):
    consultation, _ = world
    run(session, consultation)
    other = run(session, consultation, b"id,who,words\n1,pupil,something else\n")
    assert other.rejected_count == 1
    assert "came before with other answers" in other.rejected[0]["reason"]
    assert count(session) == 3


def test_choices_are_known_by_their_words_or_ids(session, world):
    consultation, _ = world
    options = [{"id": "good", "text": "Very good"}, {"id": "bad", "text": "Bad"}]
    scale = make.question(session, consultation, QuestionType.SCALE, key="how", options=options)
    many = make.question(session, consultation, QuestionType.MULTIPLE, key="which", options=options)
    map_text = "answers: {how: how, which: which}\naudience: {value: staff-partners}\nheadcount: n\nsubmitted_at: t\n"
    content = b"how,which,n,t\nVery good,good; Bad,12,21/11/2026 14:05\nawful,,1,\nbad,,0,\nbad,,1,yesterday\n"
    done = run(session, consultation, content, map_text)
    assert done.imported == 1
    assert [item["row"] for item in done.rejected] == [3, 4, 5]
    stored = session.scalars(select(Response)).one()
    assert stored.headcount == 12
    assert stored.audience is Audience.STAFF_PARTNERS
    assert stored.completed_at == datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
    assert {answer.question_id: answer.value for answer in stored.answers} == {
        scale.id: ["good"],
        many.id: ["good", "bad"],
    }


@pytest.mark.parametrize(
    ("map_text", "says"),
    [
        ("audience: who", "needs `text`"),
        ("text: wrds\naudience: who", "Did you mean “words”"),
        ("text: words\naudeince: who", "“audeince”"),
        ("text: words\nanswers: {better: words}", "not both"),
        ("answers: {worse: words}\naudience: who", "no question “worse”"),
        ("text: [1]", "must be a column"),
        ("text: words: more", "not valid YAML"),
        ("- a", "needs `text`"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_by_name(session, world, map_text, says):
    with pytest.raises(InvalidInputError, match=says):
        run(session, world[0], map_text=map_text)


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("1658934589213", datetime(2022, 7, 27, 15, 9, 49, tzinfo=UTC)),
        ("2026-07-01T10:00:00Z", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("2026-07-01 10:00", datetime(2026, 7, 1, 9, tzinfo=UTC)),
        ("1 July 2026", datetime(2026, 6, 30, 23, tzinfo=UTC)),
        ("", None),
    ],
)
def test_moments_are_read_in_the_forms_tools_write(given, moment):
    assert rules.moment_of(given) == moment


def test_a_mapped_formula_is_refused_by_row_and_column(session, world):
    from tests.unit.collection.importing.test_reading import xlsx

    done = run(
        session, world[0], xlsx([["id", "who", "words"], [1, "pupil", "=A1"], [2, "pupil", "parks"]]), name="a.xlsx"
    )
    assert done.imported == 1
    assert done.rejected[0]["row"] == 2
    assert "formula" in done.rejected[0]["reason"]
