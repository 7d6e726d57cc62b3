"""From a row to a response: what each cell must look like, and by what a row is known again. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from cypp_consult.collection.importing.mapping import ImportMap
from cypp_consult.collection.importing.reading import Row
from cypp_consult.collection.models import Channel
from cypp_consult.collection.rules import Submission
from cypp_consult.core.audiences import Audience
from cypp_consult.core.clock import LONDON
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.questionnaires.models import QuestionType
from cypp_consult.questionnaires.rules import Given

NAMESPACE = UUID("6c0bde0e-4d8e-4b2c-9a3e-0f3f4a1d7c55")
LONGEST_TEXT = 200_000
MOST_PEOPLE = 10_000
EPOCH = re.compile(r"\d{10}(?:\d{3})?")
DAY_FORMS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
)


@dataclass(frozen=True)
class Asked:
    """A question that answers can be imported for: option ids by every word that stands for them, in small letters."""

    id: UUID
    key: str
    name: str
    type: QuestionType
    options: Mapping[str, str]


@dataclass(frozen=True)
class Target:
    """What rows are imported into: the consultation, its questions by key and id, its events by slug and name."""

    consultation_id: UUID
    audiences: frozenset[Audience]
    questions: Mapping[str, Asked]
    text_question: Asked | None
    events: Mapping[str, UUID]
    run_id: UUID | None = None


class RowError(InvalidInputError):
    """A row that cannot be taken; the message says which cell and what to do."""


class Reader:
    """Turns rows into submissions; it remembers how often the same content came, so that repeats stay voices."""

    def __init__(self, target: Target, mapped: ImportMap) -> None:
        """Resolve the questions of the map. Raises InvalidInputError where one is unknown."""
        self.target = target
        self.mapped = mapped
        self._seen: dict[str, int] = {}
        self._questions = {key: self._question(key) for key in mapped.answers}
        if mapped.text and target.text_question is None:
            raise InvalidInputError(
                "This consultation has no question for people's own words. Add one, or map `answers`."
            )

    def submission(self, row: Row) -> Submission:
        """Return the response of a row. Raises RowError."""
        used = row.formulas & self.mapped.columns()
        if used:
            raise RowError(f"column “{min(used)}” holds a formula. Copy the column and paste its values.")
        answers = self._answers(row)
        if not answers:
            raise RowError("nothing was said in it.")
        audience = self._audience(row)
        headcount = self._headcount(row)
        event_id = self._event(row)
        return Submission(
            id=self._id(row),
            consultation_id=self.target.consultation_id,
            audience=audience,
            channel=self._channel(row),
            event_id=event_id,
            headcount=headcount,
            age_band=self.mapped.fact("age_band", row)[:40] or None,
            completed_at=moment_of(self.mapped.fact("submitted_at", row)),
            answers=answers,
            import_run_id=self.target.run_id,
        )

    def _question(self, key: str) -> Asked:
        found = self.target.questions.get(key)
        if found is None:
            known = ", ".join(sorted({question.key for question in self.target.questions.values()}))
            raise InvalidInputError(f"There is no question “{key}”. The questions are: {known or 'none yet'}.")
        return found

    def _answers(self, row: Row) -> dict[UUID, Given]:
        if self.mapped.text is not None and self.target.text_question is not None:
            text = self.mapped.text.read(row)
            return {self.target.text_question.id: _words(text)} if text else {}
        answers = {}
        for key, source in self.mapped.answers.items():
            cell = source.read(row)
            if cell:
                question = self._questions[key]
                answers[question.id] = _words(cell) if question.type.is_text else choice_of(question, cell)
        return answers

    def _audience(self, row: Row) -> Audience:
        given = self.mapped.fact("audience", row)
        for audience in Audience:
            if given.casefold() in {audience.value, audience.label.casefold(), audience.value.replace("-", " ")}:
                return audience
        said = f"audience “{given}” is not known." if given else "no audience is given."
        raise RowError(f"{said} Use one of {', '.join(Audience)}, or say in the map what stands for it.")

    def _event(self, row: Row) -> UUID | None:
        given = self.mapped.fact("event", row)
        if given and given.casefold() not in self.target.events:
            raise RowError(f"there is no event “{given}” in this consultation.")
        return self.target.events[given.casefold()] if given else None

    def _channel(self, row: Row) -> Channel:
        given = self.mapped.fact("channel", row).casefold().replace(" ", "_").replace("-", "_")
        if given and given not in {channel.value for channel in Channel}:
            raise RowError(f"channel “{given}” is not known. Use one of {', '.join(Channel)}.")
        return Channel(given) if given else Channel.IMPORT

    def _headcount(self, row: Row) -> int:
        given = self.mapped.fact("headcount", row)
        if not given:
            return 1
        if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= MOST_PEOPLE:
            raise RowError(f"headcount “{given[:20]}” must be a whole number from 1 to 10,000.")
        return int(given)

    def _id(self, row: Row) -> UUID:
        theirs = self.mapped.fact("id", row)
        if "id" in self.mapped.facts:
            if not theirs:
                raise RowError("its id is empty, so it could not be known again.")
            return uuid5(NAMESPACE, f"{self.target.consultation_id}\0id\0{theirs}")
        content = hashlib.sha256(repr(sorted(self._content(row))).encode("utf-8", "surrogatepass")).hexdigest()
        self._seen[content] = self._seen.get(content, 0) + 1
        return uuid5(NAMESPACE, f"{self.target.consultation_id}\0content\0{content}\0{self._seen[content]}")

    def _content(self, row: Row) -> list[tuple[str, str]]:
        return [(column, row.cells.get(column, "")) for column in self.mapped.columns()]


def _words(text: str) -> Given:
    if len(text) > LONGEST_TEXT:
        raise RowError(f"its text has {len(text):,} characters; {LONGEST_TEXT:,} is the most.")
    return Given(text=text)


def choice_of(question: Asked, cell: str) -> Given:
    """Return the options named in a cell, by id or words; several are parted by ";" or "|". Raises RowError."""
    whole = question.options.get(cell.casefold())
    if whole:
        return Given(value=(whole,))
    many = question.type in {QuestionType.MULTIPLE, QuestionType.PRIORITIES}
    parts: Sequence[str] = [part.strip() for part in re.split(r"[;|]", cell) if part.strip()] if many else [cell]
    chosen: dict[str, None] = {}
    for part in parts:
        option = question.options.get(part.casefold())
        if option is None:
            raise RowError(f"“{part[:60]}” is no answer to “{question.name}”.")
        chosen.setdefault(option)
    return Given(value=tuple(chosen))


def moment_of(given: str) -> datetime | None:
    """Return a moment written in ISO form, as seconds or milliseconds since 1970, or day first as in Britain.

    Without a zone it is London time; empty gives None. Raises RowError.
    """
    if not given:
        return None
    if EPOCH.fullmatch(given):
        return datetime.fromtimestamp(int(given[:10]), UTC)
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        found = _by_form(given)
    return (found if found.tzinfo else found.replace(tzinfo=LONDON)).astimezone(UTC)


def _by_form(given: str) -> datetime:
    for form in DAY_FORMS:
        try:
            return datetime.strptime(given, form).replace(tzinfo=LONDON)
        except ValueError:
            continue
    raise RowError(f"the time “{given[:40]}” cannot be read. Write it as 2026-11-21 14:05.")
