"""What a few targets are called, without reading the whole code frame: for single acts."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.coding.models import Theme
from cypp_consult.coding.queries.frame import Code
from cypp_consult.coding.rules import Target, TargetKind
from cypp_consult.consultations.models import Consultation
from cypp_consult.plans.models import Outcome, Priority


def names(session: Session, consultation: Consultation, targets: Iterable[Target]) -> Mapping[Target, Code]:
    """Return the codes of those targets that are of this consultation, in one statement for each kind among them."""
    found: dict[Target, Code] = {}
    wanted = set(targets)
    for kind in sorted({target.kind for target in wanted}):
        for row in session.execute(_named(kind, consultation, [one.id for one in wanted if one.kind is kind])):
            target = Target(kind, row.id)
            found[target] = Code(target, row.name, row.retired_at is None, row.short, definition=row.definition)
    return found


def _named(kind: TargetKind, consultation: Consultation, keys: list[UUID]) -> Any:
    model: Any = {TargetKind.THEME: Theme, TargetKind.OUTCOME: Outcome, TargetKind.PRIORITY: Priority}[kind]
    short, definition = {
        TargetKind.THEME: (Theme.name, Theme.definition),
        TargetKind.OUTCOME: (Outcome.name, Outcome.summary),
        TargetKind.PRIORITY: (Priority.short_name, Priority.detail),
    }[kind]
    within = (
        Theme.consultation_id == consultation.id if kind is TargetKind.THEME else model.plan_id == consultation.plan_id
    )
    return select(model.id, model.name, model.retired_at, short.label("short"), definition.label("definition")).where(
        model.id.in_(keys), within
    )
