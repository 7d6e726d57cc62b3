"""Merging themes: choose them, see what will change, do it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are a version behind

from cypp_consult.coding import queries
from cypp_consult.coding.frame import queries as reads
from cypp_consult.coding.frame import services
from cypp_consult.coding.frame.forms import MergeForm, key_of, keys_of
from cypp_consult.coding.frame.models import FrameAct
from cypp_consult.coding.frame.views.shared import new_id, tell, to_theme, tried, who_and_when
from cypp_consult.coding.models import Theme
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.coding.views.shared import CODERS, bp
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.web.access import requires

_MOST = 20


@bp.route("/themes/<uuid:theme_id>/merge", methods=["GET", "POST"])
@requires(*CODERS)
def merge_theme(slug: str, theme_id: UUID) -> str | Response:
    """Merge a theme with others: without `with` choose them, with it see what will change; a form does it."""
    consultation = consultation_or_404(slug)
    found = reads.theme_of(session(), consultation, theme_id)
    form = MergeForm()
    if form.act_id and (known := reads.act_shown(session(), consultation.id, form.act_id)):
        # the form came twice
        return to_theme(slug, known.results[0].theme_id)
    frame = queries.frame(session(), consultation)
    live = frame.live(TargetKind.THEME)
    with_ids = keys_of(request.values.getlist("with"))[:_MOST]
    chosen = [found, *_chosen(consultation, with_ids, theme_id)]
    if found.retired_at is not None or not chosen[1:]:
        return render_template(
            "coding/frame/merge_with.html",
            consultation=consultation,
            theme=found,
            frame=frame,
            others=[code for code in live if code.target.id != theme_id],
            counts=queries.counts(session(), consultation.id),
        )
    form = MergeForm(data=_standing(chosen))
    form.into.choices = [SelectChoice(str(theme.id), theme.name) for theme in chosen]
    if form.validate_on_submit():
        done, act = tried(form.name, lambda: _merge(consultation, chosen, form))
        if done and act is not None:
            into = next(line for line in act.themes if line.part.value == "result")
            tell(slug, f"Merged into “{into.now.get('name', into.name)}”.", act)
            return to_theme(slug, into.theme_id)
    return render_template(
        "coding/frame/merge.html", consultation=consultation, form=form, **_preview(consultation, chosen)
    )


def _chosen(consultation: Consultation, keys: Sequence[UUID], but: UUID) -> list[Theme]:
    found = [reads.theme_of(session(), consultation, key) for key in keys if key != but]
    return [theme for theme in found if theme.retired_at is None]


def _standing(chosen: Sequence[Theme]) -> dict[str, Any]:
    """Let the theme the page was opened from stay, unless somebody says otherwise; put meanings below each other."""
    return {
        "into": str(chosen[0].id),
        "name": chosen[0].name,
        "definition": "\n".join(dict.fromkeys(theme.definition for theme in chosen if theme.definition)),
        "not_this": "\n".join(dict.fromkeys(theme.not_this for theme in chosen if theme.not_this)),
        "act": new_id(),
    }


def _merge(consultation: Consultation, chosen: Sequence[Theme], form: MergeForm) -> FrameAct:
    into = key_of(form.into.data) or chosen[0].id
    return services.merge(
        session(),
        consultation,
        [theme.id for theme in chosen if theme.id != into],
        into,
        name=form.name.data,
        definition=form.definition.data or "",
        not_this=form.not_this.data or "",
        why=form.why.data or "",
        act_id=form.act_id,
        **who_and_when(),
    )


def _preview(consultation: Consultation, chosen: Sequence[Theme]) -> dict[str, Any]:
    counts = queries.counts(session(), consultation.id)
    both = reads.said_together(session(), consultation.id, [theme.id for theme in chosen])
    rows = []
    for theme in chosen:
        said, _ = reads.tagged_words(session(), consultation.id, theme.id, limit=4)
        used = counts.get(Target(TargetKind.THEME, theme.id), queries.Counts())
        rows.append((theme, used.answers, said))
    return {"rows": rows, "several": both.several, "answers": both.answers}
