"""Frozen versions: numbered, for every audience, never changed, and not twice for the same words."""

import pytest
from sqlalchemy import select

from cypp_consult.consultations.rules import NotReadyError
from cypp_consult.core import audit, clock
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import queries, rules, services
from cypp_consult.questionnaires.models import QuestionType, QuestionWording
from tests import make


@pytest.fixture
def consultation(session, lead):
    return make.consultation(session, lead=lead, launched=False)


def freeze(session, consultation):
    return services.freeze(session, consultation, consultation.lead_id, clock.now())


def test_a_version_holds_a_questionnaire_for_each_audience(session, consultation):
    asked = make.question(session, consultation)
    assert freeze(session, consultation) == 1
    for audience in Audience:
        frozen = queries.latest(session, consultation.id, audience)
        assert frozen is not None
        assert frozen.number == 1
        assert [item.id for item in rules.questions_of(frozen.questions)] == [str(asked.id)]
        assert queries.languages(session, consultation.id, audience) == ["en"]


def test_freezing_the_same_draft_again_keeps_the_version(session, consultation):
    make.question(session, consultation)
    assert freeze(session, consultation) == 1
    assert freeze(session, consultation) == 1
    assert len(queries.of_version(session, consultation.id, 1)) == len(Audience)


def test_an_edit_makes_a_new_version_and_leaves_the_old_one_alone(session, consultation):
    asked = make.question(session, consultation, text="What is good?")
    freeze(session, consultation)
    before = {row.audience: (row.digest, row.questions) for row in queries.of_version(session, consultation.id, 1)}
    asked.wordings[0].text = "What is very good?"
    session.flush()
    assert freeze(session, consultation) == 2
    after = {row.audience: (row.digest, row.questions) for row in queries.of_version(session, consultation.id, 1)}
    assert after == before
    assert queries.latest(session, consultation.id, Audience.YOUNG_PEOPLE).number == 2


def test_the_same_draft_has_the_same_digest(session, lead):
    consultation = make.consultation(session, lead=lead)
    make.question(session, consultation, QuestionType.PRIORITIES, top_n=3)
    one = {key: rules.digest(value) for key, value in queries.drafts(session, consultation).items()}
    session.expire_all()
    assert one == {key: rules.digest(value) for key, value in queries.drafts(session, consultation).items()}


def test_priorities_are_the_live_ones_of_the_plan(session, consultation):
    asked = make.question(session, consultation, QuestionType.PRIORITIES, top_n=3)
    first = consultation.plan.outcomes[0].priorities[0]
    first.retired_at = clock.now()
    consultation.plan.outcomes[1].priorities[0].short_name = "Home"
    session.flush()
    seen = queries.drafts(session, consultation)[Audience.YOUNG_PEOPLE, "en"][0]
    assert seen.id == str(asked.id)
    assert [option.text for option in seen.options] == ["Feel good", "Home", "Safe streets"]
    assert seen.top_n == 3


def test_an_audience_may_be_offered_fewer_priorities_in_other_words(session, consultation):
    asked = make.question(session, consultation, QuestionType.PRIORITIES, top_n=3)
    eat, feel, home, streets = (p for outcome in consultation.plan.outcomes for p in outcome.priorities)
    streets.picture = "lamp"
    for_children = next(item for item in asked.wordings if item.audience is Audience.YOUNGER_CHILDREN)
    for_children.options = [
        {"id": str(streets.id), "text": "Feeling safe outside"},
        {"id": str(feel.id), "text": ""},
        {"id": str(home.id), "text": "Safe at home"},
        {"id": "elsewhere", "text": "Not of this plan"},
    ]
    session.flush()

    def offered(audience):
        return [(o.id, o.text, o.picture) for o in queries.drafts(session, consultation)[audience, "en"][0].options]

    assert offered(Audience.YOUNGER_CHILDREN) == [
        (str(streets.id), "Feeling safe outside", "lamp"),
        (str(feel.id), "Feel good", None),
        (str(home.id), "Safe at home", None),
    ]
    assert len(offered(Audience.YOUNG_PEOPLE)) == 4
    streets.retired_at = clock.now()
    feel.short_name = "Feeling good"
    session.flush()
    assert [text for _, text, _ in offered(Audience.YOUNGER_CHILDREN)] == ["Feeling good", "Safe at home"]
    feel.retired_at = home.retired_at = clock.now()
    session.flush()
    assert [key for key, _, _ in offered(Audience.YOUNGER_CHILDREN)] == [str(eat.id)]
    for_children.options = []
    session.flush()
    assert [key for key, _, _ in offered(Audience.YOUNGER_CHILDREN)] == [str(eat.id)]


def test_an_audience_may_have_its_own_type_and_words(session, consultation):
    options = [{"id": "good", "text": "Good"}, {"id": "middle", "text": "Middling"}, {"id": "poor", "text": "Poor"}]
    asked = make.question(session, consultation, QuestionType.SCALE, options=options)
    wording = next(item for item in asked.wordings if item.audience is Audience.YOUNGER_CHILDREN)
    wording.type = QuestionType.FACES3
    wording.options = [{**item, "text": item["text"] + "!"} for item in options]
    session.flush()
    drafts = queries.drafts(session, consultation)
    assert drafts[Audience.YOUNGER_CHILDREN, "en"][0].type is QuestionType.FACES3
    assert drafts[Audience.YOUNGER_CHILDREN, "en"][0].options[0].text == "Good!"
    assert drafts[Audience.PARENTS_CARERS, "en"][0].options[0].text == "Good"


def test_a_language_is_frozen_once_it_is_complete(session, consultation):
    first, second = (make.question(session, consultation, position=place) for place in range(2))
    session.add(QuestionWording(question_id=first.id, audience=Audience.PARENTS_CARERS, language="pl", text="Co?"))
    session.flush()
    session.expire_all()
    freeze(session, consultation)
    assert queries.languages(session, consultation.id, Audience.PARENTS_CARERS) == ["en"]
    session.add(QuestionWording(question_id=second.id, audience=Audience.PARENTS_CARERS, language="pl", text="Kto?"))
    session.flush()
    session.expire_all()
    freeze(session, consultation)
    assert queries.languages(session, consultation.id, Audience.PARENTS_CARERS) == ["en", "pl"]
    assert queries.latest(session, consultation.id, Audience.PARENTS_CARERS, "pl").questions[1]["text"] == "Kto?"


def test_what_cannot_be_asked_is_not_frozen(session, consultation):
    make.question(session, consultation, QuestionType.SINGLE)
    with pytest.raises(services.NotFrozenError, match="write at least two answers"):
        freeze(session, consultation)
    assert queries.version(session, consultation.id) == 0


def test_launching_freezes_and_opens(session, consultation, lead):
    make.question(session, consultation)
    services.launch(session, consultation, lead.id, clock.now())
    assert consultation.launched_at is not None
    assert queries.version(session, consultation.id) == 1
    actions = set(session.scalars(select(audit.AuditEntry.action)))
    assert {"questionnaire.freeze", "consultation.launch"} <= actions


def test_launching_twice_changes_nothing(session, consultation, lead):
    make.question(session, consultation)
    services.launch(session, consultation, lead.id, clock.now())
    first = consultation.launched_at
    services.launch(session, consultation, lead.id, clock.now())
    assert consultation.launched_at == first


def test_launching_says_all_that_is_missing(session, lead):
    consultation = make.consultation(session, launched=False, purpose="", safeguarding_lead_id=lead.id)
    with pytest.raises(NotReadyError) as caught:
        services.launch(session, consultation, lead.id, clock.now())
    assert {item.where for item in caught.value.missing} == {"purpose", "lead_id", "questions"}
    assert consultation.launched_at is None
