"""An import as a lead does it: upload, say what the columns mean, try, import, look at what was rejected."""

import io

import pytest

from cypp_consult.collection.models import Answer, ImportRun, Response
from tests import make

FILE = b"id,who,words\n1,pupil,more parks\n2,pupil,=HYPERLINK(1)\n3,teacher,\n"


@pytest.fixture
def world(session, lead):
    consultation = make.consultation(session, lead=lead)
    make.question(session, consultation, key="better", name="Better")
    session.commit()
    return consultation


def upload(page, consultation, content=FILE, name="theirs.csv"):
    return page.submit(f"/consultations/{consultation.slug}/answers/import", file=(io.BytesIO(content), name))


def test_a_file_comes_in_once(page, session, lead, world):
    chosen = upload(page.sign_in(lead), world)
    assert "more parks" in chosen.words()
    values = {"audience": "column:who", "question_0": "column:words", "id": "column:id"}
    asked = page.submit(chosen.url, **values)
    assert asked.status == 200
    assert "stands for" in asked.words()
    page.post(chosen.url, {**values, "value_0": "young-people", "value_1": ""})
    result_url = f"{chosen.url}/result"
    tried = page.get(result_url)
    assert "What would happen" in tried.heading
    assert session.query(Response).count() == 0
    page.submit(result_url)
    assert session.query(Response).count() == 2
    assert "=HYPERLINK(1)" in {answer.text for answer in session.query(Answer)}
    assert "Imported" in page.get(result_url).heading
    rejected = page.get(f"{chosen.url}/rejected.csv")
    assert rejected.body.startswith("\ufeff") and '"4","nothing was said in it."' in rejected.body


def test_a_file_that_cannot_be_read_is_refused_at_the_field(page, session, lead, world):
    answer = upload(page.sign_in(lead), world, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old.xls")
    assert "Save it as .xlsx or CSV" in answer.errors()[0]
    assert session.query(ImportRun).count() == 0


def test_choosing_no_file_says_what_to_do(page, lead, world):
    answer = page.sign_in(lead).submit(f"/consultations/{world.slug}/answers/import")
    assert answer.errors() == ["Choose a CSV or XLSX file"]


def test_a_map_without_any_question_is_refused(page, lead, world):
    chosen = upload(page.sign_in(lead), world)
    answer = page.submit(chosen.url, audience="same:young-people", question_0="")
    assert "at least one question" in answer.errors()[0]


def test_rejected_rows_are_safe_to_open_in_a_spreadsheet(page, session, lead, world):
    chosen = upload(page.sign_in(lead), world, b"id,words\n,=cmd()\n")
    page.submit(chosen.url, audience="same:young-people", id="column:id", question_0="column:words")
    assert '"\'=cmd()"' in page.get(f"{chosen.url}/rejected.csv").body
