"""From what several coders chose to the tags that count: agreed ones taken over, differing ones settled one by one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.coding import services as coding
from cypp_consult.coding.agreement import queries, rules
from cypp_consult.coding.agreement.models import CodingSample, SampleCoder, Settlement
from cypp_consult.coding.agreement.rules import Choice
from cypp_consult.coding.models import Mark
from cypp_consult.coding.rules import GoneError, Target
from cypp_consult.coding.services.writing import Batch, insert_new
from cypp_consult.consultations.models import Consultation
from cypp_consult.core import audit
from cypp_consult.core.errors import InvalidInputError


def check_may_see(session: Session, sample: CodingSample, person_id: int) -> None:
    """Let through who may see what all coders chose: anybody but those who still code. Raises BlindError."""
    if sample.closed_at is not None:
        return
    coding_still = select(SampleCoder.person_id).where(
        SampleCoder.sample_id == sample.id, SampleCoder.person_id == person_id, SampleCoder.finished_at.is_(None)
    )
    if session.scalar(coding_still) is not None:
        raise rules.BlindError


def settle(
    session: Session,
    consultation: Consultation,
    sample: CodingSample,
    answer_id: UUID,
    targets: Collection[Target],
    mark: Mark | None,
    *,
    note: str,
    seen: str,
    by_id: int,
    at: datetime,
) -> bool:
    """Settle an answer on which coders differ: its tags become the chosen ones, by `coding.services`.

    Codes that some coder chose and that were not settled on are taken off where they stand as tags; tags that no coder
    of the sample spoke of stay. `seen` is the version of the settlement that the page showed, "" for none. Returns
    False where it was settled so already. Raises BlindError for one who still codes, GoneError if the coders do not
    differ on it or it may not be coded, SettledMeanwhileError if somebody else was first, InvalidInputError without
    any code.
    """
    check_may_see(session, sample, by_id)
    own = rules.by_answer(queries.choices(session, sample)).get(answer_id)
    if own is None or not rules.differs(own):
        raise GoneError
    final = sorted(set(targets), key=lambda one: one.token)
    if any(target.kind is not sample.level for target in final) or not (final or mark):
        raise InvalidInputError("Choose at least one, or say why none belongs.")
    codes = [target.token for target in final] or ([rules.mark_code(mark)] if mark else [])
    known = queries.settled(session, sample).get(answer_id)
    if known is not None and known.codes == set(codes) and known.note == note:
        return False
    if (known.version if known else "") != seen:
        by = known.by_name if known else "Somebody"
        raise rules.SettledMeanwhileError(f"{by} settled this answer meanwhile. Look at it again.")
    _keep(session, sample, answer_id, {"codes": codes, "note": note, "by_id": by_id, "at": at}, new=known is None)
    spoken = {target for code in frozenset().union(*own.values()) if (target := rules.target_of(code))}
    earlier = {target for code in (known.codes if known else ()) if (target := rules.target_of(code))}
    _apply(session, consultation, answer_id, final, (spoken | earlier) - set(final), mark, by_id=by_id, at=at)
    audit.record(session, "sample.settled", "answer", answer_id, {"sample": str(sample.id), "codes": codes}, at)
    session.flush()
    return True


def waiting(session: Session, choices: Sequence[Choice]) -> dict[Target | Mark, list[UUID]]:
    """Return what all coders agreed on and is no tag yet: answers by target, or by mark. One statement."""
    same = {key: rules.agreed(own) for key, own in rules.by_answer(choices).items() if not rules.differs(own)}
    standing = queries.standing(session, list(same))
    found: dict[Target | Mark, list[UUID]] = defaultdict(list)
    for answer_id, codes in same.items():
        for code in sorted(codes - standing.get(answer_id, frozenset())):
            target, mark = rules.target_of(code), rules.mark_of(code)
            if target is not None:
                found[target].append(answer_id)
            elif mark is not None and not rules.tagged(standing.get(answer_id, frozenset())):
                found[mark].append(answer_id)
    return found


def take_agreed(
    session: Session, consultation: Consultation, sample: CodingSample, *, by_id: int, at: datetime
) -> Batch:
    """Make tags of what all coders agreed on, as one batch; its `answers` is how many it made. Raises BlindError."""
    check_may_see(session, sample, by_id)
    live = {code.target for code in queries.frame(session, consultation).live()}
    batch = uuid4()
    maker: dict[str, Any] = {"by_id": by_id, "at": at, "batch": batch}
    changed = 0
    for what, answers in waiting(session, queries.choices(session, sample)).items():
        if isinstance(what, Mark):
            changed += coding.mark(session, consultation, answers, what, **maker).answers
        elif what in live:
            changed += coding.add_tag(session, consultation, answers, what, **maker).answers
    if changed:
        audit.record(session, "sample.agreed_taken", "coding_sample", sample.id, {"changes": changed}, at)
        session.flush()
    return Batch(batch, changed)


def _keep(session: Session, sample: CodingSample, answer_id: UUID, values: dict[str, Any], *, new: bool) -> None:
    if new:
        row = {"id": uuid4(), "sample_id": sample.id, "answer_id": answer_id, **values}
        if not insert_new(session, Settlement, [row], "id"):
            raise rules.SettledMeanwhileError("Somebody settled this answer meanwhile. Look at it again.")
        return
    query = select(Settlement).where(Settlement.sample_id == sample.id, Settlement.answer_id == answer_id)
    found = session.scalars(query.with_for_update()).one()
    for name, value in values.items():
        setattr(found, name, value)
    session.flush()


def _apply(
    session: Session,
    consultation: Consultation,
    answer_id: UUID,
    final: Collection[Target],
    off: Collection[Target],
    mark: Mark | None,
    *,
    by_id: int,
    at: datetime,
) -> None:
    maker: dict[str, Any] = {"by_id": by_id, "at": at}
    for target in sorted(off, key=lambda one: one.token):
        coding.remove_tag(session, consultation, [answer_id], target, **maker)
    for target in final:
        coding.add_tag(session, consultation, [answer_id], target, **maker)
    if not final and mark is not None and not rules.tagged(queries.standing_on(session, answer_id)):
        coding.mark(session, consultation, [answer_id], mark, **maker)
