"""Pages of long work: only for who asked and administrators, with a file that stays inside its folder."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from cypp_consult.core import clock, jobs
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.jobs import Job, JobState
from cypp_consult.core.roles import Role
from cypp_consult.core.waking import wake


@jobs.task("pages.file")
def make_file(session, arguments, progress):
    from flask import current_app

    progress(3, 4, "Writing the answers")
    path = current_app.config["INSTANCE_PATH"] / "files" / f"{uuid4().hex}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("word\nhello\n")
    name = str(path.relative_to(current_app.config["INSTANCE_PATH"]))
    return {"file": name, "download_name": "answers.csv", "mimetype": "text/csv"}


def job_of(session, owner, **given):
    job = jobs.enqueue(session, "pages.file", {}, title="Answers as CSV", owner_id=owner.id, at=clock.now())
    for name, value in given.items():
        setattr(job, name, value)
    session.commit()
    return job


def test_a_job_from_waiting_to_download(page, session, lead):
    job = job_of(session, lead)
    waiting = page.sign_in(lead).get(f"/jobs/{job.id}")
    assert waiting.heading == "Answers as CSV"
    assert "Waiting for its turn" in waiting.words()
    assert waiting.find("//h:noscript/h:meta[@http-equiv='refresh']") or "http-equiv" in waiting.body
    assert page.get(f"/jobs/{job.id}/state").response.json["state"] == "queued"
    page.get(f"/jobs/{job.id}/download", status=404)
    wake(job.id)
    done = page.get(f"/jobs/{job.id}/state").response.json
    assert done == {
        "state": "done",
        "done": 3,
        "all": 4,
        "words": "Done.",
        "act": "Download",
        "url": f"/jobs/{job.id}/download",
    }
    reply = page.get(f"/jobs/{job.id}/download").response
    assert "attachment" in reply.headers["Content-Disposition"]
    assert "answers.csv" in reply.headers["Content-Disposition"]
    assert "http-equiv" not in page.get(f"/jobs/{job.id}").body, "a finished page does not reload"
    assert session.scalars(select(AuditEntry.action)).all() == ["file.downloaded"]


def test_a_running_job_says_how_far_it_is(page, session, lead):
    job = job_of(session, lead, state=JobState.RUNNING, done=820, total=2000, message="Writing the answers")
    answer = page.sign_in(lead).get(f"/jobs/{job.id}")
    assert "820 of 2,000" in answer.words()
    assert "Writing the answers" in answer.words()


def test_a_failed_job_says_why_and_what_to_do(page, session, lead):
    job = job_of(session, lead, state=JobState.FAILED, message="The file has no rows.")
    answer = page.sign_in(lead).get(f"/jobs/{job.id}")
    assert "The file has no rows." in answer.words()
    assert "start it again" in answer.words()


def test_others_jobs_are_not_there_and_administrators_may_look(page, session, person, lead):
    job = job_of(session, lead)
    other = person(Role.LEAD)
    for url in (f"/jobs/{job.id}", f"/jobs/{job.id}/state", f"/jobs/{job.id}/download"):
        page.sign_in(other).get(url, status=404)
    page.sign_in(person(Role.ADMINISTRATOR)).get(f"/jobs/{job.id}")
    page.get(f"/jobs/{uuid4()}", status=404)


def test_a_file_about_concerns_goes_to_who_asked_alone(page, session, person):
    owner = person(Role.SAFEGUARDING_LEAD)
    job = job_of(session, owner)
    wake(job.id)
    session.get(Job, job.id).kind = "safeguarding.export"
    session.commit()
    page.sign_in(person(Role.ADMINISTRATOR)).get(f"/jobs/{job.id}/download", status=404)
    page.sign_in(owner).get(f"/jobs/{job.id}/download")


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "/etc/hostname", "secret_key", "queue.sqlite3", "files/../secret_key", "", "files/../../x"],
)
def test_a_file_stays_inside_its_folder(page, session, lead, name):
    job = job_of(session, lead, state=JobState.DONE, result={"file": name})
    page.sign_in(lead).get(f"/jobs/{job.id}/download", status=404)


def test_a_file_that_was_cleared_away_is_said_to_be_gone(page, session, lead):
    job = job_of(session, lead, state=JobState.DONE, result={"file": "files/gone.csv"})
    assert "no longer here" in page.sign_in(lead).get(f"/jobs/{job.id}/download", status=410).words()


@pytest.mark.parametrize(
    ("onward", "shown"),
    [("/consultations", "/consultations"), ("//evil.example", ""), ("https://evil.example", ""), ("/\\evil", "")],
)
def test_a_job_leads_on_to_a_page_of_ours_only(page, session, lead, onward, shown):
    job = job_of(session, lead, state=JobState.DONE, result={"next": onward})
    answer = page.sign_in(lead).get(f"/jobs/{job.id}/state").response.json
    assert answer["url"] == shown
    assert answer["act"] == ("Continue" if shown else "")
