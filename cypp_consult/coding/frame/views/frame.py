"""The code frame: outcomes, priorities and themes with how often each was said, and what is kept apart from them."""

from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from cypp_consult.coding import queries, services
from cypp_consult.coding.frame import doubts
from cypp_consult.coding.frame import queries as reads
from cypp_consult.coding.frame.views.shared import new_id
from cypp_consult.coding.rules import TargetKind
from cypp_consult.coding.views.shared import CODERS, bp, way
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.plans.rules import Direction
from cypp_consult.web.access import may_open, requires


@bp.get("/themes")
@requires(*CODERS)
def themes(slug: str) -> str:
    """Show the frame with how many answers and people each line speaks for, and what a look at it is worth."""
    consultation = consultation_or_404(slug)
    frame = queries.frame(session(), consultation)
    acts, _ = reads.log(session(), consultation.id)
    number, since = reads.since_last(session(), consultation.id)
    unmade = reads.unmade(session(), consultation.id)
    return render_template(
        "coding/frame/frame.html",
        consultation=consultation,
        here=way(slug, {"state": "all"}),
        frame=frame,
        counts=queries.counts(session(), consultation.id),
        gone=[
            code
            for code in frame.codes.values()
            if not code.live and code.target.kind is TargetKind.THEME and code.target.id not in unmade
        ],
        apart=reads.apart(session(), consultation.id),
        doubts=doubts.standing(session(), consultation),
        acts=acts[:5],
        number=number,
        since=since,
        new_id=new_id(),
        may_open=may_open,
    )


@bp.post("/themes/<uuid:theme_id>/<any(up, down):do>")
@requires(*CODERS)
def move_theme(slug: str, theme_id: UUID, do: str) -> Response:
    """Move a theme a step among those beside it."""
    consultation = consultation_or_404(slug)
    found = reads.theme_of(session(), consultation, theme_id)
    services.move_theme(session(), found, Direction(do), clock.now())
    session().commit()
    return redirect(url_for("coding.themes", slug=slug, _anchor=f"t-{theme_id}"))
