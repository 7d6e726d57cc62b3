"""Languages: which are offered, what a check covers, how translations are written, which recordings play."""

from uuid import UUID

import pytest

from cypp_consult.core import audit, clock
from cypp_consult.core.audiences import Audience
from cypp_consult.plans.models import Priority
from cypp_consult.questionnaires import queries
from cypp_consult.questionnaires.languages import catalogues, draft_queries, services
from cypp_consult.questionnaires.languages import queries as languages
from cypp_consult.questionnaires.languages.draft_queries import Screens
from cypp_consult.questionnaires.languages.services import NotCheckableError, Written
from cypp_consult.questionnaires.models import QuestionType, QuestionWording
from cypp_consult.questionnaires.services import freeze
from tests import make
from tests.unit.questionnaires.test_sounds import MP3, wav

CHILDREN, YOUNG = Audience.YOUNGER_CHILDREN, Audience.YOUNG_PEOPLE
YES_NO = [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]


@pytest.fixture
def screens(tmp_path, monkeypatch):
    """Catalogues of two English texts; `screens(ur="…")` gives Urdu the same words for both."""

    def write(**languages):
        texts = ["Next", "Question {n} of {of}"]
        (tmp_path / "kiosk.pot").write_text(
            'msgid ""\nmsgstr ""\n\n' + "".join(f'msgid "{t}"\nmsgstr ""\n\n' for t in texts)
        )
        for code, given in languages.items():
            lines = "".join(f'msgid "{t}"\nmsgstr "{w}"\n\n' for t, w in zip(texts, given, strict=False))
            file = tmp_path / code / "LC_MESSAGES" / "kiosk.po"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n{lines}')
        catalogues.template.cache_clear()
        catalogues._words.cache_clear()

    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    write()
    yield write
    catalogues.template.cache_clear()
    catalogues._words.cache_clear()


@pytest.fixture
def consultation(session, lead):
    return make.consultation(session, lead=lead, audiences=(CHILDREN, YOUNG))


@pytest.fixture
def safe(session, consultation):
    return make.question(
        session,
        consultation,
        QuestionType.SINGLE,
        name="Safe",
        text="Are you safe?",
        audiences=(CHILDREN, YOUNG),
        options=YES_NO,
    )


def mark(session, code="ur"):
    return services.mark_checked(session, code, catalogues.digest(code), "Sana Malik", "teacher", None, clock.now())


def write(session, consultation, question, audience=YOUNG, language="ur", **words):
    typed = {key.replace("_", ":"): Written(text) for key, text in words.items()}
    return services.translate(session, consultation, audience, language, {question.id: typed})


def write_all(session, consultation, question, language="ur"):
    for audience in (CHILDREN, YOUNG):
        write(session, consultation, question, audience, language, text="؟", answer_yes="ہاں", answer_no="نہیں")


# which are offered


def test_english_is_always_offered(session, consultation):
    assert [item.code for item in languages.offered(session, [CHILDREN], consultation.id)] == ["en"]
    assert [item.code for item in languages.offered(session, [], consultation.id)] == ["en"]


def test_a_language_is_offered_when_frozen_for_every_audience_and_its_screens_are_checked(
    session, consultation, safe, screens
):
    def codes(*audiences):
        return [item.code for item in languages.offered(session, audiences, consultation.id)]

    screens(ur=["آگے", "{n} {of}"])
    mark(session)
    write(session, consultation, safe, YOUNG, text="؟", answer_yes="ہاں", answer_no="نہیں")
    assert codes(YOUNG) == ["en"], "not frozen yet"
    freeze(session, consultation, None, clock.now())
    assert codes(YOUNG) == ["en", "ur"]
    assert codes(YOUNG, CHILDREN) == ["en"]
    write_all(session, consultation, safe)
    freeze(session, consultation, None, clock.now())
    assert codes(YOUNG, CHILDREN) == ["en", "ur"]
    services.take_back_check(session, "ur", clock.now())
    assert codes(YOUNG, CHILDREN) == ["en"]


def test_new_words_of_the_screens_turn_a_language_off(session, screens):
    screens(ur=["آگے", "{n} {of}"])
    mark(session)
    assert set(languages.checked(session)) == {"ur"}
    assert draft_queries.shown(session)["ur"].screens is Screens.CHECKED
    screens(ur=["اگلا", "{n} {of}"])
    assert languages.checked(session) == {}
    assert draft_queries.shown(session)["ur"].screens is Screens.CHANGED
    screens(ur=["آگے"])
    assert languages.checked(session) == {}
    assert draft_queries.shown(session)["ur"].screens is Screens.INCOMPLETE


def test_easy_read_needs_no_check(session, consultation, safe, screens):
    write_all(session, consultation, safe, "en-x-easy")
    freeze(session, consultation, None, clock.now())
    assert [item.code for item in languages.offered(session, [CHILDREN, YOUNG], consultation.id)] == ["en", "en-x-easy"]


def test_only_complete_screens_can_be_marked(session, screens):
    with pytest.raises(NotCheckableError, match="not complete"):
        mark(session)
    with pytest.raises(NotCheckableError, match="nobody needs to check"):
        mark(session, "en-x-easy")
    screens(ur=["آگے", "{n} {of}"])
    with pytest.raises(NotCheckableError, match="changed since this page was opened"):
        services.mark_checked(session, "ur", "0" * 64, "Sana Malik", "teacher", None, clock.now())
    mark(session)
    assert mark(session).checked_by == "Sana Malik"
    lines = audit.history(session, "language", "ur")
    assert [line.action for line in lines] == ["language.check", "language.check"]
    assert services.take_back_check(session, "ur", clock.now())
    assert not services.take_back_check(session, "ur", clock.now())


# writing translations


def test_what_is_typed_is_kept_also_when_incomplete(session, consultation, safe):
    meter = write(session, consultation, safe, answer_yes="ہاں")
    assert (meter.done, meter.of) == (1, 3)
    session.expire_all()
    (side,) = draft_queries.sides(session, consultation, YOUNG, "ur")
    assert {text.key: text.words for text in side.texts} == {"text": "", "answer:yes": "ہاں", "answer:no": ""}
    assert (YOUNG, "ur") not in queries.drafts(session, consultation)
    write(session, consultation, safe, text="؟", answer_no="نہیں")
    session.expire_all()
    seen = queries.drafts(session, consultation)[YOUNG, "ur"][0]
    assert [(option.id, option.text) for option in seen.options] == [("yes", "ہاں"), ("no", "نہیں")]
    assert "ur" not in {code for _, code in queries.drafts(session, consultation)} - {"ur"} and seen.text == "؟"


def test_emptying_every_text_takes_the_wording_away(session, consultation, safe):
    write(session, consultation, safe, answer_yes="ہاں")
    write(session, consultation, safe, answer_yes=" ")
    assert draft_queries.rows(session, consultation) == []
    assert {row.language for row in safe.wordings} == {"en"}


def test_a_text_nobody_touched_stays_as_somebody_else_wrote_it(session, consultation, safe):
    write(session, consultation, safe, text="؟")
    services.translate(session, consultation, YOUNG, "ur", {safe.id: {"text": Written("", is_changed=False)}})
    assert queries.wording_of(safe, YOUNG, "ur").text == "؟"


def test_nothing_typed_writes_nothing(session, consultation, safe):
    write(session, consultation, safe, text="؟")
    before = len(audit.history(session, "consultation", consultation.id))
    services.translate(session, consultation, YOUNG, "ur", {})
    write(session, consultation, safe, text="؟")
    assert len(audit.history(session, "consultation", consultation.id)) == before


def test_changed_english_marks_the_translation_until_somebody_looks(session, consultation, safe):
    write_all(session, consultation, safe)
    english = queries.wording_of(safe, YOUNG, "en")
    english.text = "How safe are you?"
    session.flush()
    assert (YOUNG, "ur") not in queries.drafts(session, consultation)
    assert (CHILDREN, "ur") in queries.drafts(session, consultation)
    (side,) = draft_queries.sides(session, consultation, YOUNG, "ur")
    assert (side.meter.done, side.meter.changed, side.texts[0].was) == (2, 1, "Are you safe?")
    still = {safe.id: {"text": Written("؟", is_changed=False, still_right=True)}}
    assert services.translate(session, consultation, YOUNG, "ur", still).is_complete


def test_a_changed_answer_marks_every_audience_that_is_offered_it(session, consultation, safe):
    write_all(session, consultation, safe)
    safe.options = [{"id": "yes", "text": "Yes, I am"}, {"id": "no", "text": "No"}]
    session.flush()
    (row,) = draft_queries.rows(session, consultation)
    assert [(column.meter.done, column.meter.changed) for column in row.columns] == [(2, 1), (2, 1)]


def test_english_changed_while_somebody_translated_is_noticed(session, consultation, safe):
    typed = {safe.id: {"text": Written("؟", english_is_new=False)}}
    meter = services.translate(session, consultation, YOUNG, "ur", typed)
    assert (meter.done, meter.changed) == (0, 1)


def test_frozen_versions_keep_their_words(session, consultation, safe):
    write_all(session, consultation, safe)
    freeze(session, consultation, None, clock.now())
    write(session, consultation, safe, text="اور")
    assert queries.latest(session, consultation.id, YOUNG, "ur").questions[0]["text"] == "؟"
    (row,) = draft_queries.rows(session, consultation)
    assert row.would_go == []
    queries.wording_of(safe, YOUNG, "en").text = "How safe?"
    session.flush()
    assert draft_queries.rows(session, consultation)[0].would_go == [YOUNG]


def test_priorities_are_translated_by_their_ids(session, consultation):
    asked = make.question(session, consultation, QuestionType.PRIORITIES, top_n=3, audiences=(YOUNG,))
    plan = session.query(Priority).filter_by(plan_id=consultation.plan_id).order_by(Priority.slug).all()
    eat = next(row for row in plan if row.slug == "eat-well")
    queries.wording_of(asked, YOUNG, "en").options = [{"id": str(eat.id), "text": "Good food"}]
    session.flush()
    (side,) = draft_queries.sides(session, consultation, YOUNG, "cy")
    assert [text.english for text in side.texts] == ["What would make things better?", "Good food"]
    typed = {"text": Written("Beth?"), f"answer:{eat.id}": Written("Bwyd da")}
    assert services.translate(session, consultation, YOUNG, "cy", {asked.id: typed}).is_complete
    seen = queries.drafts(session, consultation)[YOUNG, "cy"][0]
    assert [(option.id, option.text) for option in seen.options] == [(str(eat.id), "Bwyd da")]
    eat.name = "Eat better"
    session.flush()
    assert (YOUNG, "cy") in queries.drafts(session, consultation), "the audience's own words did not change"
    queries.wording_of(asked, YOUNG, "en").options = None
    session.flush()
    assert (YOUNG, "cy") not in queries.drafts(session, consultation)


def test_a_translation_is_answered_as_its_audience_answers_in_english(session, consultation):
    options = [{"id": key, "text": key} for key in ("good", "middle", "poor")]
    asked = make.question(session, consultation, QuestionType.SCALE, options=options, audiences=(CHILDREN,))
    queries.wording_of(asked, CHILDREN, "en").type = QuestionType.FACES3
    write(session, consultation, asked, CHILDREN, text="؟", answer_good="اچھا", answer_middle="بیچ", answer_poor="برا")
    assert queries.drafts(session, consultation)[CHILDREN, "ur"][0].type is QuestionType.FACES3


def test_words_said_before_are_remembered(session, lead, consultation, safe):
    write(session, consultation, safe, answer_yes="ہاں", text="؟")
    other = make.consultation(session, lead=lead, audiences=(YOUNG,))
    make.question(session, other, QuestionType.SINGLE, text="Well?", audiences=(YOUNG,), options=YES_NO)
    memory = draft_queries.known(session, "ur")
    assert memory == {"Yes": "ہاں", "Are you safe?": "؟"}
    (side,) = draft_queries.sides(session, other, YOUNG, "ur")
    assert [draft_queries.suggestion("ur", memory, text) for text in side.texts] == ["", "ہاں", ""]
    assert [draft_queries.suggestion("en-x-easy", {}, text) for text in side.texts] == ["", "Yes", "No"]


def test_a_language_can_be_taken_out_of_the_draft(session, consultation, safe):
    write_all(session, consultation, safe)
    freeze(session, consultation, None, clock.now())
    keep(session, consultation, "ur")
    assert services.take_out(session, consultation, "ur", clock.now()) == 2
    assert services.take_out(session, consultation, "en", clock.now()) == 0
    session.expire_all()
    assert languages.recordings(session, consultation.id) == {}
    assert {row.language for row in safe.wordings} == {"en"}
    assert queries.languages(session, consultation.id, YOUNG) == ["en", "ur"]


# recordings


def keep(session, consultation, language="en", sound=MP3):
    (row,) = draft_queries.heard(session, consultation, YOUNG, language)
    return services.keep_recording(session, consultation, row.words, YOUNG, language, sound, clock.now())


def test_a_recording_plays_while_its_words_are_those_in_use(session, consultation, safe):
    kept = keep(session, consultation)
    assert languages.recordings(session, consultation.id) == {}, "nothing is frozen"
    freeze(session, consultation, None, clock.now())
    assert languages.recordings(session, consultation.id) == {(str(safe.id), YOUNG, "en"): kept.digest}
    assert languages.sound(session, kept.digest).sound == MP3
    assert languages.sound(session, "0" * 64) is None
    queries.wording_of(safe, YOUNG, "en").text = "How safe?"
    session.flush()
    (row,) = draft_queries.heard(session, consultation, YOUNG, "en")
    assert row.is_old
    assert languages.recordings(session, consultation.id), "the version in use still has the old words"
    freeze(session, consultation, None, clock.now())
    assert languages.recordings(session, consultation.id) == {}
    again = keep(session, consultation, sound=wav())
    assert (again.id, again.mimetype) == (kept.id, "audio/wav")
    assert len(languages.recordings(session, consultation.id)) == 1
    assert services.remove_recording(session, safe.id, YOUNG, "en", clock.now())
    assert not services.remove_recording(session, safe.id, YOUNG, "en", clock.now())
    assert [line.action for line in audit.history(session, "question", safe.id)][:3] == [
        "recording.remove", "recording.keep", "recording.keep",
    ]  # fmt: skip


def test_there_is_nothing_to_read_before_the_words_are_complete(session, consultation, safe):
    write(session, consultation, safe, text="؟")
    (row,) = draft_queries.heard(session, consultation, YOUNG, "ur")
    assert row.words is None
    write_all(session, consultation, safe)
    session.expire_all()
    (row,) = draft_queries.heard(session, consultation, YOUNG, "ur")
    assert row.words.options[0].text == "ہاں"


def test_a_recording_does_not_keep_a_question_from_being_deleted(session, consultation, safe):
    keep(session, consultation)
    assert not queries.is_referred_to(session, safe.id)
    session.delete(safe)
    session.flush()


def test_a_wording_of_an_unknown_language_offers_nothing(session, consultation, safe):
    for audience in (CHILDREN, YOUNG):
        session.add(QuestionWording(question_id=safe.id, audience=audience, language="xx", text="x", options=YES_NO))
    session.flush()
    session.expire_all()
    freeze(session, consultation, None, clock.now())
    assert [item.code for item in languages.offered(session, [YOUNG], consultation.id)] == ["en"]
    assert UUID(draft_queries.sides(session, consultation, YOUNG, "ur")[0].english.id) == safe.id
