"""Walking through the answers on which coders differ, one by one, to a settled tag."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cypp_consult.coding.agreement import queries, rules, services
from cypp_consult.coding.agreement.forms import SettleForm, key_of
from cypp_consult.coding.agreement.queries import Card, Line, Settled
from cypp_consult.coding.agreement.views.shared import EDITORS, bp, cards_of, line_of, names
from cypp_consult.coding.models import Mark
from cypp_consult.coding.rules import GoneError
from cypp_consult.consultations.loading import consultation_or_404
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import clock
from cypp_consult.core.database import session
from cypp_consult.core.errors import DomainError
from cypp_consult.web.access import requires
from cypp_consult.web.forms import choices as pairs


@dataclass(frozen=True)
class Row:
    """One code on which an answer's coders are shown: who gave it, and whether it is ticked."""

    code: str
    name: str
    definition: str
    by: tuple[str, ...]
    all: bool
    ticked: bool
    # a mark, or a code that was retired meanwhile, can be seen and not ticked
    open: bool


@dataclass(frozen=True)
class Walk:
    """Where one is among the answers on which coders differ."""

    answers: tuple[UUID, ...]
    settled: Mapping[UUID, Settled]

    @property
    def done(self) -> int:
        """Return how many are settled."""
        return sum(key in self.settled for key in self.answers)

    def open_after(self, answer_id: UUID | None) -> UUID | None:
        """Return the next answer that is not settled, beginning again at the end; None when all are."""
        place = self.answers.index(answer_id) + 1 if answer_id in self.answers else 0
        turned = [*self.answers[place:], *self.answers[:place]]
        return next((key for key in turned if key not in self.settled and key != answer_id), None)

    def beside(self, answer_id: UUID) -> tuple[UUID | None, UUID | None]:
        """Return the answers before and after one."""
        place = self.answers.index(answer_id)
        before = self.answers[place - 1] if place else None
        return before, self.answers[place + 1] if place + 1 < len(self.answers) else None


@bp.get("/<uuid:sample_id>/settle")
@requires(*EDITORS)
def differing(slug: str, sample_id: UUID) -> str | Response:
    """Lead to the next answer to settle, or list them all once none is left."""
    consultation = consultation_or_404(slug)
    line = line_of(consultation, sample_id)
    services.check_may_see(session(), line.sample, current_user.id)
    walk = _walk(line, queries.choices(session(), line.sample))
    key = walk.open_after(key_of(request.args.get("after", "")))
    if key is not None and not request.args.get("list"):
        return redirect(url_for(".settle", slug=slug, sample_id=sample_id, answer_id=key))
    shown = {row.id: row for row in queries.some_words(session(), consultation.id, walk.answers)}
    return render_template(
        "coding/agreement/differing.html",
        consultation=consultation,
        line=line,
        walk=walk,
        words=shown,
        names=names(queries.frame(session(), consultation)),
    )


@bp.route("/<uuid:sample_id>/settle/<uuid:answer_id>", methods=["GET", "POST"])
@requires(*EDITORS)
def settle(slug: str, sample_id: UUID, answer_id: UUID) -> str | Response:
    """Show who chose what for one answer, and take what it is settled to."""
    consultation = consultation_or_404(slug)
    line = line_of(consultation, sample_id)
    services.check_may_see(session(), line.sample, current_user.id)
    found = queries.choices(session(), line.sample)
    walk = _walk(line, found)
    if answer_id not in walk.answers:
        raise GoneError
    known = walk.settled.get(answer_id)
    form = SettleForm(note=known.note if known else "", seen=known.version if known else "")
    if form.validate_on_submit():
        try:
            _settle(consultation, line, answer_id, form)
            session().commit()
        except DomainError as error:
            session().rollback()
            flash(str(error), "error")
            return redirect(url_for(".settle", slug=slug, sample_id=sample_id, answer_id=answer_id))
        flash("Settled. The answer's tags are what you chose.")
        return redirect(url_for(".differing", slug=slug, sample_id=sample_id, after=answer_id))
    own = rules.by_answer(found)[answer_id]
    return _show(consultation, line, walk, answer_id, own, form)


def _settle(consultation: Consultation, line: Line, answer_id: UUID, form: SettleForm) -> None:
    targets = form.targets
    services.settle(
        session(),
        consultation,
        line.sample,
        answer_id,
        targets,
        None if targets else form.mark,
        note=form.note.data or "",
        seen=form.seen.data or "",
        by_id=current_user.id,
        at=clock.now(),
    )


def _walk(line: Line, found: list[rules.Choice]) -> Walk:
    different = rules.sequence(found, queries.order(session(), line.sample))
    return Walk(tuple(different), queries.settled(session(), line.sample))


def _show(
    consultation: Consultation,
    line: Line,
    walk: Walk,
    answer_id: UUID,
    own: Mapping[int, frozenset[str]],
    form: SettleForm,
) -> str:
    frame, cards = cards_of(consultation, line.sample.level)
    known = walk.settled.get(answer_id)
    typed = form.is_submitted()
    ticked = frozenset(form.code.data or ()) if typed else known.codes if known else rules.agreed(own)
    rows = _rows(line, own, ticked, cards, names(frame))
    spoken = {row.code for row in rows}
    form.more.choices = pairs([("", "Nothing else"), *((c.token, c.name) for c in cards if c.token not in spoken)])
    if not typed:
        form.none.data = _likely_mark(own, known)
    before, after = walk.beside(answer_id)
    return render_template(
        "coding/agreement/settle.html",
        consultation=consultation,
        line=line,
        walk=walk,
        words=queries.words(session(), consultation.id, answer_id),
        place=walk.answers.index(answer_id) + 1,
        rows=rows,
        readers=[(name, row) for name, row in _readers(line, own)],
        names=names(frame),
        known=known,
        form=form,
        before=before,
        after=after,
        answer_id=answer_id,
    )


def _likely_mark(own: Mapping[int, frozenset[str]], known: Settled | None) -> str:
    """Return the mark that was settled on, else one that a coder chose, else Other."""
    codes = [*(known.codes if known else ()), *(code for given in own.values() for code in sorted(given))]
    return next((mark.value for code in codes if (mark := rules.mark_of(code))), Mark.OTHER.value)


def _readers(line: Line, own: Mapping[int, frozenset[str]]) -> list[tuple[str, Any]]:
    return [(one.name, sorted(own[one.person_id])) for one in line.coders if one.person_id in own]


def _rows(
    line: Line,
    own: Mapping[int, frozenset[str]],
    ticked: frozenset[str],
    cards: list[Card],
    called: Mapping[str, str],
) -> list[Row]:
    by_token = {card.token: card for card in cards}
    people = {one.person_id: one.name for one in line.coders}
    place = {card.token: number for number, card in enumerate(cards)}
    codes = sorted(frozenset().union(*own.values()) | ticked, key=lambda code: (place.get(code, len(place)), code))
    agreed = rules.agreed(own)
    return [
        Row(
            code=code,
            name=called.get(code, "Retired"),
            definition=by_token[code].definition if code in by_token else "",
            by=tuple(people.get(person_id, "Somebody") for person_id, codes in own.items() if code in codes),
            all=code in agreed,
            ticked=code in ticked and code in by_token,
            open=code in by_token,
        )
        for code in codes
    ]
