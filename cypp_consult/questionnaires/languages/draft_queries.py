"""How the draft stands in other languages: side by side with English, how far each is, and what is read aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from cypp_consult.consultations.models import Consultation
from cypp_consult.core.audiences import Audience
from cypp_consult.questionnaires import queries
from cypp_consult.questionnaires.languages import catalogues, rules
from cypp_consult.questionnaires.languages import queries as language_queries
from cypp_consult.questionnaires.languages.catalogues import EASY_READ, ENGLISH, LANGUAGES, Language
from cypp_consult.questionnaires.languages.models import CatalogueCheck, Recording
from cypp_consult.questionnaires.languages.rules import Meter, Text
from cypp_consult.questionnaires.models import Question, QuestionWording
from cypp_consult.questionnaires.rules import FrozenQuestion


@dataclass(frozen=True)
class Side:
    """A question as an audience is asked in English, beside its texts in another language."""

    english: FrozenQuestion
    translation: rules.Translation
    texts: tuple[Text, ...]

    @property
    def meter(self) -> Meter:
        """Return how far the question is."""
        return rules.meter(self.texts)

    @property
    def put(self) -> FrozenQuestion:
        """Return the question in the translated words."""
        return rules.put(self.english, self.translation)


def sides(session: Session, consultation: Consultation, audience: Audience, language: str) -> list[Side]:
    """Return the questions an audience is asked beside their translation: those not done yet first, each in order."""
    rows = queries.questions(session, consultation.id)
    pairs = queries.in_english(rows, audience, queries.priority_options(session, consultation.plan_id))
    found = [_side(question, english, audience, language) for question, english in pairs]
    return sorted(found, key=lambda side: side.meter.is_complete)


def _side(question: Question, english: FrozenQuestion, audience: Audience, language: str) -> Side:
    translation = queries.translation(question, audience, language)
    return Side(english, translation, rules.texts(english, translation))


class Screens(StrEnum):
    """How the children's screens stand in a language."""

    ENGLISH = "english"
    CHECKED = "checked"
    CHANGED = "changed"
    DRAFT = "draft"
    INCOMPLETE = "incomplete"

    @property
    def are_on(self) -> bool:
        """Say whether children may see them."""
        return self in {Screens.ENGLISH, Screens.CHECKED}


@dataclass(frozen=True)
class Shown:
    """A language of the children's screens: how complete, how it stands, and the check that was made, if any."""

    language: Language
    standing: catalogues.Standing
    screens: Screens
    check: CatalogueCheck | None


def shown(session: Session) -> dict[str, Shown]:
    """Return how the screens stand in each language, in the order of `LANGUAGES`."""
    checks = {row.language: row for row in session.scalars(select(CatalogueCheck))}
    return {code: _shown(language, checks.get(code)) for code, language in LANGUAGES.items()}


def _shown(language: Language, check: CatalogueCheck | None) -> Shown:
    standing = catalogues.standing(language.code)
    if not language.needs_check:
        screens = Screens.ENGLISH
    elif not standing.is_complete:
        screens = Screens.INCOMPLETE
    elif check is None:
        screens = Screens.DRAFT
    else:
        screens = Screens.CHECKED if language_queries.holds(check) else Screens.CHANGED
    return Shown(language, standing, screens, check)


@dataclass(frozen=True)
class Column:
    """An audience in a language: how far it is, and whether the version in use has it."""

    audience: Audience
    meter: Meter
    is_frozen: bool


@dataclass(frozen=True)
class Row:
    """A language of a consultation, audience by audience, and its screens."""

    language: Language
    columns: tuple[Column, ...]
    shown: Shown

    @property
    def meter(self) -> Meter:
        """Return how far the language is for all audiences together."""
        return sum((column.meter for column in self.columns), Meter())

    @property
    def complete_for(self) -> list[Audience]:
        """Return the audiences for whom every text is done."""
        return [column.audience for column in self.columns if column.meter.is_complete]

    @property
    def next_up(self) -> Audience | None:
        """Return the audience to go on with: the first that is not done, else the first; None without audiences."""
        asked = [column for column in self.columns if column.meter.of] or list(self.columns)
        ordered = sorted(asked, key=lambda column: column.meter.is_complete)
        return ordered[0].audience if ordered else None

    @property
    def would_go(self) -> list[Audience]:
        """Return the audiences that have the language now and would lose it if the draft were frozen as it is."""
        return [column.audience for column in self.columns if column.is_frozen and not column.meter.is_complete]


def rows(session: Session, consultation: Consultation) -> list[Row]:
    """Return the languages beside English that somebody has begun for a consultation, in the order of `LANGUAGES`."""
    drafted = queries.questions(session, consultation.id)
    begun = {wording.language for question in drafted for wording in question.wordings}
    number = queries.version(session, consultation.id)
    frozen = {(row.audience, row.language) for row in queries.of_version(session, consultation.id, number)}
    wanted = [code for code in LANGUAGES if code != ENGLISH and (code in begun or code in {key[1] for key in frozen})]
    if not wanted:
        return []
    priorities = queries.priority_options(session, consultation.plan_id)
    asked = {row.audience: queries.in_english(drafted, row.audience, priorities) for row in consultation.audiences}
    stand = shown(session)
    return [
        Row(
            LANGUAGES[code],
            tuple(Column(key, _meter(pairs, key, code), (key, code) in frozen) for key, pairs in asked.items()),
            stand[code],
        )
        for code in wanted
    ]


def _meter(pairs: Sequence[tuple[Question, FrozenQuestion]], audience: Audience, language: str) -> Meter:
    return sum((_side(question, english, audience, language).meter for question, english in pairs), Meter())


def known(session: Session, language: str) -> dict[str, str]:
    """Return words in a language by the English they were made from, in any consultation: a memory to fill in from.

    Where one English was put in several ways, the newest consultation's way is there.
    """
    query = (
        select(QuestionWording)
        .join(Question)
        .join(Consultation, Question.consultation_id == Consultation.id)
        .where(QuestionWording.language == language)
        .order_by(Consultation.created_at, Question.position)
    )
    found: dict[str, str] = {}
    for wording in session.scalars(query):
        words = queries.words_of(wording)
        found.update({english: words[key] for key, english in (wording.made_from or {}).items() if key in words})
    return found


def suggestion(language: str, memory: dict[str, str], text: Text) -> str:
    """Return words to fill in for a text, or "": those said before; in Easy Read an answer's own, which are short."""
    if text.english in memory:
        return memory[text.english]
    return text.english if language == EASY_READ and text.key.startswith(rules.ANSWER) else ""


@dataclass(frozen=True)
class Heard:
    """A question to be read aloud: its words, None while they are not complete, and the recording, if there is one."""

    english: FrozenQuestion
    words: FrozenQuestion | None
    recording: Recording | None

    @property
    def is_old(self) -> bool:
        """Say whether the recording reads other words than there are now."""
        if self.recording is None:
            return False
        return self.words is None or rules.words_digest(self.words) != self.recording.words_digest


def heard(session: Session, consultation: Consultation, audience: Audience, language: str) -> list[Heard]:
    """Return the questions an audience is asked, in order, with what is to be read in a language and what was."""
    drafted = queries.questions(session, consultation.id)
    pairs = queries.in_english(drafted, audience, queries.priority_options(session, consultation.plan_id))
    query = select(Recording).where(
        Recording.question_id.in_([question.id for question, _ in pairs]),
        Recording.audience == audience,
        Recording.language == language,
    )
    there: dict[UUID, Recording] = {row.question_id: row for row in session.scalars(query)}
    found = []
    for question, english in pairs:
        side = _side(question, english, audience, language)
        complete = language == ENGLISH or side.meter.is_complete
        words = english if language == ENGLISH else side.put
        found.append(Heard(english, words if complete else None, there.get(question.id)))
    return found
