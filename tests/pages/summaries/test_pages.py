"""Pages of summaries: what they say, to whom, and what they never show."""

import pytest

from cypp_consult.consultations.models import Member
from cypp_consult.core import clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.roles import Role
from cypp_consult.summaries.models import EvidencePack
from tests import make
from tests.unit.summaries.world import busy, world


def url(made, rest: str = "") -> str:
    return f"/consultations/{made.consultation.slug}/summaries{rest}"


@pytest.fixture
def made(session, lead):
    return busy(session, lead)


@pytest.fixture
def partner(person, session, made):
    user = person(Role.PARTNER, name="Sam Lee")
    session.add(Member(consultation_id=made.consultation.id, user_id=user.id))
    session.commit()
    return user


def test_the_summary_says_what_is_coded_before_what_was_found(page, lead, made):
    opened = page.sign_in(lead).get(url(made, "/shortlist"))
    assert opened.heading == "What we heard, so far"
    words = opened.words()
    assert "100%: 77 of 77 answers" in words
    assert "77 from 88" in words
    assert words.index("Coded so far") < words.index("Safe routes")
    assert "Suggestions countedNone" in words
    assert "cannot show how many people in Ashdale agree" in words


def test_cells_hold_shares_or_c(page, lead, made):
    opened = page.sign_in(lead).get(url(made, "/shortlist"))
    rows = {
        " ".join(" ".join(row.itertext()).split())
        for row in opened.find("//h:table[contains(@class,'heat')][1]//h:tbody/h:tr")
    }
    assert "Safe routes Stay Safe 80 % 67 % c c" in rows
    assert "Money at home Outside the plan c 30 % 0 % c" in rows


def test_quotes_stand_beside_with_group_and_event_alone(page, lead, made):
    words = page.sign_in(lead).get(url(made, "/shortlist")).words("//h:aside")
    assert "“Street lights off at 10.”Stay Safe. Group of young people, Moorside Primary" in words
    assert "Younger children and young people raise Safe routes most" in words


def test_closed_questions_have_a_table_and_bars(page, lead, made):
    opened = page.sign_in(lead).get(url(made, "/shortlist"))
    dist = opened.find("//h:table[contains(@class,'dist')]")
    assert len(dist) == 2
    assert "31% 9" in " ".join("".join(dist[0].itertext()).split()), "a share and its count"


def test_the_list_of_milestones(page, lead, made, session):
    empty = page.sign_in(lead).get(url(world(session, lead)))
    assert "Draft for Priorities shortlist" in empty.words()
    nothing = make.consultation(session)
    session.commit()
    assert "No milestone yet" in page.get(f"/consultations/{nothing.slug}/summaries").words()


def test_freezing_asks_first_and_keeps(page, lead, made, session):
    page.sign_in(lead)
    asked = page.get(url(made, "/shortlist/freeze"))
    assert asked.heading == "Freeze as pack 1?"
    assert session.query(EvidencePack).count() == 0
    frozen = page.submit(url(made, "/shortlist/freeze"), button="Freeze as pack 1")
    assert "Frozen as pack 1" in frozen.words()
    pack = session.query(EvidencePack).one()
    assert pack.digest in frozen.words()
    assert pack.frozen_by_id == lead.id
    assert "Freeze as pack 2" in page.get(url(made, "/shortlist")).words()
    assert "Pack 1" in page.get(url(made)).words()


def test_a_damaged_pack_is_refused_with_a_sentence(page, lead, made, session):
    page.sign_in(lead).submit(url(made, "/shortlist/freeze"))
    pack = session.query(EvidencePack).one()
    pack.digest = "0" * 64
    session.commit()
    assert "does not match its digest" in page.get(url(made, "/shortlist/packs/1"), status=409).words()


def test_partners_see_frozen_packs_alone(page, lead, partner, made):
    page.sign_in(lead).submit(url(made, "/shortlist/freeze"))
    page.sign_in(partner)
    listed = page.get(url(made))
    assert "Pack 1" in listed.words()
    assert "Draft for" not in listed.words()
    assert "Safe routes" in page.get(url(made, "/shortlist/packs/1")).words()
    assert "Answers annex" not in page.get(url(made, "/shortlist/packs/1/export")).words()
    for rest in ("/shortlist", "/shortlist/freeze", "/shortlist/export"):
        page.get(url(made, rest), status=403)
    for rest in ("/shortlist/export", "/shortlist/export/answers", "/shortlist/freeze"):
        page.post(url(made, rest), {"format": "csv", "answers_format": "csv"}, status=403)


def test_partners_of_other_consultations_find_nothing(page, person, made):
    page.sign_in(person(Role.PARTNER))
    page.get(url(made), status=404)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.YOUNG_ANALYST, Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD])
def test_other_roles_are_refused(page, person, made, role):
    page.sign_in(person(role))
    for rest in ("", "/shortlist", "/shortlist/freeze", "/shortlist/export", "/shortlist/packs/1"):
        page.get(url(made, rest), status=403)


def test_analysts_read_and_take_nothing_away(page, analyst, made):
    page.sign_in(analyst)
    opened = page.get(url(made, "/shortlist"))
    assert "Export" not in opened.words("//h:div[@class='head']")
    assert "Freeze" not in opened.words("//h:div[@class='head']")
    page.get(url(made, "/shortlist/export"), status=403)
    page.get(url(made, "/shortlist/packs/1/export"), status=403)


def test_strangers_are_sent_to_sign_in(page, made):
    assert page.get(url(made, "/shortlist"), status=302, follow=False).response.headers["Location"].startswith("/")


def test_unknown_milestones_and_packs_are_not_found(page, lead, made):
    page.sign_in(lead).get(url(made, "/nothing"), status=404)
    page.get(url(made, "/shortlist/packs/9"), status=404)


@pytest.mark.parametrize(("form", "kind"), [("html", "text/html"), ("csv", "text/csv"), ("json", "application/json")])
def test_small_files_come_at_once_and_are_on_record(page, lead, made, session, form, kind):
    page.sign_in(lead)
    answer = page.client.post(url(made, "/shortlist/export"), data={"csrf_token": page.token(), "format": form})
    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert f"shortlist-draft-{clock.now():%Y-%m-%d}.{form}" in answer.headers["Content-Disposition"]
    line = session.query(AuditEntry).filter_by(action="summary.exported").one()
    assert line.actor_id == lead.id
    assert line.detail == {"milestone": "shortlist", "what": "summary", "format": form, "pack": None}
    answer.close()


@pytest.mark.parametrize(
    ("what", "field", "form"),
    [
        ("", "format", "docx"),
        ("", "format", "xlsx"),
        ("/answers", "answers_format", "docx"),
        ("/answers", "answers_format", "csv"),
    ],
)
def test_large_files_are_made_by_a_job(page, lead, made, what, field, form):
    page.sign_in(lead)
    shown = page.post(url(made, f"/shortlist/export{what}"), {field: form})
    assert shown.url.startswith("/jobs/")
    assert "is ready" in shown.words()
    answer = page.client.get(f"{shown.url}/download")
    assert answer.status_code == 200
    assert f".{form}" in answer.headers["Content-Disposition"]
    answer.close()


def test_a_partner_takes_a_pack_away(page, lead, partner, made):
    page.sign_in(lead).submit(url(made, "/shortlist/freeze"))
    page.sign_in(partner)
    shown = page.post(url(made, "/shortlist/packs/1/export"), {"format": "docx"})
    assert "pack-1" in shown.words()
    page.post(url(made, "/shortlist/packs/1/export"), {"format": "html"})


@pytest.mark.parametrize("form", ["pdf", "", "../../etc/passwd"])
def test_other_formats_are_refused_kindly(page, lead, made, form):
    page.sign_in(lead)
    assert (
        "Choose one of the formats" in page.post(url(made, "/shortlist/export"), {"format": form}, status=422).words()
    )
    page.post(url(made, "/shortlist/export/answers"), {"answers_format": "html"}, status=422)


def test_an_empty_summary_says_what_to_do(page, lead, session):
    made = world(session, lead)
    words = page.sign_in(lead).get(url(made, "/shortlist")).words()
    assert "No answer has come in" in words
    assert "appears here" in words
