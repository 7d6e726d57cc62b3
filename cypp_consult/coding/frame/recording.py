"""Writing acts of the code frame down: each theme's facts and counts before and after, one audit line for the whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cypp_consult.coding.counting import may_be_coded
from cypp_consult.coding.frame.models import FrameAct, FrameActTheme, FrameVerb, Part
from cypp_consult.coding.models import Tag, Theme
from cypp_consult.collection.models import Answer, Response
from cypp_consult.core import audit

_KEYS = ("priority_id", "parent_id", "merged_into_id")


def facts(theme: Theme) -> dict[str, Any]:
    """Return what acts may change of a theme, as JSON values."""
    return {
        "name": theme.name,
        "definition": theme.definition,
        "not_this": theme.not_this,
        "retired_at": theme.retired_at.isoformat() if theme.retired_at else None,
        **{name: str(key) if (key := getattr(theme, name)) else None for name in _KEYS},
    }


def put(theme: Theme, columns: Mapping[str, Any]) -> None:
    """Set columns of a theme from `facts`."""
    for name, value in columns.items():
        if name in _KEYS:
            setattr(theme, name, UUID(value) if value else None)
        elif name == "retired_at":
            theme.retired_at = datetime.fromisoformat(value) if value else None
        else:
            setattr(theme, name, value)


def tallies(session: Session, consultation_id: UUID, theme_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """Return how many countable answers are tagged with each theme itself; one without any is missing."""
    query = (
        select(Tag.theme_id, func.count())
        .join(Answer, Tag.answer_id == Answer.id)
        .join(Response, Answer.response_id == Response.id)
        .where(Tag.theme_id.in_(list(theme_ids)), may_be_coded(consultation_id))
        .group_by(Tag.theme_id)
    )
    return {theme_id: count for theme_id, count in session.execute(query) if theme_id is not None}


@dataclass
class ActRecorder:
    """Watches themes while an act changes them, then writes the act."""

    session: Session
    consultation_id: UUID
    verb: FrameVerb
    by_id: int | None
    at: datetime
    why: str = ""
    id: UUID = field(default_factory=uuid4)
    batch_id: UUID | None = None
    _watched: dict[UUID, tuple[Theme, Part, dict[str, Any] | None]] = field(default_factory=dict)
    _before: dict[UUID, int] = field(default_factory=dict)
    _act: FrameAct | None = None

    def watch(self, part: Part, themes: Sequence[Theme]) -> None:
        """Remember how themes are before the act."""
        for theme in themes:
            self._watched.setdefault(theme.id, (theme, part, facts(theme)))
        self._before |= tallies(self.session, self.consultation_id, [theme.id for theme in themes])

    def made(self, theme: Theme) -> None:
        """Note a theme that the act made."""
        self._watched[theme.id] = (theme, Part.RESULT, None)

    def begin(self) -> UUID:
        """Write the act itself, so that what it moves can be put on record under it; return its id."""
        self._act = FrameAct(
            id=self.id,
            consultation_id=self.consultation_id,
            verb=self.verb,
            why=self.why,
            by_id=self.by_id,
            at=self.at,
            batch_id=self.batch_id,
        )
        self.session.add(self._act)
        self.session.flush()
        return self.id

    def finish(self) -> FrameAct:
        """Write what became of the themes, and an audit line; return the act."""
        if self._act is None:
            self.begin()
        act = self._act
        assert act is not None  # noqa: S101 - begun a line above; for the type checker
        after = tallies(self.session, self.consultation_id, self._watched)
        lines = [
            self._line(place, theme, part, was, after=after)
            for place, (theme, part, was) in enumerate(self._watched.values())
        ]
        act.themes.extend(lines)
        counts = {str(line.theme_id): [line.answers_before, line.answers_after] for line in lines}
        audit.record(self.session, f"frame.{self.verb.value}", "frame_act", self.id, {"themes": counts}, self.at)
        self.session.flush()
        return act

    def _line(
        self, place: int, theme: Theme, part: Part, was: dict[str, Any] | None, *, after: Mapping[UUID, int]
    ) -> FrameActTheme:
        now = facts(theme)
        changed = [] if was is None else [name for name in now if now[name] != was[name]]
        return FrameActTheme(
            theme_id=theme.id,
            part=part,
            place=place,
            name=was["name"] if was else theme.name,
            was={name: was[name] for name in changed} if was else {},
            now={name: now[name] for name in changed} if was else now,
            answers_before=self._before.get(theme.id, 0),
            answers_after=after.get(theme.id, 0),
        )
