"""Pages of the exchange with other tools: the code frame out and in, coded answers out, the unhappy paths."""

import io
import json

from sqlalchemy import select

from cypp_consult.coding.models import Theme
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.jobs import Job
from tests.unit.coding.exchange.schema import CODEBOOK, check
from tests.unit.coding.exchange.test_files import ATLAS, BOMB


def url(world, path=""):
    return f"/consultations/{world.consultation.slug}/coding/exchange{path}"


def upload(page, world, content, name="codes.qdc", **options):
    return page.post(url(world, "/import"), {"file": (io.BytesIO(content), name)}, **options)


def test_the_code_frame_is_a_file_on_record(coding, page, analyst):
    coding.theme("Safe routes", coding.priority())
    coding.session.commit()
    page.sign_in(analyst)
    answer = page.client.post(url(coding, "/codebook"), data={"csrf_token": page.token()})
    assert "attachment" in answer.headers["Content-Disposition"]
    check(CODEBOOK, answer.data)
    assert coding.session.scalars(select(AuditEntry).where(AuditEntry.action == "codebook.exported")).one()


def test_a_code_frame_comes_in_and_each_code_is_told(coding, page, analyst):
    page.sign_in(analyst)
    assert "Bring in a code frame" in page.get(url(coding)).words()
    seen = upload(page, coding, ATLAS.encode())
    assert seen.heading == "What became of the codes"
    rows = ["".join(row.itertext()) for row in seen.find("//h:tbody/h:tr")]
    assert rows[0].startswith("RoadsMade")
    assert "Roads › Crossings" in rows[1]
    made = {theme.name: theme for theme in coding.session.scalars(select(Theme))}
    assert made["Crossings"].parent_id == made["Roads"].id


def test_what_is_no_code_frame_is_refused_at_the_field(coding, page, analyst):
    page.sign_in(analyst)
    seen = upload(page, coding, b"", status=422)
    assert "not a REFI-QDA code frame" in seen.words()
    assert "declares a document type" in upload(page, coding, BOMB.encode(), status=422).words()
    assert "Choose a .qdc file first" in page.post(url(coding, "/import"), {}, status=422).words()
    assert coding.session.scalars(select(Theme)).all() == []


def test_coded_answers_are_the_leads_alone_and_made_by_a_job(coding, page, analyst, lead):
    page.sign_in(analyst)
    assert "Coded answers (.qdpx)" not in page.get(url(coding)).words()
    page.post(url(coding, "/project"), status=403)
    coding.act("add_tag", coding.answers(2), coding.outcome())
    coding.session.commit()
    page.sign_in(lead)
    assert "2 coded answers" in page.get(url(coding)).words()
    page.post(url(coding, "/project"))
    job = coding.session.scalars(select(Job).where(Job.kind == "coding.export_project")).one()
    assert json.dumps(job.arguments)
    assert coding.session.scalars(select(AuditEntry).where(AuditEntry.action == "answers.exported")).one()
