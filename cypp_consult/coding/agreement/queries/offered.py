"""What a reader may choose from: the codes of one level that are in use, as cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.coding import queries
from cypp_consult.coding.agreement.cards import brief, picture
from cypp_consult.coding.frame import queries as frame_queries
from cypp_consult.coding.queries import CodeFrame
from cypp_consult.coding.rules import TargetKind
from cypp_consult.consultations.models import Consultation
from cypp_consult.plans.models import Priority


@dataclass(frozen=True)
class Card:
    """One code as a reader sees it: its name, what it means, an example, a picture where there is one."""

    token: str
    name: str
    definition: str
    not_this: str
    example: str
    picture: str

    @property
    def brief(self) -> str:
        """Return the first sentence of what it means, for a card."""
        return brief(self.definition)


def frame(session: Session, consultation: Consultation) -> CodeFrame:
    """Return the code frame. Three statements."""
    return queries.frame(session, consultation)


def best_level(given: CodeFrame) -> TargetKind:
    """Return what answers are coded with here: themes, or priorities while there is no theme."""
    return TargetKind.THEME if given.live(TargetKind.THEME) else TargetKind.PRIORITY


def cards(session: Session, consultation: Consultation, given: CodeFrame, level: TargetKind) -> list[Card]:
    """Return the live codes of a level as cards, in the order of the frame. Three statements at most."""
    under = {node.code.target.id: node for outcome in given.outcomes for node in outcome.priorities}
    pictures = _pictures(session, list(under))
    of_theme = {theme.target.id: key for key, node in under.items() for theme in node.themes}
    examples = _examples(session, consultation, [code.target.id for code in given.live(level)])
    return [
        Card(
            code.target.token,
            code.name,
            code.definition,
            code.not_this,
            examples.get(code.target.id, ""),
            picture(code.name, pictures.get(of_theme.get(code.target.id, code.target.id), "")),
        )
        for code in given.live(level)
    ]


def _examples(session: Session, consultation: Consultation, keys: Sequence[UUID]) -> dict[UUID, str]:
    """Return the first example of each theme that may be shown, with personal details behind their labels."""
    found = frame_queries.examples(session, consultation.id, keys)
    return {
        key: "".join(f"[{piece.text}]" if piece.hidden else piece.text for piece in examples[0].pieces)
        for key, examples in found.items()
    }


def _pictures(session: Session, keys: Sequence[UUID]) -> dict[UUID, str]:
    query = select(Priority.id, Priority.picture).where(Priority.id.in_(keys), Priority.picture.is_not(None))
    return {key: drawing or "" for key, drawing in session.execute(query)}
