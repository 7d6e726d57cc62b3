"""Pages of finding themes: groups, one group, phrases that stand out, repeats, and checks of the theme set."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding import queries as coding
from cypp_consult.coding import services as coding_services
from cypp_consult.coding import wording as coding_wording
from cypp_consult.coding.finding import checks, doubting, queries, services, tasks, wording
from cypp_consult.coding.finding.forms import MAKE, NOTHING, GroupForm
from cypp_consult.coding.finding.models import Sort
from cypp_consult.coding.frame import doubts
from cypp_consult.coding.models import Mark
from cypp_consult.coding.services import Batch
from cypp_consult.coding.views.shared import EDITORS, flash_undo
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock, jobs
from cypp_consult.core.audiences import Audience
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, InvalidInputError
from cypp_consult.core.waking import wake
from cypp_consult.text.grouping import WORTH_GROUPING
from cypp_consult.text.keyness import ENOUGH
from cypp_consult.web import line
from cypp_consult.web.access import requires

bp = Blueprint("finding", __name__, url_prefix="/consultations/<slug>/coding/finding")
line.add_pages("Coding", "finding")
doubts.add(doubting.of_theme_set)


@bp.get("")
@requires(*EDITORS)
def groups(slug: str) -> str:
    """Show the groups of answers that say alike, and start a look at the answers."""
    consultation = consultation_or_404(slug)
    return render_template(
        "coding/finding/groups.html",
        **_common(consultation),
        groups=queries.groups(session(), consultation.id, Sort.THEME),
        put_away=queries.groups(session(), consultation.id, Sort.THEME, dismissed=True),
        worth=WORTH_GROUPING,
    )


@bp.post("/look")
@requires(*EDITORS)
def look(slug: str) -> Response:
    """Start a look at all cleared answers, with groups anyway where somebody wants them of few."""
    consultation = consultation_or_404(slug)
    arguments = {
        "consultation_id": str(consultation.id),
        "by_id": current_user.id,
        "anyway": request.form.get("anyway") == "1",
        "next": url_for(".groups", slug=slug),
    }
    job = jobs.enqueue(
        session(), tasks.KIND, arguments, title="Look for themes", owner_id=current_user.id, at=clock.now()
    )
    session().commit()
    wake(job.id)
    return redirect(url_for("jobs.show", job_id=job.id))


@bp.route("/groups/<uuid:group_id>", methods=["GET", "POST"])
@requires(*EDITORS)
def group(slug: str, group_id: UUID) -> str | Response:
    """Show a group's answers; make a theme of them, or add a tag, to the ticked ones or to all."""
    consultation = consultation_or_404(slug)
    frame = coding.frame(session(), consultation)
    found = queries.group(session(), consultation.id, group_id)
    form = GroupForm(**({} if _posted() else {"data": {"name": found.label}})).offer(frame)
    if form.validate_on_submit():
        try:
            words, batch = _do(consultation, group_id, form, frame)
            session().commit()
        except DomainError as error:
            session().rollback()
            _explain(form, error)
            found = queries.group(session(), consultation.id, group_id)
        else:
            _tell(slug, group_id, words, batch)
            return redirect(url_for(".group", slug=slug, group_id=group_id))
    return render_template(
        "coding/finding/group.html",
        **_common(consultation),
        group=found,
        form=form,
        frame=frame,
        ticked=None if form.answer.data is None or not _posted() else set(form.answer.data),
        sort=queries.group_row(session(), consultation.id, group_id).sort,
        marks=coding_wording.MARKS,
    )


@bp.post("/groups/<uuid:group_id>/<any(dismiss, take_up):do>")
@requires(*EDITORS)
def put(slug: str, group_id: UUID, do: str) -> Response:
    """Put a group away, or take it up again."""
    consultation = consultation_or_404(slug)
    sort = queries.group_row(session(), consultation.id, group_id).sort
    if do == "dismiss":
        services.dismiss(session(), consultation, group_id, by_id=current_user.id, at=clock.now())
        flash_undo(
            "Put away. Its answers stay as they are.", url_for(".put", slug=slug, group_id=group_id, do="take_up")
        )
    else:
        services.take_up(session(), consultation, group_id, at=clock.now())
        flash("It is in the list again.")
    session().commit()
    return redirect(url_for(".groups" if sort is Sort.THEME else ".alike", slug=slug))


@bp.post("/groups/<uuid:group_id>/undo/<uuid:batch_id>")
@requires(*EDITORS)
def undo(slug: str, group_id: UUID, batch_id: UUID) -> Response:
    """Take back what was just done to a group, as a whole."""
    consultation = consultation_or_404(slug)
    try:
        batch = coding_services.undo(session(), consultation, batch_id, by_id=current_user.id, at=clock.now())
        session().commit()
    except DomainError as error:
        session().rollback()
        flash(str(error), "error")
    else:
        flash(coding_wording.taken_back(batch.answers))
    return redirect(url_for(".group", slug=slug, group_id=group_id))


@bp.get("/phrases")
@requires(*EDITORS)
def phrases(slug: str) -> str:
    """Show the phrases that stand out by audience, with the figures."""
    consultation = consultation_or_404(slug)
    common = _common(consultation)
    rows = common["state"].run.phrases if common["state"].run and not common["state"].gone else []
    by_audience = {audience: [row for row in rows if row["who"] == audience.value] for audience in Audience}
    return render_template("coding/finding/phrases.html", **common, by_audience=by_audience, enough=ENOUGH)


@bp.get("/alike")
@requires(*EDITORS)
def alike(slug: str) -> str:
    """Show answers in nearly the same words: repeats, and letters that many copied."""
    consultation = consultation_or_404(slug)
    found = queries.groups(session(), consultation.id, Sort.ALIKE)
    put_away = queries.groups(session(), consultation.id, Sort.ALIKE, dismissed=True)
    return render_template("coding/finding/alike.html", **_common(consultation), groups=found, put_away=put_away)


@bp.get("/checks")
@requires(*EDITORS)
def theme_checks(slug: str) -> str:
    """Show what the checks of the theme set find, over every pair of themes, with what to do."""
    consultation = consultation_or_404(slug)
    themes = queries.theme_facts(session(), consultation.id)
    coded = coding.progress(session(), consultation.id).coded
    stands = {frozenset(doubt.themes) for doubt in doubts.standing(session(), consultation)}
    found = [(finding, wording.finding(finding), _act_url(slug, finding)) for finding in checks.check(themes, coded)]
    return render_template(
        "coding/finding/checks.html",
        **_common(consultation),
        found=[item for item in found if not item[0].themes or item[0].keys in stands],
        kept=[item for item in found if item[0].themes and item[0].keys not in stands],
        themes=themes,
        fewest=checks.fewest(coded),
        limits=(checks.OVERLAP, checks.SAME_WORDS, checks.MANY),
    )


def _common(consultation: Consultation) -> dict[str, Any]:
    return {"consultation": consultation, "state": queries.state(session(), consultation.id)}


def _posted() -> bool:
    return request.method == "POST"


def _do(consultation: Consultation, group_id: UUID, form: GroupForm, frame: coding.CodeFrame) -> tuple[str, Batch]:
    given: dict[str, Any] = {"by_id": current_user.id, "at": clock.now()}
    verb = form.verb
    if verb == NOTHING:
        batch = services.mark_group(session(), consultation, group_id, form.answers, Mark.NOTHING_TO_SAY, **given)
        return wording.marked(batch.answers), batch
    if verb == MAKE:
        theme, batch = services.theme_of(
            session(),
            consultation,
            group_id,
            form.answers,
            form.name.data or "",
            definition=form.definition.data or "",
            priority_id=form.priority_id,
            **given,
        )
        return wording.made(theme.name, batch.answers), batch
    target = form.chosen
    batch = services.tag_group(session(), consultation, group_id, form.answers, target, **given)
    return wording.tagged(frame.codes[target].label if target in frame else "", batch.answers), batch


def _explain(form: GroupForm, error: DomainError) -> None:
    """Say what went wrong at the field where it can be put right."""
    field = form.name if form.do.data and form.do.data.startswith("make") else form.target
    if isinstance(error, InvalidInputError):
        field.errors = [*field.errors, str(error)]
    else:
        flash(str(error), "error")


def _tell(slug: str, group_id: UUID, words: str, batch: Batch) -> None:
    if batch.changed:
        flash_undo(words, url_for(".undo", slug=slug, group_id=group_id, batch_id=batch.id))
    else:
        flash(coding_wording.NOTHING)


def _act_url(slug: str, finding: checks.Finding) -> str:
    """Return where a finding is put right."""
    if not finding.themes:
        return url_for("coding.themes", slug=slug)
    arguments: dict[str, Any] = {"with": [theme.id for theme in finding.themes[1:]]}
    return url_for("coding.merge_theme", slug=slug, theme_id=finding.themes[0].id, **arguments)
