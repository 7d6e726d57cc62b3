import pytest
from sqlalchemy import select

from cypp_consult.coding import queries as listing
from cypp_consult.coding.filters import PAGE_SIZE, Filters, Order, Place, TagState
from cypp_consult.coding.translations import queries, reading, services
from cypp_consult.coding.translations.models import AnswerLanguage, AnswerTone, ToneLabel, Translation
from cypp_consult.coding.translations.queries import Step
from cypp_consult.coding.translations.rules import TranslatedMeanwhileError
from cypp_consult.collection.models import Answer
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.errors import InvalidInputError, NotFoundError
from cypp_consult.safeguarding.models import Reading, SafetyReading, SafetyScreen
from tests import make

POLISH = "Nie czuję się bezpiecznie w szkole"


def read(coding):
    while reading.read_some(coding.session, coding.consultation.id, coding.now()):
        pass


def translate(coding, key, words="I do not feel safe at school", seen=0, by=None):
    answer = coding.session.get_one(Answer, key)
    return services.translate(
        coding.session, answer, words, "pl", seen=seen, by_id=by or coding.coder.id, at=coding.now()
    )


def clear(coding, key, seen=1):
    answer = coding.session.get_one(Answer, key)
    services.clear(coding.session, answer, seen=seen, by_id=coding.coder.id, at=coding.now())


def steps(coding, *, reader=True):
    return {
        step.value: n for step, n in queries.counts(coding.session, coding.consultation.id, reader=reader).items() if n
    }


def test_english_has_a_tone_and_other_languages_have_none(coding):
    bad, good, foreign = coding.answer("I never feel safe"), coding.answer("the park is brill"), coding.answer(POLISH)
    read(coding)
    tones = {key: one.tone for key, one in queries.told(coding.session, [bad, good, foreign]).items()}
    assert tones[bad].label is ToneLabel.NEGATIVE
    assert tones[bad].because == ("never feel safe",)
    assert not tones[bad].by_person
    assert tones[good].label is ToneLabel.POSITIVE
    assert tones[foreign].label is ToneLabel.UNCLEAR
    assert queries.told(coding.session, [bad, foreign])[foreign].shown.language == "pl"
    assert steps(coding) == {"to-translate": 1}


def test_reading_twice_changes_nothing(coding):
    coding.answer(POLISH)
    read(coding)
    assert reading.waiting(coding.session, coding.consultation.id) == 0
    assert reading.read_some(coding.session, coding.consultation.id, coding.now()) == 0


def test_a_translation_is_shown_to_coders_once_both_were_read_for_safety(coding):
    key = coding.answer(POLISH, reading=None)
    read(coding)
    translate(coding, key, "I do not feel safe at school with Kacper")
    assert steps(coding) == {"to-read": 1}
    assert queries.told(coding.session, [key])[key].shown.translation is None
    clear(coding, key)
    read(coding)
    shown = queries.told(coding.session, [key])[key].shown
    assert shown.translation == "I do not feel safe at school with [name removed]"
    assert shown.by_name == coding.coder.name
    assert coding.session.get_one(Answer, key).text == POLISH
    assert coding.session.get_one(SafetyReading, key).reading is Reading.CLEARED
    assert queries.told(coding.session, [key])[key].tone.label is ToneLabel.NEGATIVE
    assert steps(coding) == {"ready": 1}


def test_what_nobody_cleared_is_for_readers_alone_and_what_was_raised_for_neither(coding):
    unread, raised = coding.answer(POLISH, reading=None), coding.answer(POLISH, reading=Reading.RAISED)
    read(coding)
    assert steps(coding) == {"to-translate": 1}
    assert steps(coding, reader=False) == {}
    assert queries.row(coding.session, coding.consultation.id, unread, reader=True).text == POLISH
    for key, reader in ((unread, False), (raised, True)):
        with pytest.raises(NotFoundError):
            queries.row(coding.session, coding.consultation.id, key, reader=reader)


def test_a_correction_keeps_the_earlier_words_and_is_read_anew(coding):
    key = coding.answer(POLISH)
    read(coding)
    translate(coding, key)
    clear(coding, key)
    translate(coding, key, "I don't feel safe in my school", seen=1)
    assert queries.told(coding.session, [key])[key].shown.translation is None
    assert [words for words, _, _ in queries.earlier(coding.session, key)] == ["I do not feel safe at school"]
    assert steps(coding) == {"to-read": 1}


@pytest.mark.parametrize("seen", [0, 2])
def test_who_translates_over_another_is_told(coding, seen):
    key = coding.answer(POLISH)
    translate(coding, key)
    with pytest.raises(TranslatedMeanwhileError):
        translate(coding, key, "Something else", seen=seen)


def test_what_was_not_read_cannot_be_cleared(coding):
    key = coding.answer(POLISH)
    translate(coding, key)
    translate(coding, key, "Quite another thing", seen=1)
    with pytest.raises(TranslatedMeanwhileError):
        clear(coding, key, seen=1)


def test_a_worrying_translation_is_read_first(coding):
    key = coding.answer("Tata mnie bije", reading=None)
    found = translate(coding, key, "My dad hits me")
    assert found.level == "high"
    screen = coding.session.get_one(SafetyScreen, key)
    assert screen.level == "high"
    assert any(reason.startswith("Translation: ") for reason in screen.reasons)


def test_a_person_knows_the_language_better(coding):
    key = coding.answer("la la la")
    coding.session.add(AnswerLanguage(answer_id=key, language="es", at=coding.now()))
    coding.session.flush()
    read(coding)
    services.say_language(coding.session, coding.session.get_one(Answer, key), "en", coding.coder.id, coding.now())
    read(coding)
    assert steps(coding) == {}
    assert queries.told(coding.session, [key])[key].shown.language == "en"
    with pytest.raises(InvalidInputError):
        services.say_language(coding.session, coding.session.get_one(Answer, key), "qq", None, coding.now())


def test_a_person_says_another_tone_and_takes_it_back(coding):
    key = coding.answer("my school is sick")
    read(coding)
    before = services.say_tone(coding.session, key, ToneLabel.POSITIVE, coding.coder.id, coding.now())
    assert before is None
    assert queries.told(coding.session, [key])[key].tone == queries.ToneShown(
        ToneLabel.POSITIVE, True, (), ToneLabel.UNCLEAR
    )
    services.look_again(coding.session, key)
    read(coding)
    assert queries.told(coding.session, [key])[key].tone.by_person
    undone = services.say_tone(coding.session, key, before, coding.coder.id, coding.now())
    assert undone is ToneLabel.POSITIVE
    shown = queries.told(coding.session, [key])[key].tone
    assert (shown.label, shown.by_person) == (ToneLabel.UNCLEAR, False)
    actions = coding.session.scalars(select(AuditEntry.action).where(AuditEntry.object_id == str(key)))
    assert list(actions).count("answer.tone") == 2


def test_answers_are_found_by_their_tone(coding):
    bad, good = coding.answer("it is rubbish"), coding.answer("it is rubbish too")
    read(coding)
    services.say_tone(coding.session, good, ToneLabel.POSITIVE, coding.coder.id, coding.now())
    wanted = select(Answer.id).where(queries.has_tone(ToneLabel.NEGATIVE))
    assert coding.session.scalars(wanted).all() == [bad]
    ordered = select(Answer.id).where(Answer.id.in_([bad, good])).order_by(queries.tone_rank())
    assert coding.session.scalars(ordered).all() == [bad, good]


def test_a_response_taken_back_takes_its_translation_along(coding):
    key = coding.answer(POLISH)
    read(coding)
    translate(coding, key)
    coding.session.delete(coding.session.get_one(Answer, key))
    coding.session.flush()
    for model in (AnswerLanguage, AnswerTone, Translation):
        assert coding.session.scalars(select(model)).all() == []


def test_another_consultation_is_not_read(coding):
    other = make.consultation(coding.session)
    coding.answer("hello")
    assert reading.waiting(coding.session, other.id) == 0
    assert Step.READY.label


def test_pages_in_the_order_of_tones_show_each_answer_once(coding):
    texts = ("it is great fun", "it is horrible", "there is a bus at nine")
    keys = {coding.answer(f"{texts[number % 3]} {number}") for number in range(PAGE_SIZE + 12)}
    read(coding)
    chosen = Filters(state=TagState.ALL, order=Order.TONE)
    first = listing.answers(coding.session, coding.consultation.id, chosen)
    second = listing.answers(coding.session, coding.consultation.id, chosen, after=first.after)
    shown = [*first.rows, *second.rows]
    assert {row.id for row in shown} == keys and len(shown) == len(keys)
    ranks = [row.place.rank for row in shown]
    assert ranks == sorted(ranks) and len(set(ranks)) == 3
    again = listing.answers(coding.session, coding.consultation.id, chosen, before=second.before)
    assert again.rows == first.rows
    place = listing.place_of(coding.session, first.rows[3].id)
    assert place is not None
    beside = listing.beside(coding.session, coding.consultation.id, chosen, place)
    assert beside == (first.rows[2].id, first.rows[4].id)
    assert Place.parse(place.token) == place
