"""Reading templates of timelines: those of the product and those that leads saved."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cypp_consult.consultations.models import TimelineTemplate
from cypp_consult.consultations.rules.patterns import Template, read
from cypp_consult.consultations.timeline_templates import KINDS, own_templates
from cypp_consult.core.errors import NotFoundError


def template_names() -> Sequence[str]:
    """Return the ids of the product's own templates."""
    return tuple(own_templates())


def saved_templates(session: Session) -> Sequence[TimelineTemplate]:
    """Return the templates that leads saved, by name."""
    query = select(TimelineTemplate).options(selectinload(TimelineTemplate.by))
    return session.scalars(query.order_by(TimelineTemplate.name, TimelineTemplate.slug)).all()


def saved_template(session: Session, slug: str) -> TimelineTemplate:
    """Return one of them by its id; NotFoundError if it is not there."""
    found = session.scalar(select(TimelineTemplate).where(TimelineTemplate.slug == slug))
    if found is None:
        raise NotFoundError
    return found


def templates(session: Session) -> dict[str, Template]:
    """Return every template by id: the product's own first, then the saved ones."""
    saved = {row.slug: read(row.content, KINDS) for row in saved_templates(session)}
    return {**own_templates(), **saved}
