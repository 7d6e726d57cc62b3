"""The log of the code frame, undoing what is on it, and its versions."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding.filters import Place
from cypp_consult.coding.frame import queries as reads
from cypp_consult.coding.frame import services
from cypp_consult.coding.frame.forms import VersionForm
from cypp_consult.coding.frame.models import FrameVerb
from cypp_consult.coding.frame.snapshots import Snapshot, differences
from cypp_consult.coding.frame.views.shared import new_id, refused, tried, who_and_when
from cypp_consult.coding.views.shared import CODERS, bp
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError, NotFoundError
from cypp_consult.web.access import requires

NOW = "now"
_LONGEST_NUMBER = 6


@bp.get("/themes/log")
@requires(*CODERS)
def frame_log(slug: str) -> str:
    """Show what was done to the frame, newest first; all of it or one kind."""
    consultation = consultation_or_404(slug)
    kind = request.args.get("kind", "")
    verb = FrameVerb(kind) if kind in set(FrameVerb) else None
    acts, more = reads.log(session(), consultation.id, verb, Place.parse(request.args.get("after", "")))
    return render_template(
        "coding/frame/log.html",
        consultation=consultation,
        acts=acts,
        more=more.token if more else "",
        verb=verb,
        verbs=FrameVerb,
        me=current_user.id,
        is_lead=current_user.is_any("lead"),
    )


@bp.post("/themes/acts/<uuid:act_id>/undo")
@requires(*CODERS)
def undo_frame(slug: str, act_id: UUID) -> Response:
    """Take an act on the frame back as a whole, and say what stayed because somebody used it since."""
    consultation = consultation_or_404(slug)
    to = url_for("coding.frame_log", slug=slug, _anchor=f"act-{act_id}")
    try:
        is_lead = current_user.is_any("lead")
        undone = services.undo(session(), consultation, act_id, is_lead=is_lead, **who_and_when())
        names = [theme.name for theme in undone.stayed]
        sources = [line.theme_id for line in undone.act.themes if line.part.value == "source"]
        session().commit()
    except DomainError as error:
        refused(error)
    else:
        stayed = f" {_listed(names)} stays: answers were tagged with it since." if names else ""
        flash(f"Undone.{stayed}")
        to = url_for("coding.theme", slug=slug, theme_id=sources[0]) if len(sources) == 1 else to
    return redirect(to)


@bp.route("/themes/versions", methods=["GET", "POST"])
@requires(*CODERS)
def frame_versions(slug: str) -> str | Response:
    """List the kept versions, and keep the frame as it stands as the next one."""
    consultation = consultation_or_404(slug)
    form = VersionForm(data={"act": new_id()})
    if form.validate_on_submit():
        done, kept = tried(
            form.why,
            lambda: services.keep_version(
                session(), consultation, form.why.data or "", version_id=form.act_id, **who_and_when()
            ),
        )
        if done and kept is not None:
            flash(f"Kept as version {kept.number}.")
            return redirect(url_for("coding.frame_versions", slug=slug))
    number, since = reads.since_last(session(), consultation.id)
    return render_template(
        "coding/frame/versions.html",
        consultation=consultation,
        form=form,
        versions=reads.versions(session(), consultation.id),
        number=number,
        since=since,
    )


@bp.get("/themes/versions/compare")
@requires(*CODERS)
def compare_versions(slug: str) -> str:
    """Show what changed from one version to another, or to the frame as it stands."""
    consultation = consultation_or_404(slug)
    known = reads.versions(session(), consultation.id)
    newest = str(known[0][0].number) if known else NOW
    before, after = request.args.get("from", newest), request.args.get("to", NOW)
    old, new = _snapshot(consultation, before), _snapshot(consultation, after)
    return render_template(
        "coding/frame/compare.html",
        consultation=consultation,
        versions=known,
        before=before,
        after=after,
        old=old,
        new=new,
        changes=differences(old, new),
    )


def _snapshot(consultation: Consultation, which: str) -> Snapshot:
    if which == NOW:
        return reads.as_it_stands(session(), consultation)
    if not which.isascii() or not which.isdigit() or len(which) > _LONGEST_NUMBER:
        raise NotFoundError
    return Snapshot.from_json(reads.version(session(), consultation.id, int(which)).content)


def _listed(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f" and {quoted[-1]}"
