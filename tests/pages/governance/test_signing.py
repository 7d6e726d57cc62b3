"""Signing off on pages: who may, what is kept, and what is refused."""

import re

import pytest

from cypp_consult.consultations.governance import services as governance
from cypp_consult.core import clock
from cypp_consult.core.roles import Role
from cypp_consult.summaries.models import EvidencePack
from cypp_consult.summaries.services.packs import digest_of
from cypp_consult.summaries.signoff.models import SignOff, Vote
from tests.unit.governance.world import world


@pytest.fixture
def made(session, person, lead):
    return world(session, person, lead)


def post(page, made, version=1, status=200, **data):
    given = {"verdict": "approve", "note": "", **data}
    return page.post(f"{made.url}/packs/{version}/vote", given, status=status)


def test_full_members_sign_with_a_note_and_the_record_says_who_when_and_which_version(page, made):
    pack = made.pack()
    page.sign_in(made.people["Health"])
    assert "Pack 1" in page.get(f"/consultations/{made.consultation.slug}/approvals").words()
    opened = page.get(made.url)
    assert opened.heading == "Priorities agreed"
    assert pack.digest in opened.words()
    signed = page.submit(made.url, verdict="approve", note="We can stand behind this.")
    assert "Your vote is on record." in signed.words()
    row = re.sub(r"\s+", " ", signed.words("//h:table"))
    assert "Health person" in row and "We can stand behind this." in row
    assert f"pack 1, {pack.digest[:12]}" in row
    assert f"{clock.now():%Y}" in row
    page.sign_in(made.people["Housing"])
    done = page.submit(made.url, verdict="approve")
    assert "With it the approval is whole." in done.words()
    assert "Signed off by Ashdale Board" in done.words()
    assert "2 of 3 full members approved then" in done.words()
    assert made.session.query(Vote).count() == 2


def test_an_associate_reads_and_cannot_vote_even_by_direct_post(page, made):
    pack = made.pack()
    page.sign_in(made.people["Faiths"])
    opened = page.get(made.url)
    assert "You are an associate member" in opened.words()
    assert not opened.find("//h:form[contains(@action, '/vote')]")
    pack_page = page.get(f"/consultations/{made.consultation.slug}/summaries/agreed/packs/1")
    assert pack_page.find(f"//h:a[@href='/consultations/{made.consultation.slug}/approvals']")
    refused = post(page, made, digest=pack.digest, status=403)
    assert "Associate members read and speak, but do not vote" in refused.words()
    # whatever is missing from what they sent
    post(page, made, verdict="", status=403)
    assert made.session.query(Vote).count() == 0


def test_others_cannot_vote_either(page, made, person, lead, analyst):
    pack = made.pack()
    for user in (lead, analyst):
        page.sign_in(user)
        page.get(made.url)
        assert "do not sit on it" in post(page, made, digest=pack.digest, status=403).words()
    page.sign_in(person(Role.PARTNER))
    page.get(made.url, status=404)
    post(page, made, digest=pack.digest, status=404)
    page.sign_in(person(Role.FACILITATOR))
    post(page, made, digest=pack.digest, status=403)
    assert made.session.query(Vote).count() == 0


def test_a_vote_without_its_token_is_refused(page, made, app):
    pack = made.pack()
    page.sign_in(made.people["Health"])
    answer = page.client.post(f"{made.url}/packs/1/vote", data={"verdict": "approve", "digest": pack.digest})
    assert answer.status_code == 400
    answer.close()
    assert made.session.query(Vote).count() == 0


def test_twice_is_once_and_a_change_is_shown(page, made):
    pack = made.pack()
    page.sign_in(made.people["Health"])
    post(page, made, digest=pack.digest)
    assert "Your vote stands as it was." in post(page, made, digest=pack.digest).words()
    assert made.session.query(Vote).count() == 1
    wrong = page.submit(made.url, verdict="not_approve", note="")
    assert wrong.errors() == ["Say in a sentence why you do not approve."]
    changed = page.submit(made.url, verdict="not_approve", note="Housing is missing.")
    words = re.sub(r"\s+", " ", changed.words("//h:table"))
    assert "Does not approve" in words and "Before," in words and ": approves" in words
    assert post(page, made, verdict="x", digest=pack.digest).errors()


def test_a_pack_changed_after_freezing_is_detected_and_blocks_the_vote(page, made, lead):
    pack = made.pack()
    page.sign_in(made.people["Health"])
    post(page, made, digest=pack.digest)
    pack.content = {**pack.content, "caveat": "Changed behind everybody's back."}
    made.session.commit()
    shown = page.sign_in(made.people["Housing"]).get(made.url)
    assert "was changed after it was frozen" in shown.words()
    assert not shown.find("//h:form[contains(@action, '/vote')]")
    assert "nobody can sign it off" in post(page, made, digest=pack.digest, status=409).words()
    assert "was changed after it was frozen" in page.get(f"/consultations/{made.consultation.slug}/approvals").words()
    assert made.session.query(Vote).count() == 1
    # the lead freezes a new one, and the members are asked again
    page.sign_in(lead)
    assert "Freeze a new pack" in page.get(made.url).words()
    made.pack()
    fresh = page.get(made.url)
    assert "Pack 2" in fresh.words() and "0 of 3 voted" in fresh.words()
    assert "This pack was changed after it was frozen" in fresh.words(), "the old votes stay on record, marked"


def test_a_pack_changed_with_its_digest_is_not_shown_either(page, made, lead):
    pack = made.pack()
    pack.content = {**pack.content, "caveat": "Changed with its digest."}
    pack.digest = digest_of(pack.content)
    made.session.commit()
    page.sign_in(lead)
    pack_page = f"/consultations/{made.consultation.slug}/summaries/agreed/packs/1"
    assert "does not match its digest" in page.get(pack_page, status=409).words()
    assert "was changed after it was frozen" in page.get(made.url).words()


def test_a_signed_record_is_marked_when_its_pack_changes_later(page, made):
    pack = made.pack()
    for name in ("Health", "Housing"):
        post(page.sign_in(made.people[name]), made, digest=pack.digest)
    assert made.session.query(SignOff).count() == 1
    pack.content = {**pack.content, "caveat": "Changed later."}
    made.session.commit()
    words = page.get(made.url).words()
    assert "Approved on pack 1, but pack 1 was changed after it was frozen" in words


def test_a_page_opened_before_a_new_pack_votes_on_nothing(page, made):
    old = made.pack()
    made.pack()
    page.sign_in(made.people["Health"])
    assert "newer pack" in post(page, made, digest=old.digest, status=409).words()
    assert "newer pack" in post(page, made, version=1, digest=old.digest, status=409).words()
    post(page, made, version=9, digest=old.digest, status=404)
    assert made.session.query(Vote).count() == 0
    assert made.session.query(EvidencePack).count() == 2


def test_before_a_pack_is_frozen(page, made, lead):
    words = page.sign_in(made.people["Health"]).get(made.url).words()
    assert "Waits for a frozen pack" in words and "The lead freezes one" in words
    listed = page.sign_in(lead).get(f"/consultations/{made.consultation.slug}/approvals")
    assert listed.find("//h:a[contains(@href, '/agreed/freeze')]")


def test_the_timeline_leads_to_the_sign_off_and_offers_no_done(page, made, lead):
    page.sign_in(lead)
    timeline = page.get(f"/consultations/{made.consultation.slug}/timeline")
    assert timeline.find(f"//h:a[contains(@href, '{made.url.rpartition('/')[0].rpartition('/')[0]}')]")
    assert "Ashdale Board" in timeline.words("//h:table")
    done = f"/consultations/{made.consultation.slug}/milestones/{made.milestone.id}/done"
    assert "signed it off" in page.post(done, status=422).words()


def test_a_lead_settles_what_a_body_taken_away_left_open(page, made, lead, session):
    pack = made.pack()
    other = governance.add_body(session, "Late board", made.body.kind, clock.now())
    governance.set_approvers(session, made.milestone, [made.body.id, other.id])
    session.commit()
    for name in ("Health", "Housing"):
        post(page.sign_in(made.people[name]), made, digest=pack.digest)
    page.sign_in(lead)
    settle = f"/consultations/{made.consultation.slug}/approvals/agreed/done"
    page.post(settle, status=422)
    page.submit(
        f"/consultations/{made.consultation.slug}/milestones/{made.milestone.id}/bodies", bodies=str(made.body.id)
    )
    assert "Done: Priorities agreed" in page.post(settle).words()
    session.expire_all()
    assert made.milestone.done_at is not None


def test_a_member_finds_what_waits_for_them_on_the_desk(page, made):
    made.pack()
    assert "Waiting for your sign-off" in page.sign_in(made.people["Health"]).get("/desk").words()
    assert "Waiting for your sign-off" not in page.sign_in(made.people["Faiths"]).get("/desk").words()
