"""Keeping targets and reference populations."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.consultations.targets import queries, rules
from cypp_consult.consultations.targets.models import Target, TargetKind
from cypp_consult.consultations.targets.rules import AudienceNumbers, Read, Wanted
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.plans.rules import slug_for


def add(session: Session, consultation: Consultation, wanted: Wanted) -> Target:
    """Add a target and return it. InvalidInputError for one that cannot be kept, or that is there already."""
    rows = list(queries.every(session, consultation.id))
    if _same(rows, wanted):
        raise InvalidInputError(f"“{wanted.name}” is there already. Change that one instead.")
    made = _add(session, consultation, wanted, rows)
    session.flush()
    _record(session, "target.add", made)
    return made


def _add(session: Session, consultation: Consultation, wanted: Wanted, rows: list[Target]) -> Target:
    """Put one more target behind the others and into `rows`."""
    rules.check(wanted)
    if len(rows) >= rules.MOST_TARGETS:
        raise InvalidInputError(f"There are {rules.MOST_TARGETS} targets already, which is as many as can be kept.")
    made = Target(id=uuid4(), consultation_id=consultation.id, kind=wanted.kind, key=_key(rows, wanted))
    made.position = max((row.position for row in rows), default=-1) + 1
    _fill(made, wanted, rows)
    session.add(made)
    rows.append(made)
    return made


def change(session: Session, target: Target, wanted: Wanted) -> None:
    """Change a target; its kind stays. InvalidInputError for what cannot be kept."""
    rules.check(wanted)
    rows = queries.every(session, target.consultation_id)
    twin = _same(rows, wanted)
    if twin is not None and twin is not target:
        raise InvalidInputError(f"“{wanted.name}” is there already. Change that one instead.")
    _fill(target, wanted, rows)
    if session.is_modified(target):
        session.flush()
        _record(session, "target.change", target)


def remove(session: Session, target: Target) -> None:
    """Take a target away. Answers stay; schools of an area stay without one."""
    _record(session, "target.remove", target)
    schools = update(Target).where(Target.area_id == target.id).values(area_id=None)
    session.execute(schools.execution_options(synchronize_session="fetch"))
    session.delete(target)
    session.flush()


def set_audiences(session: Session, consultation: Consultation, wanted: Iterable[AudienceNumbers]) -> None:
    """Keep how many people of audiences are expected and how many there are. Audiences not named stay as they are."""
    rows = {row.audience: row for row in consultation.audiences}
    changed = []
    for numbers in wanted:
        row = rows[numbers.audience]
        rules.check(_as_wanted(numbers))
        row.expected, row.population, row.population_source = numbers.expected, numbers.population, numbers.source
        if session.is_modified(row):
            changed.append(numbers.audience.value)
    session.flush()
    if changed:
        audit.record(session, "target.audiences", "consultation", consultation.id, {"audiences": changed})


def keep(session: Session, consultation: Consultation, read: Read) -> tuple[int, int]:
    """Keep what a file without problems says, all of it or nothing; return how many are new and how many changed.

    A row about a target that is there changes its numbers; what a file does not tell (who is counted, how somebody is
    known to belong) stays. InvalidInputError while the file has problems.
    """
    if read.problems:
        raise InvalidInputError("Mend the rows first. Nothing was changed.")
    set_audiences(session, consultation, read.audiences)
    rows = list(queries.every(session, consultation.id))
    new = changed = 0
    # areas first, so that schools find theirs
    for wanted in sorted(read.targets, key=lambda item: item.kind is TargetKind.SCHOOL):
        row = _same(rows, wanted)
        if row is None:
            _add(session, consultation, wanted, rows)
            new += 1
            continue
        row.expected, row.population = wanted.expected, wanted.population
        row.source = wanted.source or row.source
        if wanted.area:
            row.area_id = _area_id(rows, wanted)
        changed += session.is_modified(row)
    session.flush()
    detail = {"new": new, "changed": changed, "audiences": len(read.audiences)}
    audit.record(session, "target.import", "consultation", consultation.id, detail)
    return new, changed + len(read.audiences)


def _as_wanted(numbers: AudienceNumbers) -> Wanted:
    label = numbers.audience.label
    return Wanted(TargetKind.GROUP, label, expected=numbers.expected, population=numbers.population)


def _same(rows: Iterable[Target], wanted: Wanted) -> Target | None:
    """Return the target of the same kind and name, of an age band the one of the same key."""
    for row in rows:
        if row.kind is not wanted.kind:
            continue
        if row.key == wanted.key if wanted.kind is TargetKind.AGE else row.name.casefold() == wanted.name.casefold():
            return row
    return None


def _key(rows: Iterable[Target], wanted: Wanted) -> str:
    if wanted.kind is TargetKind.AGE:
        rules.band_of(wanted.key)
        return wanted.key
    return slug_for(wanted.name, {row.key for row in rows if row.kind is wanted.kind}, wanted.kind.value)


def _fill(row: Target, wanted: Wanted, rows: Iterable[Target]) -> None:
    row.name, row.expected, row.population = wanted.name.strip(), wanted.expected, wanted.population
    row.source, row.action, row.pattern = wanted.source, wanted.action, wanted.pattern
    row.audiences = [audience.value for audience in wanted.audiences]
    if wanted.kind is TargetKind.AGE:
        row.audiences = [rules.band_of(wanted.key or row.key)[0].value]
    row.area_id = _area_id(rows, wanted)
    row.about_key, row.about_values = wanted.about_key, list(wanted.about_values)


def _area_id(rows: Iterable[Target], wanted: Wanted) -> UUID | None:
    """Return the id of a school's area, which is given by its key or its name."""
    if wanted.kind is not TargetKind.SCHOOL or not wanted.area:
        return None
    areas = [row for row in rows if row.kind is TargetKind.AREA]
    found = next((row for row in areas if wanted.area in {row.key, row.name}), None)
    found = found or next((row for row in areas if row.name.casefold() == wanted.area.casefold()), None)
    if found is None:
        raise InvalidInputError(f"There is no area “{wanted.area}”.")
    return found.id


def _record(session: Session, action: str, row: Target) -> None:
    numbers = {"expected": row.expected, "population": row.population}
    detail = {"consultation": str(row.consultation_id), "kind": row.kind.value, "name": row.name, **numbers}
    audit.record(session, action, "target", row.id, detail)
