"""From what somebody typed to what a document says, with text that breaks things elsewhere."""

import io

import docx
import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from cypp_consult.collection.models import Answer
from cypp_consult.consultations.models import ConsultationAudience
from cypp_consult.core import clock
from cypp_consult.core.audiences import Audience
from cypp_consult.core.jobs import Job
from cypp_consult.questionnaires import services as questionnaires
from cypp_consult.safeguarding import services as safeguarding
from tests import make

HOSTILE = {
    "control characters": ("stop\x00 the\x07 bell\x1b[31m please", "stop the bell[31m please"),
    # no browser sends one, and the server keeps its percent form rather than a letter that no file could hold
    "lone surrogates": ("broken \ud83d emoji", "broken %ED%A0%BD emoji"),
    "emoji": ("more swings 👩‍👩‍👧‍👦 and 🏳️‍🌈", "more swings 👩‍👩‍👧‍👦 and 🏳️‍🌈"),
    "right to left": ("ہم محفوظ پارک چاہتے ہیں \u202e test", "ہم محفوظ پارک چاہتے ہیں"),
    "a formula": ('=HYPERLINK("http://example.org","click")', '=HYPERLINK("http://example.org","click")'),
    "markup": (
        "<img src=http://127.0.0.1:9/x onerror=alert(1)> {{7*7}} *bold*",
        "<img src=http://127.0.0.1:9/x onerror=alert(1)> {{7*7}} *bold*",
    ),
}


@pytest.fixture
def world(session, lead):
    consultation = make.consultation(session, lead=lead, launched=False, identity_level="none")
    make.question(session, consultation, key="better")
    questionnaires.freeze(session, consultation, None, clock.now())
    consultation.launched_at = clock.now()
    milestone = make.milestone(session, consultation)
    session.commit()
    return consultation, milestone


def answer(page, session, consultation, text):
    """Answer as a young person and return what was stored."""
    code = session.scalar(
        select(ConsultationAudience.code).where(
            ConsultationAudience.consultation_id == consultation.id,
            ConsultationAudience.audience == Audience.YOUNG_PEOPLE,
        )
    )
    page.submit(f"/c/{code}", button="I want to take part")
    page.submit(f"/c/{code}/question/1", text=text.encode("utf-8", "surrogatepass"))
    done = page.submit(f"/c/{code}/check")
    assert done.url.endswith("/done"), done.words()
    session.expire_all()
    (stored,) = session.scalars(select(Answer)).all()
    return stored


def quoted(session, lead, stored):
    safeguarding.clear(session, [stored], lead.id, clock.now())
    safeguarding.release_quote(session, stored, stored.text, lead.id, clock.now())
    session.commit()


@pytest.mark.parametrize("kind", list(HOSTILE))
def test_text_survives_from_form_to_document_and_runs_nowhere(page, session, lead, world, kind):
    consultation, milestone = world
    typed, kept = HOSTILE[kind]
    stored = answer(page, session, consultation, typed)
    assert kept in stored.text
    quoted(session, lead, stored)
    base = f"/consultations/{consultation.slug}/summaries/{milestone.slug}"
    page.sign_in(lead).get(base)
    page.post(f"{base}/export", {"format": "docx"})
    job = session.scalars(select(Job).where(Job.kind == "summaries.export")).one()
    given = page.get(f"/jobs/{job.id}/download")
    document = docx.Document(io.BytesIO(given.response.get_data()))
    words = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert kept in words
    sheet = page.post(f"{base}/export", {"format": "xlsx"})
    data = sheet.response.get_data() if "spreadsheet" in sheet.response.mimetype else None
    if data is None:
        newest = session.scalars(
            select(Job).where(Job.kind == "summaries.export").order_by(Job.created_at.desc())
        ).first()
        data = page.get(f"/jobs/{newest.id}/download").response.get_data()
    cells = [cell for table in load_workbook(io.BytesIO(data)) for row in table.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"], "no cell is a formula"
    assert any(kept in str(cell.value) for cell in cells)


def test_a_hundred_thousand_characters_survive(page, session, lead, world):
    consultation, _ = world
    text = ("a long story about buses " * 4000)[:100_000].strip()
    stored = answer(page, session, consultation, text)
    assert stored.text == text
    page.sign_in(lead).get(f"/consultations/{consultation.slug}/safety")


def test_taken_back_words_are_in_no_summary(page, session, lead, world):
    consultation, milestone = world
    stored = answer(page, session, consultation, "please take this out again")
    quoted(session, lead, stored)
    base = f"/consultations/{consultation.slug}/summaries/{milestone.slug}"
    assert "please take this out again" in page.sign_in(lead).get(base).body
    page.submit(f"/consultations/{consultation.slug}/quotes", button="Take back quote 1")
    assert "please take this out again" not in page.get(base).body
