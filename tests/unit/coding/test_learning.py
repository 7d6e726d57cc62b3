"""Suggestions learn from tags and refusals of the plan: at once, from cleared answers, and say how good they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from cypp_consult.coding import services, tasks
from cypp_consult.coding.learning import vectors
from cypp_consult.coding.learning.lessons import NONE, decisions, lessons, or_none
from cypp_consult.coding.learning.models import AnswerVector, ExampleVector, Learning
from cypp_consult.coding.learning.progress import Standing
from cypp_consult.coding.models import Suggestion
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.core.jobs import Job, Progress
from cypp_consult.safeguarding.models import Reading
from cypp_consult.text import embedding


@pytest.fixture(autouse=True)
def _short_list(coding):
    """One word is enough of a list here."""
    services.add_entry(coding.session, coding.consultation.plan, coding.outcome(), "bully", 1.0, at=coding.now())


def run(coding, **arguments):
    given = {"consultation_id": str(coding.consultation.id), **arguments}
    return tasks.suggest_new(coding.session, given, Progress(coding.session, coding.consultation.id))


def guesses(coding, answer):
    coding.session.expire_all()
    rows = coding.session.scalars(select(Suggestion).where(Suggestion.answer_id == answer)).all()
    return {Target.of(row.outcome_id, row.priority_id, row.theme_id): tuple(row.reasons) for row in rows}


def test_a_word_nobody_listed_is_learned_from_tags(coding):
    target = coding.priority()
    run(coding)
    told = [coding.answer(f"the zog number {number}") for number in range(3)]
    fresh = coding.answer("another zog here")
    assert run(coding) == {"answers": 4}
    assert target not in guesses(coding, fresh)
    coding.act("add_tag", told, target)
    assert run(coding, learn=True)["answers"] == 1, "what was coded is not looked at again"
    assert guesses(coding, fresh)[target] == ("zog",)


def test_a_refusal_is_learned_too(coding):
    target, other = coding.outcome(), coding.outcome("be-healthy")
    coding.guess(refused := coding.answer("zog frob"), target)
    coding.act("refuse", [refused], target)
    (lesson,) = lessons(coding.session, coding.consultation.plan_id).values()
    assert (lesson.targets, lesson.refused) == ((), (target.token,))
    coding.act("add_tag", [coding.answer("zog blim"), coding.answer("blim")], target)
    coding.act("add_tag", [coding.answer("zog wug"), coding.answer("wug")], other)
    fresh = coding.answer("a zog")
    run(coding)
    assert next(iter(guesses(coding, fresh))) == other, "both were tagged for it once, and one refused once"


def test_a_theme_is_suggested_by_what_was_tagged_with_it(coding):
    theme = coding.theme("Buses at night")
    coding.act("add_tag", [coding.answer(f"no zog after nine {n}") for n in range(4)], theme)
    coding.act("add_tag", [coding.answer(f"more frob please {n}") for n in range(4)], coding.outcome("be-healthy"))
    late, other, named = coding.answer("a zog home"), coding.answer("frob for all"), coding.answer("buses are late")
    run(coding)
    assert guesses(coding, late)[theme] == ("zog",)
    assert theme not in guesses(coding, other), "it is likelier about no theme"
    assert guesses(coding, named)[theme] == ("buses",), "its name speaks for it"


def test_at_most_three_of_each(coding):
    themes = [coding.theme(f"Zog {name}") for name in ("one", "two", "three", "four", "five")]
    answer = coding.answer("zog")
    run(coding)
    assert len(set(guesses(coding, answer)) & set(themes)) == 3


def test_lessons_are_cleared_answers_in_english_with_what_stands_above(coding):
    theme = coding.theme("Safe routes", coding.priority())
    taught = coding.answer("a zog")
    coding.act("add_tag", [taught], theme)
    polish = coding.answer("zog", language="pl")
    coding.act("add_tag", [polish], theme)
    raised = coding.answer("zog zog", reading=Reading.RAISED)
    coding.guess(raised, theme)
    found = lessons(coding.session, coding.consultation.plan_id)
    assert list(found) == [taught]
    assert found[taught].targets == (theme.token, coding.priority().token, coding.outcome().token)


def test_what_is_about_no_theme_teaches_that(coding):
    coding.act("add_tag", [coding.answer("zog")], coding.outcome())
    (lesson,) = or_none(lessons(coding.session, coding.consultation.plan_id).values(), TargetKind.THEME)
    assert lesson.targets == (coding.outcome().token, NONE)


def test_quality_is_kept_with_how_many_answers_it_stands_on(coding):
    coding.act("add_tag", [coding.answer(f"a zog {n}") for n in range(20)], coding.outcome())
    coding.act("add_tag", [coding.answer(f"a frob {n}") for n in range(20)], coding.outcome("be-healthy"))
    run(coding)
    trial = coding.session.get_one(Learning, coding.consultation.id).trials["outcome"]
    assert trial["n"] == 40
    assert trial["first"] > 35
    assert trial["start_first"] <= trial["first"]


def test_learning_is_due_at_once_then_more_rarely(coding):
    plan_id = coding.consultation.plan_id
    run(coding)
    learning = coding.session.get_one(Learning, coding.consultation.id)
    at = learning.learned_at

    def due(later):
        return Standing(learning, decisions(coding.session, plan_id)).due(at + timedelta(seconds=later))

    learning.took_seconds = 1.0
    assert not due(60), "nothing was decided"
    coding.act("add_tag", [coding.answer("zog")], coding.outcome())
    assert not due(9), "it rests for ten times as long as it took"
    assert due(11)
    learning.decisions, learning.newest_at = 50, None
    coding.act("add_tag", coding.answers(49), coding.outcome())
    assert not due(11), "fifty decisions are known and none is more: what changed waits"
    assert due(301), "but not for long"


def test_a_round_of_the_worker_has_it_learn(coding):
    run(coding)
    learning = coding.session.get_one(Learning, coding.consultation.id)
    learning.took_seconds = 0.0
    coding.act("add_tag", [coding.answer("zog")], coding.outcome())
    tasks.learn_what_was_decided(coding.session, learning.learned_at + timedelta(seconds=5))
    (job,) = coding.session.scalars(select(Job).where(Job.kind == tasks.KIND)).all()
    assert job.arguments == {"consultation_id": str(coding.consultation.id)}
    run(coding)
    coding.session.delete(job)
    tasks.learn_what_was_decided(coding.session, learning.learned_at + timedelta(seconds=5))
    assert coding.session.scalars(select(Job).where(Job.kind == tasks.KIND)).all() == []


def test_taking_a_tag_off_unlearns_it(coding):
    target = coding.priority()
    answer = coding.answer("a zog")
    coding.act("add_tag", [answer], target)
    fresh = coding.answer("zog zog")
    run(coding)
    assert target in guesses(coding, fresh)
    coding.act("remove_tag", [answer], target)
    run(coding, learn=True)
    assert target not in guesses(coding, fresh)


def test_vectors_are_made_once_and_anew_for_other_words(coding, monkeypatch):
    made = []

    def fake(texts):
        made.extend(texts)
        return [b"\x00" * 768 for _ in texts]

    monkeypatch.setattr(embedding, "vectors", fake)
    answer = coding.answer("zog")
    at_hand = vectors.Vectors()
    at_hand.fetch_answers(coding.session, {answer: "zog"})
    vectors.Vectors().fetch_answers(coding.session, {answer: "zog"})
    assert made == ["zog"]
    assert at_hand("zog") is not None and at_hand("frob") is None
    vectors.Vectors().fetch_answers(coding.session, {answer: "frob"})
    assert made == ["zog", "frob"]
    assert len(coding.session.scalars(select(AnswerVector)).all()) == 1
    assert set(vectors.kept_vectors(coding.session, [answer])) == {answer}
    at_hand.fetch_examples(coding.session)
    count = len(made)
    vectors.Vectors().fetch_examples(coding.session)
    assert len(made) == count
    assert len(coding.session.scalars(select(ExampleVector)).all()) > 500
