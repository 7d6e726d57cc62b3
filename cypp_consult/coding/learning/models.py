"""How far the suggester of a consultation has learned, and the vectors of sentences where a sentence model is used."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from cypp_consult.core.database import Base, Moment


class Learning(Base):
    """What was learned last for a consultation, from how many decisions, and how good the guesses were."""

    __tablename__ = "learning"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), primary_key=True)
    # goes up each time; answers nobody coded are then looked at again
    generation: Mapped[int] = mapped_column(default=0)
    # how many tags and refusals there were, and the newest of them: another of either means that there is more to learn
    decisions: Mapped[int] = mapped_column(default=0)
    newest_at: Mapped[Moment | None]
    learned_at: Mapped[Moment]
    # how long learning and looking again took: the longer, the more rarely
    took_seconds: Mapped[float] = mapped_column(default=0.0)
    with_vectors: Mapped[bool] = mapped_column(default=False)
    # {"outcome": {"n", "first", "second", "start_first", "start_second", "shares"}, "priority": …, "theme": …}
    trials: Mapped[dict[str, Any]] = mapped_column(default=dict)


class AnswerVector(Base):
    """An answer's words as a vector of a sentence model; it goes when the answer goes."""

    __tablename__ = "answer_vector"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    model: Mapped[str] = mapped_column(String(60))
    # SHA-256 of the text it was made from
    digest: Mapped[str] = mapped_column(String(64))
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class ExampleVector(Base):
    """The vector of one of the made-up sentences that suggestions start from; worked out once."""

    __tablename__ = "example_vector"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    model: Mapped[str] = mapped_column(String(60), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
