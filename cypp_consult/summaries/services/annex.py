"""The answers annex: cleared answers with personal details masked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Milestone
from cypp_consult.core.audiences import Audience
from cypp_consult.summaries.queries import annex
from cypp_consult.summaries.queries.scope import Scope
from cypp_consult.summaries.services import words
from cypp_consult.text.personal import PersonalDetail, personal_details, redact

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class AnnexAnswer:
    """An answer as it goes into the annex: `who` names an audience and an event and nobody.

    `english` is its translation, where it is in another `language` and somebody translated it.
    """

    text: str
    themes: tuple[str, ...]
    question: str
    audience: Audience
    event: str
    english: str = ""
    language: str = ""

    @property
    def who(self) -> str:
        """Return who said it, as a group and an event."""
        return f"{self.audience.one}, {self.event}" if self.event else self.audience.one


@dataclass(frozen=True)
class Annex:
    """The answers up to a moment, in the order they came."""

    milestone: str
    milestone_slug: str
    title: str
    slug: str
    cut_off_at: datetime
    answers: tuple[AnnexAnswer, ...]

    def by_theme(self, otherwise: str) -> list[tuple[str, list[AnnexAnswer]]]:
        """Return the answers under each of their themes, the fullest first; without one, under `otherwise`, last."""
        found: dict[str, list[AnnexAnswer]] = {}
        for answer in self.answers:
            for theme in answer.themes or ("",):
                found.setdefault(theme, []).append(answer)
        rest = found.pop("", [])
        ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0].casefold()))
        return [*ordered, (otherwise, rest)] if rest else ordered


def annex_of(session: Session, milestone: Milestone, at: datetime, report: Report) -> Annex:
    """Return the cleared answers of a milestone, masked. `report` is told (done, total, sentence) after each chunk."""
    consultation = milestone.consultation
    scope = Scope(consultation.id, min(milestone.cut_off_at or at, at))
    title, slug, named = words.clean_name(consultation.title), consultation.slug, words.clean_name(milestone.name)
    milestone_slug = milestone.slug
    total = annex.how_many(session, scope)
    answers: list[AnnexAnswer] = []
    for chunk in annex.in_chunks(session, scope):
        answers += [_masked(answer) for answer in chunk]
        report(min(len(answers), total), total, f"Masked {len(answers):,} of {total:,} answers")
    return Annex(named, milestone_slug, title, slug, scope.before, tuple(answers))


def _masked(answer: annex.ClearedAnswer) -> AnnexAnswer:
    return AnnexAnswer(
        text=words.clean_words(mask(answer)),
        themes=tuple(dict.fromkeys(words.clean_name(theme) for theme in answer.themes)),
        question=words.clean_name(answer.question),
        audience=answer.audience,
        event=words.clean_name(answer.event),
        english=words.clean_words(answer.english),
        language=answer.language,
    )


def mask(answer: annex.ClearedAnswer) -> str:
    """Return the answer's words with personal details replaced, as screened or, where not, found now."""
    length = len(answer.text)
    if answer.found is not None:
        spans = [PersonalDetail(int(item["start"]), int(item["end"]), str(item["kind"])) for item in answer.found]
        if all(0 <= span.start < span.end <= length for span in spans):
            return redact(answer.text, spans)
    return redact(answer.text, personal_details(answer.text))
