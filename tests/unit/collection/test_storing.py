"""A response is never lost and never doubled."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, func, select

from cypp_consult.collection.models import Answer, Channel, ParkedResponse, Response
from cypp_consult.collection.services import Status, store, store_many
from cypp_consult.core import clock, jobs
from cypp_consult.core.database import db
from cypp_consult.questionnaires.rules import Given
from tests import make

NOW = clock.now()


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_stores_answers_and_says_so(session, world):
    sent = world.submission(about={"sex": "female"}, completed_at=NOW - timedelta(minutes=2))
    receipt = store(session, sent, NOW)
    session.commit()
    assert (receipt.id, receipt.status, receipt.detail) == (sent.id, "stored", "")
    kept = session.get_one(Response, sent.id)
    assert kept.received_at == NOW
    assert kept.headcount == 1
    by_question = {answer.question_id: answer for answer in kept.answers}
    assert by_question[world.words.id].text == "More things to do after school"
    assert by_question[world.words.id].has_text
    assert by_question[world.words.id].value == []
    assert by_question[world.safe.id].value == ["very"]
    assert by_question[world.safe.id].text is None
    assert [(row.key, row.value) for row in kept.about] == [("sex", "female")]


def test_the_same_again_is_a_duplicate_also_from_elsewhere_and_later(session, world):
    sent = world.submission()
    store(session, sent, NOW)
    again = replace(sent, channel=Channel.TABLET, completed_at=NOW, language="ur", headcount=2)
    assert store(session, again, NOW + timedelta(days=3)).status is Status.DUPLICATE
    assert count(session, Response) == 1
    assert count(session, ParkedResponse) == 0
    assert session.get_one(Response, sent.id).channel is Channel.WEB


def test_other_answers_under_a_known_id_are_parked_once_and_change_nothing(session, world):
    sent = world.submission()
    store(session, sent, NOW)
    other = replace(sent, answers={world.words.id: Given(text="Something else")})
    for _ in range(2):
        receipt = store(session, other, NOW)
        assert receipt.status is Status.CONFLICT
        assert receipt.detail
    session.commit()
    assert session.scalars(select(Answer.text).where(Answer.has_text)).all() == ["More things to do after school"]
    parked = session.scalars(select(ParkedResponse)).one()
    assert (parked.status, parked.response_id) == ("conflict", str(sent.id))
    assert parked.payload["answers"][str(world.words.id)]["text"] == "Something else"


def test_the_same_at_another_event_is_a_conflict(session, world):
    first, second = make.event(session, world.consultation), make.event(session, world.consultation)
    sent = world.submission(event_id=first.id)
    assert store(session, sent, NOW).status is Status.STORED
    assert store(session, replace(sent, event_id=second.id), NOW).status is Status.CONFLICT


def test_a_removed_response_sent_again_is_a_duplicate_and_stays_removed(session, world):
    sent = world.submission()
    store(session, sent, NOW)
    kept = session.get_one(Response, sent.id)
    kept.removed_at, kept.digest, kept.answers = NOW, "", []
    session.flush()
    assert store(session, sent, NOW).status is Status.DUPLICATE
    assert store(session, replace(sent, answers={}), NOW).status is Status.DUPLICATE
    assert count(session, Answer) == 0
    assert count(session, ParkedResponse) == 0


def test_a_batch_gives_a_receipt_for_each_in_order(session, world):
    known = world.submission("Known")
    store(session, known, NOW)
    new = world.submission("New")
    bad = world.submission(answers={uuid4(): Given(text="?")})
    batch = [known, new, bad, new, replace(new, answers={}), replace(known, answers={})]
    receipts = store_many(session, batch, NOW)
    assert [receipt.id for receipt in receipts] == [item.id for item in batch]
    assert [receipt.status for receipt in receipts] == [
        "duplicate",
        "stored",
        "invalid",
        "duplicate",
        "conflict",
        "conflict",
    ]
    assert count(session, Response) == 2
    assert count(session, ParkedResponse) == 3


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"consultation_id": uuid4()}, "consultation"),
        ({"event_id": uuid4()}, "event"),
        ({"questionnaire_id": uuid4()}, "questionnaire"),
        ({"answers": {uuid4(): Given(text="Hi")}}, "question"),
        ({"headcount": 0}, "number of people"),
        ({"headcount": 10**9}, "number of people"),
    ],
)
def test_what_refers_to_nothing_is_invalid(session, world, change, why):
    receipt = store(session, world.submission(**change), NOW)
    assert receipt.status is Status.INVALID
    assert why in receipt.detail
    assert count(session, Response) == 0


def test_an_option_that_was_not_offered_is_invalid(session, world):
    receipt = store(session, world.submission(answers={world.safe.id: Given(value=("<b>",))}), NOW)
    assert receipt.status is Status.INVALID
    assert session.scalars(select(ParkedResponse.status)).all() == ["invalid"]


def test_an_import_reports_its_own_bad_rows(session, world):
    store(session, world.submission(channel=Channel.IMPORT, headcount=0), NOW)
    assert count(session, ParkedResponse) == 0


def test_empty_answers_are_no_answers_but_the_response_counts(session, world):
    sent = world.submission(answers={world.words.id: Given(text="  \n"), world.safe.id: Given()})
    assert store(session, sent, NOW).status is Status.STORED
    assert count(session, Answer) == 0
    assert count(session, Response) == 1


def test_not_sure_is_kept(session, world):
    store(session, world.submission(answers={world.safe.id: Given(unsure=True)}), NOW)
    answer = session.scalars(select(Answer)).one()
    assert (answer.unsure, answer.value, answer.has_text) == (True, [], False)


@pytest.mark.parametrize(
    "text",
    [
        "a\x00b\x07c",
        "broken \ud83d half",
        "x" * 100_000,
        "🎉👩‍👩‍👧 yes",
        "مجھے پارک چاہیے",
        "=SUM(A1:A9)",
        "line\r\nline",
    ],
    ids=["control", "surrogate", "long", "emoji", "urdu", "formula", "newlines"],
)
def test_any_text_survives(session, world, text):
    from cypp_consult.text.clean import clean_text

    sent = world.submission(text)
    assert store(session, sent, NOW).status is Status.STORED
    session.commit()
    assert session.scalars(select(Answer.text).where(Answer.has_text)).one() == clean_text(text).strip()
    assert store(session, sent, NOW).status is Status.DUPLICATE


def test_a_code_that_is_another_s_costs_the_code_not_the_response(session, world):
    first, second = world.submission(receipt_digest="d" * 64), world.submission(receipt_digest="d" * 64)
    assert [item.status for item in store_many(session, [first, second], NOW)] == ["stored", "stored"]
    assert store(session, world.submission(receipt_digest="d" * 64), NOW).status is Status.STORED
    assert count(session, Response) == 3
    assert session.scalars(select(Response.receipt_digest).where(Response.receipt_digest.is_not(None))).all() == [
        "d" * 64
    ]


def test_words_ask_for_reading_once(session, world):
    store_many(session, [world.submission(f"No {n}") for n in range(3)], NOW)
    store(session, world.submission("And one"), NOW)
    kinds = session.scalars(select(jobs.Job.kind).order_by(jobs.Job.kind)).all()
    assert kinds == ["coding.suggest_new", "safeguarding.screen_new"]
    assert session.scalars(select(jobs.Job)).first().arguments == {"consultation_id": str(world.consultation.id)}


def test_ticks_alone_ask_for_no_reading(session, world):
    store(session, world.submission(answers={world.safe.id: Given(value=("not",))}), NOW)
    assert count(session, jobs.Job) == 0


def statements(session, work):
    seen = []

    def note(*given):
        seen.append(given[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_batch_takes_no_more_statements_than_one(session, world):
    one = statements(session, lambda: store(session, world.submission(), NOW))
    many = statements(session, lambda: store_many(session, [world.submission(str(n)) for n in range(200)], NOW))
    assert many <= one + 1


def test_thirty_threads_with_one_id_store_one(app, session, world):
    sent = world.submission()

    def send(_):
        with app.app_context():
            own = db.session()
            receipt = store(own, sent, NOW)
            own.commit()
            return receipt.status

    with ThreadPoolExecutor(30) as pool:
        seen = list(pool.map(send, range(30)))
    assert sorted(seen) == ["duplicate"] * 29 + ["stored"]
    session.expire_all()
    assert count(session, Response) == 1
    assert count(session, Answer) == 2


def test_batches_with_the_same_ids_in_any_order_all_come_in(app, session, world):
    sent = [world.submission(str(n)) for n in range(20)]

    def send(seed):
        with app.app_context():
            own = db.session()
            mine = (sent[seed:] + sent[:seed])[:: 1 if seed % 2 else -1]
            receipts = store_many(own, mine, NOW)
            own.commit()
            return [receipt.status for receipt in receipts]

    with ThreadPoolExecutor(8) as pool:
        seen = [status for statuses in pool.map(send, range(8)) for status in statuses]
    assert seen.count("stored") == 20
    assert seen.count("duplicate") == 140
    session.expire_all()
    assert count(session, Response) == 20
