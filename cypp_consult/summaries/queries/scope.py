"""Which responses a summary counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_

from cypp_consult.collection.models import Response


@dataclass(frozen=True)
class Scope:
    """Which responses count: of one consultation, received before a moment."""

    consultation_id: UUID
    before: datetime

    @property
    def responses(self) -> ColumnElement[bool]:
        """Return the condition over Response."""
        return and_(
            Response.consultation_id == self.consultation_id,
            Response.removed_at.is_(None),
            Response.received_at < self.before,
        )
