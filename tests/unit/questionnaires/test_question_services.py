"""Writing questions leaves frozen versions alone, loses no answer and says who did what."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from cypp_consult.core import audit, clock
from cypp_consult.core.audiences import Audience
from cypp_consult.plans.rules import Direction
from cypp_consult.questionnaires import bank, queries, services
from cypp_consult.questionnaires import question_services as writing
from cypp_consult.questionnaires.models import Question, QuestionType, QuestionWording, ShowIf
from cypp_consult.questionnaires.question_rules import (
    FrozenChangeError,
    QuestionFacts,
    QuestionRefusedError,
    WordingFacts,
)
from cypp_consult.questionnaires.rules import Condition, Option
from tests import make

YES_NO = (Option("", "Yes"), Option("", "No"))


@pytest.fixture
def consultation(session, lead):
    return make.consultation(session, lead=lead)


def facts(name="Safe", kind=QuestionType.SINGLE, **more):
    wordings = tuple(WordingFacts(audience, f"{name}?") for audience in Audience)
    options = () if kind.is_text else YES_NO
    return QuestionFacts(**{"name": name, "type": kind, "options": options, "wordings": wordings, **more})


def facts_of(question, **more):
    options = tuple(Option(item["id"], item["text"]) for item in question.options)
    return facts(question.name, question.type, **{"options": options, **more})


def names(session, consultation):
    return [question.name for question in queries.questions(session, consultation.id)]


def actions(session):
    return list(session.scalars(select(audit.AuditEntry.action).order_by(audit.AuditEntry.id)))


def test_questions_are_added_at_the_end_with_keys_of_their_own(session, consultation):
    first, second = (writing.add(session, consultation, facts()) for _ in range(2))
    assert [first.key, second.key] == ["safe", "safe-2"]
    assert [option["id"] for option in first.options] == ["yes", "no"]
    assert first.position < second.position
    third = writing.add(session, consultation, facts("Between"), after=first)
    assert names(session, consultation) == ["Safe", "Between", "Safe"]
    assert third.wordings[0].language == "en"
    assert actions(session) == ["question.add"] * 3


def test_editing_keeps_ids_and_other_languages(session, consultation):
    question = writing.add(session, consultation, facts())
    question.wordings.append(QuestionWording(audience=Audience.PARENTS_CARERS, language="pl", text="Co?"))
    session.flush()
    edited = facts_of(question, options=(Option("yes", "Yes!"), Option("no", "No"), Option("", "A bit")))
    edited = replace(edited, wordings=edited.wordings[:1])
    writing.edit(session, question, edited)
    session.expire_all()
    assert [option["id"] for option in question.options] == ["yes", "no", "a-bit"]
    assert {(row.audience, row.language) for row in question.wordings} == {
        (Audience.YOUNGER_CHILDREN, "en"),
        (Audience.PARENTS_CARERS, "pl"),
    }
    assert actions(session)[-1] == "question.edit"


def test_a_frozen_question_refuses_another_type_and_loses_no_answer(session, consultation):
    question = writing.add(session, consultation, facts())
    services.freeze(session, consultation, None, clock.now())
    with pytest.raises(FrozenChangeError):
        writing.edit(session, question, replace(facts_of(question), type=QuestionType.MULTIPLE))
    with pytest.raises(FrozenChangeError):
        writing.edit(session, question, facts_of(question, options=(Option("yes", "Yes"), Option("", "Never"))))
    writing.edit(session, question, facts_of(question, options=(Option("yes", "Yes"), Option("no", "Never"))))


def test_a_question_cannot_pass_what_it_looks_at(session, consultation):
    safe = writing.add(session, consultation, facts())
    why = writing.add(
        session,
        consultation,
        facts("Why", QuestionType.LONG_TEXT, show_if=Condition(str(safe.id), ShowIf.IS, "no")),
    )
    with pytest.raises(QuestionRefusedError, match="“Why” is shown depending on “Safe”, so it must come after it"):
        writing.move(session, why, Direction.UP)
    with pytest.raises(QuestionRefusedError):
        writing.move(session, safe, Direction.DOWN)
    with pytest.raises(QuestionRefusedError, match="Change “Why” first"):
        writing.edit(session, safe, facts_of(safe, options=(Option("yes", "Yes"),)))
    with pytest.raises(QuestionRefusedError, match="Change it first"):
        writing.take_out(session, safe, clock.now())
    other = writing.add(session, consultation, facts("Other"))
    writing.move(session, other, Direction.UP)
    writing.move(session, other, Direction.UP)
    writing.move(session, other, Direction.UP)
    assert names(session, consultation) == ["Other", "Safe", "Why"]


def test_a_new_question_is_deleted_and_a_used_one_retired(session, consultation):
    new = writing.add(session, consultation, facts("New"))
    assert writing.take_out(session, new, clock.now()) is False
    assert session.scalar(select(Question).where(Question.name == "New")) is None
    answered = writing.add(session, consultation, facts("Answered", QuestionType.LONG_TEXT))
    make.response(session, consultation, texts={answered: "Words"})
    assert writing.take_out(session, answered, clock.now()) is True
    frozen = writing.add(session, consultation, facts("Frozen"))
    services.freeze(session, consultation, None, clock.now())
    assert writing.take_out(session, frozen, clock.now()) is True
    assert names(session, consultation) == []
    assert {row.name for row in queries.questions(session, consultation.id, retired=True)} == {"Answered", "Frozen"}
    assert actions(session)[-1] == "question.retire"


def test_what_was_retired_comes_back_at_the_end(session, consultation):
    safe = writing.add(session, consultation, facts())
    why = writing.add(session, consultation, facts("Why", show_if=Condition(str(safe.id), ShowIf.ANSWERED)))
    services.freeze(session, consultation, None, clock.now())
    writing.take_out(session, why, clock.now())
    writing.take_out(session, safe, clock.now())
    writing.bring_back(session, consultation, why)
    writing.bring_back(session, consultation, safe)
    assert names(session, consultation) == ["Why", "Safe"]
    assert why.show_if is None


def test_the_bank_is_added_in_its_order(session, consultation):
    added = writing.add_from_bank(session, consultation, ["review-working", "way-to-school", "elsewhere"])
    assert [question.key for question in added] == ["way-to-school", "review-working"]
    seen = queries.drafts(session, consultation)
    children = seen[Audience.YOUNGER_CHILDREN, "en"][0]
    assert children.type is QuestionType.FACES3
    assert [option.id for option in children.options] == ["safe", "middle", "unsafe"]
    assert len(seen[Audience.PARENTS_CARERS, "en"][0].options) == 6


def test_the_whole_bank_can_be_frozen(session, consultation):
    writing.add_from_bank(session, consultation, [question.key for question in bank.load()])
    assert services.freeze(session, consultation, None, clock.now()) == 1


def test_how_questions_stand_in_versions(session, consultation):
    question = writing.add(session, consultation, facts())
    assert queries.used(session, consultation.id) == {}
    services.freeze(session, consultation, None, clock.now())
    used = queries.used(session, consultation.id)[str(question.id)]
    assert used.last_number == 1
    assert used.option_ids == {"yes", "no"}
    assert used.types == dict.fromkeys(Audience, QuestionType.SINGLE)


def test_priorities_are_no_answers_that_a_frozen_question_could_lose(session, consultation):
    children, *others = facts().wordings
    mixed = facts(wordings=(replace(children, type=QuestionType.PRIORITIES), *others))
    question = writing.add(session, consultation, mixed)
    services.freeze(session, consultation, None, clock.now())
    assert queries.used(session, consultation.id)[str(question.id)].option_ids == {"yes", "no"}
    options = (Option("yes", "Yes"), Option("no", "Never"))
    writing.edit(session, question, replace(mixed, options=options))
    with pytest.raises(FrozenChangeError):
        writing.edit(session, question, replace(mixed, options=options[:1]))


def test_a_frozen_question_may_offer_one_audience_fewer_priorities(session, consultation):
    ids = [str(p.id) for outcome in consultation.plan.outcomes for p in outcome.priorities]
    everybody = facts("First", QuestionType.PRIORITIES, options=(), top_n=3)
    question = writing.add(session, consultation, everybody)
    services.freeze(session, consultation, None, clock.now())
    children, *others = everybody.wordings
    fewer = replace(children, options=(Option(ids[2], "Home"), Option(ids[0], "")))
    writing.edit(session, question, replace(everybody, wordings=(fewer, *others)))
    assert services.freeze(session, consultation, None, clock.now()) == 2
    frozen = queries.latest(session, consultation.id, Audience.YOUNGER_CHILDREN).questions[0]
    assert [(item["id"], item["text"]) for item in frozen["options"]] == [(ids[2], "Home"), (ids[0], "Eat well")]
