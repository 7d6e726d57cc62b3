"""Evidence packs: a summary frozen with a version, a cut-off and a digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Milestone
from cypp_consult.core import audit
from cypp_consult.core.errors import DomainError
from cypp_consult.summaries.content import ThemedSummary
from cypp_consult.summaries.models import EvidencePack
from cypp_consult.summaries.queries import packs, quoted
from cypp_consult.summaries.services.building import build


class FrozenMeanwhileError(DomainError):
    """Somebody froze the same milestone at the same moment."""


class DamagedPackError(DomainError):
    """A pack's content is not what was frozen."""


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of content in canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(session: Session, milestone: Milestone, by_id: int | None, at: datetime, threshold: int) -> EvidencePack:
    """Keep the summary of this moment for good, as the next pack. Raises FrozenMeanwhileError on a race."""
    summary = build(session, milestone, at, threshold)
    content = json.loads(json.dumps(summary.as_json()))
    pack = EvidencePack(
        milestone_id=milestone.id,
        version=packs.newest_version(session, milestone.id) + 1,
        cut_off_at=summary.cut_off_at,
        content=content,
        digest=digest_of(content),
        frozen_at=at,
        frozen_by_id=by_id,
    )
    try:
        with session.begin_nested():
            session.add(pack)
            session.flush()
    except IntegrityError as error:
        raise FrozenMeanwhileError(
            "Somebody froze this summary a moment ago. Reload the page to see their pack."
        ) from error
    detail = {"milestone": milestone.slug, "version": pack.version, "digest": pack.digest}
    audit.record(session, "pack.frozen", "evidence_pack", pack.id, detail, at=at)
    return pack


def is_sound(pack: EvidencePack) -> bool:
    """Say whether a pack's content is still what was frozen."""
    return digest_of(pack.content) == pack.digest


def of_pack(session: Session, pack: EvidencePack) -> tuple[ThemedSummary, int]:
    """Return a frozen summary, and how many of its quotes are not shown because they were withdrawn since.

    Raises DamagedPackError if the content does not match its digest, or that not the one noted at freezing.
    """
    noted = packs.frozen_digests(session, [pack.id]).get(str(pack.id), pack.digest)
    if not is_sound(pack) or noted != pack.digest:
        raise DamagedPackError("This pack does not match its digest, so we do not show it. Tell your administrator.")
    summary = ThemedSummary.from_json(pack.content, frozen_at=pack.frozen_at, digest=pack.digest)
    live = quoted.live_quotes(session, [quote.id for quote in summary.quotes]) if summary.quotes else frozenset()
    shown = tuple(quote for quote in summary.quotes if quote.id in live)
    return replace(summary, quotes=shown), len(summary.quotes) - len(shown)


def record_export(
    session: Session, milestone: Milestone, what: str, form: str, *, version: int | None, at: datetime
) -> None:
    """Keep record of an export: `what` is "summary" or "answers", `form` its format, `version` a pack's or None."""
    detail = {"milestone": milestone.slug, "what": what, "format": form, "pack": version}
    audit.record(session, f"{what}.exported", "milestone", milestone.id, detail, at=at)
