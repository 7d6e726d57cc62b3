"""Voting: who may, on what, how often, and what is kept of it."""

from threading import Thread

import pytest
from sqlalchemy import select

from cypp_consult.consultations import services as consultations
from cypp_consult.consultations.governance import services as governance
from cypp_consult.consultations.governance.models import ApprovalRule, BodyKind, SeatLevel
from cypp_consult.core import clock
from cypp_consult.core.audit import AuditEntry
from cypp_consult.core.database import db
from cypp_consult.core.database import session as current_session
from cypp_consult.core.errors import InvalidInputError, NotAllowedError
from cypp_consult.summaries.models import EvidencePack
from cypp_consult.summaries.services.packs import DamagedPackError, digest_of
from cypp_consult.summaries.signoff import queries, services
from cypp_consult.summaries.signoff.models import SignOff, Verdict, Vote
from cypp_consult.summaries.signoff.rules import NotNowError, Outcome
from tests.unit.governance.world import world

Y, N, A = Verdict.APPROVE, Verdict.NOT_APPROVE, Verdict.ABSTAIN


@pytest.fixture
def made(session, person, lead):
    return world(session, person, lead)


def cast(made, pack, name, verdict=Y, note="", digest=None):
    return services.cast(
        made.session, made.approval, pack, digest or pack.digest, made.people[name], verdict, note, clock.now()
    )


def ballot(made):
    return queries.current(made.session, [made.approval])[made.approval.id]


def test_a_majority_of_full_members_makes_it_whole_and_the_milestone_done(made):
    pack = made.pack()
    first = cast(made, pack, "Health", note="Good evidence.")
    assert (first.is_new, first.is_whole) == (True, False)
    assert made.milestone.done_at is None
    assert cast(made, pack, "Housing").is_whole
    assert made.milestone.done_at is not None
    signed = made.session.query(SignOff).one()
    assert (signed.version, signed.digest) == (1, pack.digest)
    assert signed.rule == "More than half of all full members approve."
    assert [(line["seat"], line["person"], line["verdict"]) for line in signed.counted] == [
        ("Health", "Health person", "approve"),
        ("Housing", "Housing person", "approve"),
        ("Police", "Police person", None),
    ]
    vote = made.session.query(Vote).filter_by(seat_name="Health").one()
    assert (vote.person_name, vote.note, vote.version, vote.digest) == (
        "Health person",
        "Good evidence.",
        1,
        pack.digest,
    )
    actions = [row.action for row in made.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert actions[-4:] == ["vote.cast", "vote.cast", "approval.whole", "milestone.done"]


def test_associates_strangers_and_leads_cannot_vote(made, person):
    pack = made.pack()
    with pytest.raises(NotAllowedError, match="Associate members"):
        cast(made, pack, "Faiths")
    made.people["lead"] = made.lead
    with pytest.raises(NotAllowedError, match="do not sit on it"):
        cast(made, pack, "lead")
    governance.close_body(made.session, made.body, clock.now())
    with pytest.raises(NotAllowedError):
        cast(made, pack, "Health")
    assert made.session.query(Vote).count() == 0


def test_twice_is_once_and_a_change_is_on_record(made):
    pack = made.pack()
    cast(made, pack, "Health")
    again = cast(made, pack, "Health")
    assert not again.is_new and made.session.query(Vote).count() == 1
    with pytest.raises(InvalidInputError, match="why you do not approve"):
        cast(made, pack, "Health", N)
    assert cast(made, pack, "Health", N, "Too little about housing.").is_new
    place = ballot(made).places[0]
    assert place.vote and place.vote.verdict is N
    assert [vote.verdict for vote in place.earlier] == [Y]
    assert ballot(made).tally.approve == 0
    lines = made.session.scalars(select(AuditEntry).where(AuditEntry.action == "vote.change")).all()
    assert [line.detail["number"] for line in lines] == [2]


def test_what_is_decided_stays_and_others_may_still_add_their_name(made):
    pack = made.pack()
    cast(made, pack, "Health")
    cast(made, pack, "Housing")
    with pytest.raises(NotNowError, match="It is decided"):
        cast(made, pack, "Health", A)
    assert cast(made, pack, "Police", N, "Not for us.").is_new
    assert made.session.query(SignOff).count() == 1
    # members come and go: the sign-off keeps what it was
    governance.remove_seat(made.session, made.seats["Health"])
    made.session.expire_all()
    found = ballot(made)
    assert found.signed and found.tally.outcome is not Outcome.WHOLE
    assert [vote.seat_name for vote in found.past] == ["Health"]
    assert found.shown(clock.today()).kind == "done"


def test_a_vote_counts_while_its_person_sits_on_a_full_place(made):
    pack = made.pack()
    cast(made, pack, "Health")
    seat = made.seats["Health"]
    governance.change_seat(
        made.session, seat, name="Health", level=SeatLevel.ASSOCIATE, office=None, person_id=seat.person_id
    )
    assert ballot(made).tally.approve == 0
    assert len(ballot(made).past) == 1
    governance.change_seat(made.session, seat, name="Health", level=SeatLevel.FULL, office=None, person_id=made.lead.id)
    made.people["lead"] = made.lead
    assert ballot(made).tally.approve == 0, "a predecessor's vote does not count"
    assert cast(made, pack, "lead").vote.number == 2
    assert ballot(made).tally.approve == 1


def tampered(made, pack, **more):
    content = {**pack.content, "caveat": "Nothing to see here."}
    pack.content = content
    for name, value in more.items():
        setattr(pack, name, value(content))
    made.session.commit()


def test_a_changed_pack_blocks_the_vote_and_marks_the_sign_off(made):
    pack = made.pack()
    cast(made, pack, "Health")
    cast(made, pack, "Housing")
    made.session.commit()
    tampered(made, pack)
    assert not ballot(made).sound
    assert ballot(made).shown(clock.today()).words.startswith("Approved on pack 1, but pack 1 was changed")
    with pytest.raises(DamagedPackError, match="changed after it was frozen"):
        cast(made, pack, "Police")


def test_a_pack_whose_digest_was_changed_with_it_is_found_out_too(made):
    pack = made.pack()
    tampered(made, pack, digest=digest_of)
    assert not ballot(made).sound, "the audit log noted another digest when it was frozen"
    with pytest.raises(DamagedPackError):
        cast(made, pack, "Health")
    made.session.query(AuditEntry).filter_by(action="pack.frozen").delete()
    made.session.commit()
    assert ballot(made).sound
    cast(made, pack, "Health")
    tampered(made, pack, digest=lambda content: digest_of({**content, "x": 1}))
    assert not ballot(made).sound


def test_only_the_newest_pack_is_voted_on_and_with_the_digest_that_was_shown(made):
    old = made.pack()
    cast(made, old, "Health")
    new = made.pack()
    with pytest.raises(NotNowError, match="newer pack"):
        cast(made, old, "Housing")
    with pytest.raises(NotNowError):
        cast(made, new, "Housing", digest="0" * 64)
    assert ballot(made).tally.voted == 0, "a new pack is voted on anew"
    found = queries.ballots(made.session, made.approval)
    assert [(one.pack.version, one.tally.voted, one.is_newest) for one in found] == [(2, 0, True), (1, 1, False)]


def test_a_milestone_of_two_bodies_is_done_when_both_have_signed(made, person, session):
    other = governance.add_body(
        session, "Commissioning Board", BodyKind.COMMISSIONING_BOARD, clock.now(), approval_rule=ApprovalRule.ALL_FULL
    )
    governance.add_seat(session, other, "Health", SeatLevel.FULL, person_id=made.people["Health"].id)
    first = made.approval
    governance.set_approvers(session, made.milestone, [made.body.id, other.id])
    pack = made.pack()
    for name in ("Health", "Housing"):
        services.cast(session, first, pack, pack.digest, made.people[name], Y, "", clock.now())
    assert made.milestone.done_at is None
    assert not services.settle(session, made.milestone, clock.now())
    second = queries.approval_of(session, made.consultation.id, "agreed", other.slug)
    assert services.cast(session, second, pack, pack.digest, made.people["Health"], Y, "", clock.now()).is_whole
    assert made.milestone.done_at is not None


def test_nobody_says_by_hand_that_it_is_done_or_not(made):
    with pytest.raises(InvalidInputError, match="signed it off"):
        consultations.mark_done(made.session, made.milestone, clock.now())
    pack = made.pack()
    cast(made, pack, "Health")
    cast(made, pack, "Housing")
    with pytest.raises(InvalidInputError, match="stays done"):
        consultations.mark_not_done(made.session, made.milestone)
    with pytest.raises(InvalidInputError, match="have voted"):
        governance.set_approvers(made.session, made.milestone, [])
    made.session.rollback()
    with pytest.raises(InvalidInputError, match="it stays"):
        consultations.remove_milestone(made.session, made.milestone)


def test_a_milestone_nobody_voted_on_can_go(made):
    consultations.remove_milestone(made.session, made.milestone)
    made.session.commit()
    assert not made.session.query(SignOff).count()


def test_who_is_waited_for(made):
    waiting = lambda name: queries.waiting_for(made.session, made.people[name].id)  # noqa: E731 - short
    assert waiting("Health") == [], "nothing is frozen yet"
    pack = made.pack()
    assert [one.approval.id for one in waiting("Health")] == [made.approval.id]
    assert waiting("Faiths") == []
    cast(made, pack, "Health")
    assert waiting("Health") == []
    cast(made, pack, "Housing")
    assert waiting("Police") == [], "it is decided"


def test_votes_at_the_same_moment_are_all_kept_and_make_it_whole_once(app, made):
    """Three windows of each of three members, all at once."""
    pack = made.pack()
    approval_id, pack_id, digest = made.approval.id, pack.id, pack.digest
    people = [made.people[name].id for name in ("Health", "Housing", "Police")] * 3
    made.session.commit()
    problems = []

    def work(person_id):
        from cypp_consult.accounts.models import User
        from cypp_consult.consultations.governance.models import Approval

        with app.app_context():
            mine = current_session()
            try:
                person = mine.get(User, person_id)
                services.cast(
                    mine,
                    mine.get(Approval, approval_id),
                    mine.get(EvidencePack, pack_id),
                    digest,
                    person,
                    Y,
                    "",
                    clock.now(),
                )
                mine.commit()
            except Exception as error:  # noqa: BLE001 - told below
                problems.append(repr(error))
            finally:
                db.session.remove()

    threads = [Thread(target=work, args=(person_id,)) for person_id in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    made.session.expire_all()
    assert made.session.query(Vote).count() == 3
    assert made.session.query(SignOff).count() == 1
    assert made.milestone.done_at is not None
