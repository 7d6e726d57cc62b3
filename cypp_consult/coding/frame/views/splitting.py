"""Splitting a theme: words propose two halves, a person moves any answer, and sees what will change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template, request
from werkzeug.wrappers import Response

from cypp_consult.coding.frame import queries as reads
from cypp_consult.coding.frame import rules, services, telling
from cypp_consult.coding.frame.forms import SplitForm
from cypp_consult.coding.frame.models import FrameAct
from cypp_consult.coding.frame.queries import Words
from cypp_consult.coding.frame.services import NewPart
from cypp_consult.coding.frame.views.shared import new_id, tell, to_theme, tried, who_and_when
from cypp_consult.coding.models import Theme
from cypp_consult.coding.views.shared import CODERS, bp, sees_attributes
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core.database import session
from cypp_consult.text.matching import stems_of
from cypp_consult.web.access import requires

PLACES = ("first", "second", "stay")


@dataclass(frozen=True)
class Halves:
    """Where each answer goes, and those to show."""

    places: Mapping[UUID, str]
    shown: Mapping[str, Sequence[Words]]

    def count(self, place: str) -> int:
        """Return how many answers go to a place."""
        return sum(1 for where in self.places.values() if where == place)

    def answers(self, place: str) -> list[UUID]:
        """Return the answers of a place."""
        return [key for key, where in self.places.items() if where == place]


@bp.route("/themes/<uuid:theme_id>/split", methods=["GET", "POST"])
@requires(*CODERS)
def split_theme(slug: str, theme_id: UUID) -> str | Response:
    """Split a theme in two: words sort the answers, a choice beside an answer overrides them."""
    consultation = consultation_or_404(slug)
    found = reads.theme_of(session(), consultation, theme_id)
    texts = reads.texts_tagged(session(), consultation.id, theme_id)
    form = SplitForm() if request.method == "POST" else SplitForm(data=_proposed(texts))
    halves = _halves(consultation, found, texts, form)
    if request.form.get("do") == "split" and form.validate_on_submit():
        done, act = tried(form.first, lambda: _split(consultation, found, form, halves))
        if done and act is not None:
            tell(slug, f"“{found.name}” split.", act)
            return to_theme(slug, theme_id)
    elif request.method == "POST" and request.form.get("do") != "split":
        form.form_errors.clear()
    return render_template(
        "coding/frame/split.html",
        consultation=consultation,
        theme=found,
        form=form,
        halves=halves,
        places=PLACES,
        total=len(texts),
        attributes=sees_attributes(),
    )


def _proposed(texts: Sequence[tuple[UUID, str]]) -> dict[str, Any]:
    """Propose the words that a GET brings, else words that tell the answers apart."""
    given = {name: request.args.get(name, "")[:200] for name in ("first", "second", "first_words", "second_words")}
    if not given["first_words"] and not given["second_words"]:
        proposed = telling.halves_in_words([text for _, text in texts])
        given["first_words"], given["second_words"] = (", ".join(part) for part in proposed)
    return {**given, "act": new_id()}


def _halves(consultation: Consultation, theme: Theme, texts: Sequence[tuple[UUID, str]], form: SplitForm) -> Halves:
    groups = [frozenset(stems_of(field.data or "")) for field in (form.first_words, form.second_words)]
    places: dict[UUID, str] = {}
    for key, text in texts:
        chosen = request.form.get(f"to-{key}", "")
        by_words = rules.by_words(stems_of(text), groups)
        places[key] = chosen if chosen in PLACES else "stay" if by_words is None else PLACES[by_words]
    said, _ = reads.tagged_words(session(), consultation.id, theme.id)
    shown = {place: [row for row in said if places.get(row.id) == place] for place in PLACES}
    return Halves(places, shown)


def _split(consultation: Consultation, theme: Theme, form: SplitForm, halves: Halves) -> FrameAct:
    parts = [NewPart(form.first.data or "", halves.answers("first"))]
    if form.second.data:
        parts.append(NewPart(form.second.data, halves.answers("second")))
    return services.split(
        session(), consultation, theme.id, parts, why=form.why.data or "", act_id=form.act_id, **who_and_when()
    )
