"""Closed questions: how often each answer was given, per audience. Distributions, never a mean."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from cypp_consult.core.audiences import Audience
from cypp_consult.plans.models import Priority
from cypp_consult.questionnaires.models import Question, Questionnaire, QuestionType, QuestionWording
from cypp_consult.questionnaires.rules import SEVERAL, UNSURE, questions_of
from cypp_consult.summaries.content import AskedQuestion
from cypp_consult.summaries.queries.asked import Chosen
from cypp_consult.summaries.rules.suppression import suppress
from cypp_consult.summaries.rules.tables import Line, ShownTable, Table
from cypp_consult.summaries.services import words
from cypp_consult.summaries.services.reach import audience_line

NOT_SURE = "I’m not sure"


@dataclass
class Put:
    """How a question was put to one audience: its words, its options by id, whether several may be chosen."""

    text: str = ""
    several: bool = False
    options: dict[str, str] = field(default_factory=dict)


@dataclass
class Tally:
    """The answers of one audience: how many answered, and how often each option was chosen."""

    n: int = 0
    options: Counter[str] = field(default_factory=Counter)


class Wordings:
    """How every closed question is put to every audience, frozen versions first, the newest words winning."""

    def __init__(
        self,
        questionnaires: Sequence[Questionnaire],
        wordings: Sequence[QuestionWording],
        questions: Sequence[Question],
        priorities: Sequence[Priority],
    ) -> None:
        """Read the versions, oldest first; what was never frozen is taken from the draft."""
        self._put: dict[tuple[str, Audience], Put] = {}
        for version in questionnaires:
            for question in questions_of(version.questions):
                put = self._put.setdefault((question.id, version.audience), Put())
                put.text, put.several = question.text, question.type in SEVERAL
                # the newest version's order, then what only older ones offered
                newest = {option.id: option.text for option in question.options}
                put.options = {**newest, **{key: text for key, text in put.options.items() if key not in newest}}
        self._from_draft(wordings, {question.id: question for question in questions}, priorities)

    def _from_draft(
        self, wordings: Sequence[QuestionWording], questions: Mapping[UUID, Question], priorities: Sequence[Priority]
    ) -> None:
        for wording in wordings:
            question = questions.get(wording.question_id)
            key = (str(wording.question_id), wording.audience)
            if question is None or key in self._put:
                continue
            kind = wording.type or question.type
            offered = wording.options or question.options
            options = {str(option["id"]): str(option["text"]) for option in offered}
            if kind is QuestionType.PRIORITIES:
                options = {str(item.id): item.short_name or item.name for item in priorities if not item.retired_at}
            self._put[key] = Put(wording.text, kind in SEVERAL, options)

    def of(self, question: Question, audience: Audience) -> Put | None:
        """Return how an audience is asked, or None if it is not."""
        return self._put.get((str(question.id), audience))


@dataclass(frozen=True)
class Asking:
    """What is needed to tell of closed questions."""

    audiences: Sequence[Audience]
    counted: Sequence[Audience]
    wordings: Wordings
    chosen: Chosen
    threshold: int

    def tell(self, questions: Sequence[Question]) -> Iterator[AskedQuestion]:
        """Give each question that somebody was asked or answered."""
        for question in questions:
            found = {audience: self._of(question, audience) for audience in self.audiences}
            asked = {audience: item for audience, item in found.items() if item is not None}
            groups: dict[tuple[bool, tuple[str, ...]], list[Audience]] = {}
            for audience, (put, _) in asked.items():
                groups.setdefault((put.several, tuple(put.options)), []).append(audience)
            if not asked or (question.retired_at and not any(tally.n for _, tally in asked.values())):
                continue
            title = words.clean_name(question.name)
            yield AskedQuestion(
                title=title,
                wordings=_wordings({audience: put.text for audience, (put, _) in asked.items()}),
                several=any(put.several for put, _ in asked.values()),
                tables=tuple(
                    self._table(f"{question.key}-{place}", _titled(title, group, len(groups)), group, asked)
                    for place, group in enumerate(groups.values(), 1)
                ),
            )

    def _of(self, question: Question, audience: Audience) -> tuple[Put, Tally] | None:
        given = self.chosen.get((question.id, audience), []) if audience in self.counted else []
        put = self.wordings.of(question, audience)
        if put is None and not given:
            return None
        put = put or Put(several=question.type in SEVERAL)
        tally = Tally()
        for ids, _, count in given:
            tally.n += count
            picked = set(ids if put.several else ids[:1]) or {UNSURE}
            tally.options.update(dict.fromkeys(picked, count))
        return put, tally

    def _table(
        self, name: str, title: str, group: Sequence[Audience], asked: Mapping[Audience, tuple[Put, Tally]]
    ) -> ShownTable:
        put = asked[group[0]][0]
        counted = [audience for audience in group if audience in self.counted]
        tallies = [asked[audience][1] for audience in counted]
        chosen = {key for tally in tallies for key in tally.options}
        options = {**put.options, **{key: _named(key) for key in sorted(chosen - set(put.options))}}
        table = Table(
            id=name,
            title=title,
            rows=tuple(Line(key, words.clean_name(text)) for key, text in options.items()),
            columns=tuple(audience_line(audience) for audience in counted),
            counts=tuple(tuple(tally.options[key] for tally in tallies) for key in options),
            bases=tuple(tally.n for tally in tallies) if put.several else None,
            column_totals=not put.several,
            note=words.SEVERAL_CHOICES if put.several else words.ONE_CHOICE,
        )
        return suppress(table, self.threshold).with_lines(columns=tuple(audience_line(audience) for audience in group))


def _wordings(texts: Mapping[Audience, str]) -> tuple[tuple[str, str], ...]:
    """Return how the question was put, audiences with the same words together."""
    found: dict[str, list[str]] = {}
    for audience, text in texts.items():
        if text:
            found.setdefault(words.clean_name(text), []).append(audience.label)
    return tuple((", ".join(labels), text) for text, labels in found.items())


def _named(key: str) -> str:
    return NOT_SURE if key == UNSURE else key


def _titled(title: str, group: Sequence[Audience], groups: int) -> str:
    return title if groups == 1 else f"{title}: {', '.join(audience.label.lower() for audience in group)}"
