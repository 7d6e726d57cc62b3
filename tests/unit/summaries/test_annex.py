"""The answers annex: cleared, masked, by theme; large ones in a job that tells how far it is."""

import csv
import io

import docx as python_docx
import openpyxl
import pytest
from sqlalchemy import insert, select, update

from cypp_consult.coding.models import Tag
from cypp_consult.coding.translations import services as translations
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core import clock, jobs, worker
from cypp_consult.core.jobs import Job, JobState
from cypp_consult.safeguarding.models import Reading, SafetyReading, SafetyScreen
from cypp_consult.summaries.queries import annex as queries
from cypp_consult.summaries.renderers.annex import ANNEX_FORMATS, annex_file
from cypp_consult.summaries.services.annex import annex_of, mask
from tests import make
from tests.unit.summaries.test_renderers import FORMULA, words_of_docx, words_of_xlsx
from tests.unit.summaries.world import PARENTS, YOUNG, world


def quiet(*_):
    """Tell nobody."""


@pytest.fixture
def made(session, analyst):
    made = world(session, analyst)
    event = make.event(session, made.consultation, name="Mill Lane Youth Club")
    made.say(YOUNG, "Ring me on 01632 960 114 please", "Safe routes", "Money at home", event_id=event.id)
    made.say(PARENTS, FORMULA, "eat-well")
    made.say(PARENTS, "not coded yet")
    made.say(YOUNG, "nobody read this", reading=None)
    made.say(YOUNG, "this was raised", "Safe routes", reading="raised")
    made.say(YOUNG, "this was taken back", "Safe routes", removed_at=clock.now())
    return made


def test_only_cleared_answers_are_in_it(session, made):
    annex = annex_of(session, made.milestone, clock.now(), quiet)
    assert [answer.text for answer in annex.answers] == [
        "Ring me on [phone number removed] please",
        FORMULA,
        "not coded yet",
    ]
    assert annex.answers[0].who == "Young person, Mill Lane Youth Club"
    grouped = {theme: [answer.text for answer in answers] for theme, answers in annex.by_theme("No theme yet")}
    assert set(grouped) == {"Safe routes", "Money at home", "Eat well", "No theme yet"}
    assert grouped["Safe routes"] == grouped["Money at home"]


def test_what_the_screen_found_is_masked(session, made):
    answer = session.scalar(select(Answer).where(Answer.text == "not coded yet"))
    session.add(
        SafetyScreen(
            answer_id=answer.id,
            level="none",
            personal_details=[{"start": 0, "end": 3, "kind": "name"}],
            screened_at=clock.now(),
        )
    )
    session.commit()
    texts = [answer.text for answer in annex_of(session, made.milestone, clock.now(), quiet).answers]
    assert "[name removed] coded yet" in texts


def test_marks_that_do_not_fit_the_words_are_found_anew():
    stale = queries.ClearedAnswer("Ring 01632 960 114", YOUNG, "", "", (), ({"start": 90, "end": 99, "kind": "name"},))
    assert mask(stale) == "Ring [phone number removed]"


@pytest.mark.parametrize("form", ANNEX_FORMATS)
def test_what_is_in_another_language_is_there_in_english_too(session, made, form):
    polish, unread = "Droga do szkoły mnie przeraża", "Nie ma gdzie grać w piłkę"
    for words, english in ((polish, "The road to school scares me, says Kacper"), (unread, "There is nowhere to play")):
        (answer,) = made.say(YOUNG, words, "Safe routes")
        translations.translate(session, answer, english, "pl", seen=0, by_id=None, at=clock.now())
        if words == polish:
            translations.clear(session, answer, seen=1, by_id=made.coder.id, at=clock.now())
        else:
            # nobody has read this translation for safety
            cleared = update(SafetyReading).where(SafetyReading.answer_id == answer.id).values(reading=Reading.CLEARED)
            session.execute(cleared)
    session.flush()
    annex = annex_of(session, made.milestone, clock.now(), quiet)
    shown = {answer.text: (answer.english, answer.language) for answer in annex.answers}
    assert shown[polish] == ("The road to school scares me, says [name removed]", "Polish")
    assert shown[unread] == ("", "")
    readers = {"docx": words_of_docx, "xlsx": words_of_xlsx, "csv": lambda raw: raw.decode("utf-8-sig")}
    told = readers[form](annex_file(annex, form))
    assert "The road to school scares me, says [name removed]" in told
    assert polish in told
    assert "nowhere to play" not in told


@pytest.mark.parametrize("form", ANNEX_FORMATS)
def test_every_file_opens_again(session, made, form):
    content = annex_file(annex_of(session, made.milestone, clock.now(), quiet), form)
    readers = {"docx": words_of_docx, "xlsx": words_of_xlsx, "csv": lambda raw: raw.decode("utf-8-sig")}
    told = readers[form](content)
    assert "[phone number removed]" in told
    assert "01632" not in told
    assert FORMULA in told
    for words in ("nobody read", "was raised", "taken back"):
        assert words not in told


def test_a_formula_in_an_answer_runs_in_no_spreadsheet(session, made):
    annex = annex_of(session, made.milestone, clock.now(), quiet)
    rows = list(csv.reader(io.StringIO(annex_file(annex, "csv").decode("utf-8-sig"), newline="")))
    assert rows[2][0] == f"'{FORMULA}"
    page = openpyxl.load_workbook(io.BytesIO(annex_file(annex, "xlsx")))["1 Answers"]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value == FORMULA} == {"s"}


def many(session, made, count: int) -> None:
    """Store many answers with few statements."""
    at = clock.now()
    responses = [make_response(made, at) for _ in range(count)]
    session.execute(insert(Response), responses)
    answers = [
        {
            "id": uuid(),
            "response_id": row["id"],
            "question_id": made.words.id,
            "text": f"Answer {number}: more lights on Mill Lane.",
            "has_text": True,
            "value": [],
            "unsure": False,
        }
        for number, row in enumerate(responses)
    ]
    session.execute(insert(Answer), answers)
    session.execute(
        insert(SafetyReading), [{"answer_id": row["id"], "reading": Reading.CLEARED, "read_at": at} for row in answers]
    )
    session.execute(
        insert(Tag),
        [
            {"id": uuid(), "answer_id": row["id"], "theme_id": made.themes["Safe routes"].id, "at": at}
            for row in answers
        ],
    )
    session.commit()


def uuid():
    from uuid import uuid4

    return uuid4()


def make_response(made, at):
    key = uuid()
    return {
        "id": key,
        "consultation_id": made.consultation.id,
        "audience": YOUNG,
        "channel": "web",
        "received_at": at,
        "digest": key.hex,
        "headcount": 1,
        "language": "en",
    }


def test_the_word_file_of_2000_answers_is_made_by_a_job_with_progress(app, session, analyst, monkeypatch):
    made = world(session, analyst)
    many(session, made, 2000)
    job = jobs.enqueue(
        session,
        "summaries.export",
        {"milestone_id": str(made.milestone.id), "what": "answers", "format": "docx", "pack": None},
        title="Answers",
        owner_id=analyst.id,
        at=clock.now(),
    )
    session.commit()
    told = []
    report = jobs.Progress.__call__
    monkeypatch.setattr(jobs.Progress, "__call__", lambda self, *given: (told.append(given), report(self, *given))[1])
    assert worker.run(session, job.id)
    done = session.get(Job, job.id)
    assert done.state is JobState.DONE, done.message
    assert [step[0] for step in told[:3]] == [200, 400, 600]
    assert {step[1] for step in told} == {2000}
    assert len(told) == 11
    assert told[-1][2] == "Writing the Word document"
    path = f"{app.instance_path}/{done.result['file']}"
    document = python_docx.Document(path)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert sum("more lights on Mill Lane" in text for text in texts) == 2000


def test_a_job_run_twice_makes_the_same_file(app, session, made, analyst):
    for _ in range(2):
        job = jobs.enqueue(
            session,
            "summaries.export",
            {"milestone_id": str(made.milestone.id), "what": "summary", "format": "xlsx", "pack": None},
            title="Summary",
            owner_id=analyst.id,
            at=clock.now(),
        )
        session.commit()
        assert worker.run(session, job.id)
        assert session.get(Job, job.id).state is JobState.DONE


def test_a_job_for_a_milestone_that_is_gone_says_so(session, made, analyst):
    job = jobs.enqueue(
        session,
        "summaries.export",
        {"milestone_id": str(uuid()), "what": "summary", "format": "xlsx", "pack": None},
        title="Summary",
        owner_id=analyst.id,
        at=clock.now(),
    )
    session.commit()
    worker.run(session, job.id)
    assert session.get(Job, job.id).message == "The milestone of this export is gone."
