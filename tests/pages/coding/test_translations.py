"""The translation queue, and tones said by people, as they are used."""

import pytest
from sqlalchemy import select

from cypp_consult.coding.translations import reading
from cypp_consult.coding.translations.models import AnswerLanguage, AnswerTone, ToneLabel, Translation
from cypp_consult.core.roles import Role
from cypp_consult.safeguarding.models import Reading, SafetyReading

WORDS = "//h:main//h:form[.//h:textarea]"
POLISH = "Nie czuję się bezpiecznie w szkole"


@pytest.fixture
def address(coding):
    return f"/consultations/{coding.consultation.slug}/translations"


@pytest.fixture
def polish(session, coding):
    key = coding.answer(POLISH, reading=None)
    reading.read_some(session, coding.consultation.id, coding.now())
    session.commit()
    return key


def test_a_lead_translates_and_reads_both_for_safety(page, session, lead, address, polish):
    assert POLISH in page.sign_in(lead).get(address).words()
    shown = page.get(f"{address}/{polish}")
    assert "Polish" in shown.words()
    done = page.submit(
        f"{address}/{polish}",
        form=WORDS,
        button="Keep the translation",
        language="pl",
        words="I don't feel safe at school",
        safe="y",
    )
    assert "It is in coding now" in done.words()
    session.expire_all()
    kept = session.scalars(select(Translation)).one()
    assert (kept.text, kept.by_id, kept.cleared_by_id) == ("I don't feel safe at school", lead.id, lead.id)
    assert session.get_one(SafetyReading, polish).reading == "cleared"
    # the machine read the translation at once
    assert session.get_one(AnswerTone, polish).label is ToneLabel.NEGATIVE
    ready = page.get(f"{address}?step=ready").words()
    assert POLISH in ready
    assert "I don't feel safe at school" in ready


def test_an_analyst_translates_what_was_cleared_and_somebody_else_reads_it(
    page, session, analyst, lead, coding, address, polish
):
    page.sign_in(analyst)
    assert POLISH not in page.get(address).words()
    page.get(f"{address}/{polish}", status=404)
    cleared = coding.answer("Chcę więcej boisk i zajęć po szkole")
    reading.read_some(session, coding.consultation.id, coding.now())
    session.commit()
    done = page.submit(
        f"{address}/{cleared}", form=WORDS, button="Keep the translation", language="pl", words="I want more pitches"
    )
    assert "Somebody reads it for safety" in done.words()
    page.post(f"{address}/{cleared}/clear", {"seen": "1"}, status=403)
    page.sign_in(lead)
    page.submit(
        f"{address}/{cleared}",
        form="//h:main//h:form[contains(@action, '/clear')]",
        button="Both read, safe: on to coding",
    )
    session.expire_all()
    assert session.scalars(select(Translation)).one().cleared_by_id == lead.id


def test_an_empty_translation_says_what_to_do(page, lead, address, polish):
    answer = page.sign_in(lead).submit(
        f"{address}/{polish}", form=WORDS, button="Keep the translation", language="pl", words=" "
    )
    assert "Write what it says in English" in answer.words()


def test_a_worrying_translation_is_not_waved_through(page, lead, address, polish):
    done = page.sign_in(lead).submit(
        f"{address}/{polish}", form=WORDS, button="Keep the translation", language="pl", words="My dad hits me"
    )
    assert "worry the word screen" in done.words()


def test_what_was_translated_meanwhile_is_shown(page, session, lead, coding, address, polish):
    page.sign_in(lead).get(f"{address}/{polish}")
    row = Translation(answer_id=polish, number=1, language="pl", text="Theirs", by_id=coding.coder.id, at=coding.now())
    session.add(row)
    session.commit()
    answer = page.post(f"{address}/{polish}", {"language": "pl", "words": "Mine", "seen": "0"})
    assert "meanwhile" in answer.words()
    assert page.post(f"{address}/{polish}", {"language": "pl", "words": "Mine", "seen": "x"}).status < 500


def test_english_after_all_leaves_the_queue_and_can_be_undone(page, session, lead, address, polish):
    page.sign_in(lead).submit(f"{address}/{polish}", button="Say so", spoken="en")
    assert POLISH not in page.get(address).words()
    session.expire_all()
    told = session.get_one(AnswerLanguage, polish)
    assert (told.language, told.by_id) == ("en", lead.id)
    page.post(f"{address}/{polish}/language", {"spoken": "pl"})
    assert POLISH in page.get(address).words()
    page.post(f"{address}/{polish}/language", {"spoken": "qq"}, status=422)


def test_a_coder_says_another_tone(page, session, analyst, coding, address):
    key = coding.answer("my school is sick")
    reading.read_some(session, coding.consultation.id, coding.now())
    session.commit()
    page.sign_in(analyst).post(f"{address}/{key}/tone", {"tone": "positive", "back": ""})
    session.expire_all()
    assert session.get_one(AnswerTone, key).said is ToneLabel.POSITIVE
    page.post(f"{address}/{key}/tone", {"tone": "", "back": ""})
    session.expire_all()
    assert session.get_one(AnswerTone, key).said is None
    page.post(f"{address}/{key}/tone", {"tone": "loud"}, status=422)


def test_young_analysts_and_partners_have_no_queue(page, person, address):
    for role in (Role.YOUNG_ANALYST, Role.PARTNER, Role.FACILITATOR):
        page.sign_in(person(role)).get(address, status=403)


def test_answers_are_narrowed_to_a_language_and_ordered_by_tone(page, session, analyst, coding, polish):
    reading_of = {
        words: coding.answer(words) for words in ("It is great fun", "It is horrible", "The bus stops at nine")
    }
    session.merge(SafetyReading(answer_id=polish, reading=Reading.CLEARED, read_at=coding.now()))
    reading.read_some(session, coding.consultation.id, coding.now())
    session.commit()
    bench = f"/consultations/{coding.consultation.slug}/coding"
    listed = page.sign_in(analyst).get(f"{bench}?state=all&order=tone")
    rows = ["".join(row.itertext()) for row in listed.find("//h:table//h:td[contains(@class, 'voice')]")]
    places = [next(place for place, row in enumerate(rows) if words in row) for words in sorted(reading_of, key=ORDER)]
    assert places == sorted(places)
    assert "by tone, negative first" in listed.words()
    narrowed = page.get(f"{bench}?state=all&language=pl")
    assert POLISH in narrowed.words() and "It is great fun" not in narrowed.words()
    assert "Language: Polish" in narrowed.words()


ORDER = ["It is horrible", "The bus stops at nine", "It is great fun"].index
