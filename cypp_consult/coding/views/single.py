"""One answer, large: its words, what is suggested, everything it may be tagged with, and what was done to it."""

from uuid import UUID

from flask import current_app, render_template, request, url_for
from flask_login import current_user

from cypp_consult.coding import queries, rules, wording
from cypp_consult.coding.forms import NewThemeForm
from cypp_consult.coding.views.listing import keys_of
from cypp_consult.coding.views.shared import CODERS, Way, bp, sees_attributes, way
from cypp_consult.coding.workbench import queries as workbench
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.core.database import session
from cypp_consult.web.access import requires


@bp.get("/<uuid:answer_id>")
@requires(*CODERS)
def answer(slug: str, answer_id: UUID) -> str:
    """Show one answer among the filters it was opened from, with the answers before and after it."""
    consultation = consultation_or_404(slug)
    here = way(slug, request.args, answer_id)
    row = queries.one(session(), consultation.id, answer_id)
    previous, following = queries.beside(session(), consultation.id, here.filters, row.place)
    frame = queries.frame(session(), consultation)
    habit = workbench.habit(session(), consultation.id, current_user.id)
    offers = [rules.outcome_offered(target, frame.outcome_of, row.targets) for target in row.targets]
    return render_template(
        "coding/answer.html",
        consultation=consultation,
        here=here,
        row=row,
        previous=previous,
        following=following,
        frame=frame,
        keys=keys_of(frame, habit),
        habit=habit,
        colleagues=workbench.colleagues(session()),
        offers=sorted({offer for offer in offers if offer in frame and offer}, key=lambda target: target.token),
        history=queries.history(session(), answer_id),
        marks=wording.MARKS,
        form=NewThemeForm(formdata=None).offer(frame),
        attributes=sees_attributes(),
        me=current_user.id,
        raise_url=_raise_url(slug, answer_id, here),
        quote_url=url_for("safeguarding.quote", slug=slug, answer_id=answer_id) if current_user.is_any("lead") else "",
    )


def _raise_url(slug: str, answer_id: UUID, here: Way) -> str:
    """Return where a concern about an answer is raised; it leads back to the list, where the answer is gone."""
    if "safeguarding.raise_concern" not in current_app.view_functions:
        return ""
    return url_for("safeguarding.raise_concern", slug=slug, answer_id=answer_id, back=here.list_url())
