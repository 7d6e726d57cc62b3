"""Making the themed summary of a milestone: read, count, hide, tell."""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from cypp_consult.collection.models import Channel
from cypp_consult.consultations.models import Consultation, Milestone
from cypp_consult.core.audiences import Audience
from cypp_consult.summaries.content import About, AskedQuestion, Coding, Excluded, QuoteLine, ThemedSummary
from cypp_consult.summaries.queries import asked as asked_queries
from cypp_consult.summaries.queries import packs, quoted, received, said
from cypp_consult.summaries.queries.received import AnswerCounts
from cypp_consult.summaries.queries.scope import Scope
from cypp_consult.summaries.rules.suppression import is_small, single
from cypp_consult.summaries.rules.tables import ShownTable
from cypp_consult.summaries.services import heard, words
from cypp_consult.summaries.services.asked import Asking, Wordings
from cypp_consult.summaries.services.heard import Counting, Frame
from cypp_consult.summaries.services.reach import Reach, reach


def build(session: Session, milestone: Milestone, at: datetime, threshold: int) -> ThemedSummary:
    """Return what was heard for a milestone: up to its cut-off, or up to `at` where that is earlier or there is none.

    Counts from 1 up to `threshold` (exclusive) are hidden, with all that would give them away. Changes nothing.
    """
    consultation = milestone.consultation
    scope = Scope(consultation.id, min(milestone.cut_off_at or at, at))
    reached = _reach(session, consultation, scope, threshold)
    n = said.coded_forms(session, scope)
    frame = Frame.of(session, consultation)
    outcomes, priorities, themes = _heard(session, scope, frame, Counting(_all(reached), reached.counted, n, threshold))
    return ThemedSummary(
        about=_about(milestone),
        number=packs.newest_version(session, milestone.id) + 1,
        cut_off_at=scope.before,
        made_at=at,
        threshold=threshold,
        left_out=tuple(audience.label for audience in reached.left_out),
        responses=reached.forms,
        people=reached.people,
        coding=_coding(session, scope, reached, n, threshold),
        outcomes=outcomes,
        priorities=priorities,
        themes=themes,
        questions=_asked(session, scope, frame, reached, threshold),
        quotes=tuple(_quote(raw) for raw in quoted.quotes(session, scope)),
        most_raised=heard.most_raised(themes),
        excluded=_excluded(session, scope, threshold),
        frame=tuple(heard.codes(frame)),
        caveat=words.caveat(words.clean_name(consultation.plan.area)),
        suppression=words.suppression(threshold),
    )


def _heard(
    session: Session, scope: Scope, frame: Frame, counting: Counting
) -> tuple[ShownTable, ShownTable, ShownTable]:
    raised = said.raised(session, scope)
    lines = heard.outcome_lines(frame.outcomes, raised.outcomes)
    outcomes = counting.table("outcomes", f"{frame.outcomes_word} by audience", lines, raised.outcomes)
    lines = heard.priority_lines(frame.priorities, raised.priorities)
    priorities = counting.table("priorities", "Priorities by audience", lines, raised.priorities)
    lines = heard.theme_lines(frame.themes, raised.themes)
    themes = counting.table("themes", "Themes by audience", lines, raised.themes)
    return outcomes, priorities, heard.by_most_raised(themes)


def _asked(session: Session, scope: Scope, frame: Frame, reached: Reach, threshold: int) -> tuple[AskedQuestion, ...]:
    consultation_id = scope.consultation_id
    questions = asked_queries.closed_questions(session, consultation_id)
    wordings = Wordings(
        asked_queries.questionnaires(session, consultation_id),
        asked_queries.wordings(session, consultation_id),
        questions,
        frame.priorities,
    )
    asking = Asking(_all(reached), reached.counted, wordings, asked_queries.chosen(session, scope), threshold)
    return tuple(asking.tell(questions))


def _all(reached: Reach) -> list[Audience]:
    return [audience for audience in Audience if audience in {*reached.counted, *reached.left_out}]


def _reach(session: Session, consultation: Consultation, scope: Scope, threshold: int) -> Reach:
    came = received.received(session, scope)
    theirs = {row.audience for row in consultation.audiences} | {audience for audience, _ in came}
    return reach(came, [audience for audience in Audience if audience in theirs], threshold)


def _coding(session: Session, scope: Scope, reached: Reach, n: Counter[Audience], threshold: int) -> Coding:
    """Return how far coding is, without the audiences whose n is hidden: the sum would tell it."""
    answers = received.answers(session, scope)
    hidden = [audience for audience in reached.counted if is_small(n[audience], threshold)]
    counted = [answers.get(audience, AnswerCounts()) for audience in reached.counted if audience not in hidden]
    coded, to_code, unread, raised = (
        sum(getattr(item, name) for item in counted) for name in ("coded", "to_code", "unread", "raised")
    )
    return Coding(
        answers=coded + to_code + unread,
        coded=coded,
        to_code=to_code,
        unread=unread,
        raised=single(raised, threshold),
        coders=received.coders(session, scope),
        left_out=tuple(audience.label for audience in (*reached.left_out, *hidden)),
    )


def _excluded(session: Session, scope: Scope, threshold: int) -> tuple[Excluded, ...]:
    counts = received.not_counted(session, scope)
    return tuple(Excluded(why, single(counts[key], threshold)) for key, why in words.NOT_COUNTED.items())


def _quote(raw: quoted.RawQuote) -> QuoteLine:
    who = f"Group of {raw.audience.label.lower()}" if raw.channel is Channel.GROUP_NOTE else raw.audience.one
    event = words.clean_name(raw.event)
    return QuoteLine(
        id=str(raw.id),
        text=words.clean_words(raw.text),
        themes=tuple(words.clean_name(name) for name in raw.themes),
        by=f"{who}, {event}" if event else who,
    )


def _about(milestone: Milestone) -> About:
    consultation = milestone.consultation
    plan, name, full = consultation.plan, words.clean_name, words.clean_words
    basis = consultation.lawful_basis
    return About(
        consultation=str(consultation.id),
        slug=consultation.slug,
        title=name(consultation.title),
        area=name(plan.area),
        plan=name(plan.title),
        period=plan.period,
        purpose=full(consultation.purpose),
        open_to_influence=full(consultation.open_to_influence),
        already_decided=full(consultation.already_decided),
        legal_basis=full(consultation.legal_basis),
        lawful_basis=basis.value.replace("_", " ").capitalize() if basis else "",
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on,
        what_happens_next=full(consultation.what_happens_next),
        contact=name(consultation.contact),
        outcome_word=name(plan.outcome_label),
        outcomes_word=name(plan.outcomes_label),
        milestone=name(milestone.name),
        milestone_slug=milestone.slug,
        milestone_kind=milestone.kind.value.replace("_", " ").capitalize(),
        due_on=milestone.due_on,
    )
