"""The workbench: what is to do, the answers, the code frame."""

from typing import Any

from flask import Response, jsonify, render_template, request
from flask_login import current_user

from cypp_consult.coding import queries, rules, wording
from cypp_consult.coding.filters import USUAL_SAMPLE, FlagChoice, Order, TagState
from cypp_consult.coding.forms import target_groups
from cypp_consult.coding.queries import Figures
from cypp_consult.coding.rules import Progress, Target
from cypp_consult.coding.views import parts
from cypp_consult.coding.views.shared import CODERS, Way, bp, sees_attributes, way, way_back
from cypp_consult.coding.workbench import queries as workbench
from cypp_consult.coding.workbench.queries import Habit
from cypp_consult.collection.models import Channel
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.web.access import requires


@bp.get("")
@requires(*CODERS)
def answers(slug: str) -> str:
    """Show a page of the answers that the filters choose, with suggestions to answer and tags to take off."""
    consultation = consultation_or_404(slug)
    here = way(slug, request.args)
    listed = queries.answers(session(), consultation.id, here.filters, after=here.after, before=here.before)
    if not listed.rows and (here.after or here.before):
        # the last answers of this page were coded away
        here = Way(slug, here.filters)
        listed = queries.answers(session(), consultation.id, here.filters)
    counted = queries.figures(session(), consultation.id, here.filters, clock.now())
    return render_template(
        "coding/answers.html",
        **_context(consultation, here, counted),
        listed=listed,
        alike=parts.alike_counts([row.id for row in listed.rows]),
    )


@bp.get("/figures")
@requires(*CODERS)
def figures(slug: str) -> Response:
    """Return the numbers of the page by the names they have there, and who else codes now, for its script."""
    consultation = consultation_or_404(slug)
    here = way(slug, request.args)
    counted = queries.figures(session(), consultation.id, here.filters, clock.now())
    numbers = {f"state-{state.value}": _count(counted.progress, state) for state in TagState}
    if sees_attributes():
        numbers |= {f"audience-{audience.value}": count for audience, count in counted.audiences.items()}
    numbers |= {f"code-{target.token}": count.answers for target, count in counted.counts.items()}
    flagged, asked = workbench.flag_counts(session(), consultation.id, current_user.id)
    return jsonify(
        numbers={name: f"{count:,}" for name, count in numbers.items()}
        | {"share": f"{counted.progress.share}%", "flag-any": f"{flagged:,}", "flag-asked": f"{asked:,}"},
        others=wording.others(workbench.coding_now(session(), consultation.id, current_user.id, clock.now())),
    )


def _context(consultation: Consultation, here: Way, counted: Figures) -> dict[str, Any]:
    frame = queries.frame(session(), consultation)
    habit = workbench.habit(session(), consultation.id, current_user.id)
    filters = here.filters
    return {
        "consultation": consultation,
        "here": here,
        "filters": filters,
        "progress": counted.progress,
        "to_do": to_do(here, counted.progress),
        "beside": beside(consultation, here),
        "total": _count(counted.progress, filters.state) if counted.total is None else counted.total,
        "counted_at": counted.at if rules.kept_for(counted.progress.total) else None,
        "audiences": counted.audiences if sees_attributes() else {},
        "choices": queries.choices(session(), consultation.id),
        "age_bands": workbench.age_bands(session(), consultation.id) if sees_attributes() else [],
        "colleagues": workbench.colleagues(session()),
        "channels": Channel,
        "languages": counted.languages if sees_attributes() else [],
        "orders": Order,
        "frame": frame,
        "keys": keys_of(frame, habit),
        "habit": habit,
        "go_on_at": _last_place(here, habit),
        "views": workbench.views(session(), consultation.id, current_user.id),
        "others": wording.others(workbench.coding_now(session(), consultation.id, current_user.id, clock.now())),
        "counts": counted.counts,
        "groups": target_groups(frame),
        "marks": wording.MARKS,
        "attributes": sees_attributes(),
        "may_read": current_user.is_any("lead", "safeguarding_lead"),
        "me": current_user.id,
        "usual_sample": USUAL_SAMPLE,
    }


def keys_of(frame: queries.CodeFrame, habit: Habit) -> dict[Target, str]:
    """Return the key of each code: those that the person chose, else the numbers for the first of the frame."""
    if habit.keys:
        return dict(rules.own_keys(habit.keys, [code.target for code in frame.live()]))
    return {target: str(number) for target, number in frame.keys().items()}


def to_do(here: Way, progress: Progress) -> list[tuple[str, str, int, bool, str]]:
    """Return the states to choose from as (words, address, how many, chosen, name of the number)."""
    plain = not (here.filters.flag or here.filters.unread or here.filters.low or here.filters.sample)
    return [
        (
            state.label,
            here.fresh_url(state="" if state is TagState.SUGGESTED else state.value),
            _count(progress, state),
            plain and state is here.filters.state,
            f"state-{state.value}",
        )
        for state in TagState
    ]


def beside(consultation: Consultation, here: Way) -> list[tuple[str, str, int | None, bool, str]]:
    """Return the other lists to work through, as `to_do`; a number is None where counting would cost too much."""
    flagged, asked = workbench.flag_counts(session(), consultation.id, current_user.id)
    filters = here.filters
    return [
        (
            "Not read by me",
            here.fresh_url(state="all", unread="1"),
            None,
            filters.unread and not filters.flag,
            "unread",
        ),
        (
            FlagChoice.ANY.label,
            here.fresh_url(state="all", flag="any"),
            flagged,
            filters.flag is FlagChoice.ANY,
            "flag-any",
        ),
        (
            FlagChoice.ASKED.label,
            here.fresh_url(state="all", flag="asked"),
            asked,
            filters.flag is FlagChoice.ASKED,
            "flag-asked",
        ),
        ("Machine unsure", here.fresh_url(low="1"), None, filters.low, "low"),
    ]


def _last_place(here: Way, habit: Habit) -> str:
    """Return the address where this person stopped, for the plain start page; "" where that is it."""
    if here.arguments or not habit.place:
        return ""
    stopped = way_back(here.slug, habit.place)
    return stopped.list_url(stopped.answer) if stopped.arguments else ""


def _count(progress: Progress, state: TagState) -> int:
    return {
        TagState.SUGGESTED: progress.suggested,
        TagState.UNSUGGESTED: progress.unsuggested,
        TagState.UNCODED: progress.uncoded,
        TagState.CODED: progress.coded,
        TagState.ALL: progress.total,
    }[state]
