"""Evidence packs: themed summaries frozen with a version, a cut-off and a digest."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cypp_consult.consultations.models import Milestone
from cypp_consult.core.database import Base, Key, Moment


class EvidencePack(Base):
    """One frozen themed summary. Its content is already suppressed and holds cleared quotes only."""

    __tablename__ = "evidence_pack"
    __table_args__ = (UniqueConstraint("milestone_id", "version"),)

    id: Mapped[Key]
    milestone_id: Mapped[UUID] = mapped_column(ForeignKey("milestone.id", ondelete="CASCADE"), index=True)
    version: Mapped[int]
    cut_off_at: Mapped[Moment]
    content: Mapped[dict[str, Any]]
    # SHA-256 of the content's canonical JSON
    digest: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[Moment]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    milestone: Mapped[Milestone] = relationship()
