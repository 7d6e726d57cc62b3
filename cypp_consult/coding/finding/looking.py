"""One look at the answers: groups of those nobody has coded, repeats among all, and phrases by audience."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cypp_consult.coding.finding.masking import without_details
from cypp_consult.coding.finding.meaning import Embed, Report
from cypp_consult.coding.finding.queries import ToRead
from cypp_consult.core.audiences import Audience
from cypp_consult.text.duplicates import alike
from cypp_consult.text.grouping import WORTH_GROUPING, group
from cypp_consult.text.keyness import Standing, standing_out

FEWEST = 3
LONGEST_LABEL = 200
WORDS, VECTORS = "words", "vectors"


@dataclass(frozen=True)
class Looked:
    """What a look found: (label, answers, 0) of groups, (answers, how many word for word) of repeats, and phrases."""

    read: tuple[UUID, ...]
    uncoded: int
    engine: str
    groups: tuple[tuple[str, tuple[UUID, ...], int], ...]
    alike: tuple[tuple[tuple[UUID, ...], int], ...]
    phrases: tuple[Standing[Audience], ...]


def look(answers: Sequence[ToRead], report: Report, embed: Embed | None = None, *, anyway: bool = False) -> Looked:
    """Return what is found in answers. `report` is told (done, total, sentence), out of 100.

    Under about 100 uncoded answers no groups are made, unless `anyway`: reading them is quicker, and groups are chance.
    """
    report(0, 100, "Reading the answers")
    texts = [without_details(answer.text, answer.found) for answer in answers]
    repeats = alike(texts, report=_scaled(report, 5, 25))
    report(25, 100, "Comparing what the audiences say")
    stand = standing_out(zip((answer.audience for answer in answers), texts, strict=True))
    open_ones = [place for place, answer in enumerate(answers) if not answer.coded]
    own = [texts[place] for place in open_ones]
    worth = anyway or len(own) >= WORTH_GROUPING
    vectors = embed(own, _scaled(report, 30, 75)) if embed and worth else None
    rest = _scaled(report, 30 if vectors is None else 75, 95)
    found = group(own, vectors=vectors, least=FEWEST, report=rest).groups if worth else ()
    return Looked(
        read=tuple(answer.id for answer in answers),
        uncoded=len(own),
        engine=WORDS if vectors is None else VECTORS,
        groups=tuple(
            (one.label[:LONGEST_LABEL], tuple(answers[open_ones[place]].id for place in one.members), 0)
            for one in found
        ),
        alike=tuple((tuple(answers[place].id for place in one.members), one.same) for one in repeats),
        phrases=tuple(row for audience in Audience for row in stand.get(audience, ())),
    )


def _scaled(report: Report, start: int, end: int) -> Report:
    """Return a report of a part of the work that goes from `start` to `end` of 100."""

    def scaled(done: int, total: int, words: str) -> None:
        report(start + (end - start) * done // max(total, 1), 100, words)

    return scaled
