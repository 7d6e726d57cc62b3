"""The frameworks at hand: the published ones that travel in the package, and those that somebody imported."""

from datetime import datetime
from functools import cache
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.core import audit
from cypp_consult.core.errors import NotFoundError
from cypp_consult.plans import framework_reader
from cypp_consult.plans.framework import Framework
from cypp_consult.plans.models import ImportedFramework


@cache
def built_in() -> dict[str, Framework]:
    """Return the published frameworks of the package by id, in the order of their ids."""
    folder = files("cypp_consult.plans").joinpath("frameworks")
    entries = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".yaml")), key=lambda entry: entry.name
    )
    parsed = (framework_reader.parse_published(entry.read_text(encoding="utf-8")) for entry in entries)
    read = [framework_reader.read(one) for one in parsed]
    return {framework.id: framework for framework in read}


def every(session: Session) -> list[Framework]:
    """Return all frameworks: imported ones first, newest first. An imported one stands in for a built-in of its id."""
    rows = session.scalars(select(ImportedFramework).order_by(ImportedFramework.imported_at.desc()))
    imported = {row.slug: framework_reader.read(row.content) for row in rows}
    return [*imported.values(), *(one for key, one in built_in().items() if key not in imported)]


def imported_ids(session: Session) -> frozenset[str]:
    """Return the ids of the frameworks that somebody imported."""
    return frozenset(session.scalars(select(ImportedFramework.slug)))


def find(session: Session, framework_id: str) -> Framework:
    """Return the framework of an id; NotFoundError if there is none."""
    row = session.scalar(select(ImportedFramework).where(ImportedFramework.slug == framework_id))
    if row is not None:
        return framework_reader.read(row.content)
    if framework_id not in built_in():
        raise NotFoundError(f"There is no framework “{framework_id}”.")
    return built_in()[framework_id]


def keep(session: Session, text: str, at: datetime) -> Framework:
    """Keep the framework of a YAML text, in place of an earlier one of the same id; FrameworkError if it is not one."""
    data = framework_reader.parse(text)
    framework = framework_reader.read(data)
    row = session.scalar(select(ImportedFramework).where(ImportedFramework.slug == framework.id))
    if row is None:
        row = ImportedFramework(slug=framework.id, content={}, imported_at=at)
        session.add(row)
    row.content = framework_reader.plain(data)
    row.imported_at = at
    session.flush()
    audit.record(session, "framework.import", "framework", framework.id, dict(framework.counts), at)
    return framework
