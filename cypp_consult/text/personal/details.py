"""Find all personal details of a text and take them out."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from cypp_consult.text.personal import contact, names, numbers, places
from cypp_consult.text.personal.lists import NOTHING_LISTED, KnownWords
from cypp_consult.text.personal.spans import PersonalDetail
from cypp_consult.text.personal.tokens import Words

# What stands in a text in place of a detail, by kind; where two overlap, the first kind here gives the name.
KINDS = {
    "email": "[email removed]",
    "url": "[web address removed]",
    "nhs-number": "[NHS number removed]",
    "phone": "[phone number removed]",
    "handle": "[username removed]",
    "ni-number": "[NI number removed]",
    "postcode": "[postcode removed]",
    "plate": "[number plate removed]",
    "birth-date": "[date of birth removed]",
    "address": "[address removed]",
    "school": "[school removed]",
    "place": "[place removed]",
    "name": "[name removed]",
}
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_Finder = Callable[[str], Iterator[PersonalDetail]]
_DIGIT = re.compile(r"\d")
_WITH_DIGITS: tuple[_Finder, ...] = (
    contact.phones,
    numbers.nhs_numbers,
    numbers.ni_numbers,
    numbers.postcodes,
    numbers.plates,
)
# Finders that need one of a few words, which a text is asked for first: most texts have none.
_WITH_WORDS: tuple[tuple[frozenset[str], _Finder], ...] = (
    (contact.PLATFORM_WORDS, contact.told_handles),
    (places.ROAD_WORDS, places.streets),
    (places.FLAT_WORDS, places.flats),
    (places.SCHOOL_WORDS, places.schools),
    (places.SAINT_WORDS, places.saints_schools),
    (numbers.BIRTH_WORDS, numbers.birth_dates),
    (frozenset(("at", "dot")), contact.spoken_emails),
)


def personal_details(text: str, known: KnownWords = NOTHING_LISTED) -> list[PersonalDetail]:
    """Return the personal details found in `text`, sorted, none overlapping, each with one of `KINDS`.

    `known` are the schools and places that the organisation has listed, and words that are no names there. An empty
    list means that the rules found nothing, not that there is nothing.
    """
    words = Words(text)
    return _merged(chain(_by_marks(text), _by_words(text, words), names.names(words, known.never), known.find(words)))


def _by_marks(text: str) -> Iterator[PersonalDetail]:
    """Yield what cannot be without a digit, a stop or an @."""
    if "@" in text:
        yield from contact.emails(text)
        yield from contact.at_names(text)
        yield from contact.spoken_emails(text)
    if "_" in text or "#" in text:
        yield from contact.chosen_names(text)
    if "." in text or "://" in text:
        yield from contact.web_addresses(text)
    if _DIGIT.search(text):
        for finder in _WITH_DIGITS:
            yield from finder(text)


def _by_words(text: str, words: Words) -> Iterator[PersonalDetail]:
    """Yield what cannot be without one of a few words."""
    present = set(words.keys)
    for needed, finder in _WITH_WORDS:
        if not needed.isdisjoint(present):
            yield from finder(text)


def redact(text: str, details: Iterable[PersonalDetail]) -> str:
    """Return `text` with each detail replaced by words such as "[name removed]".

    `details` may be in any order and overlap. Raises ValueError for one that lies outside the text.
    """
    pieces: list[str] = []
    reached = 0
    for detail in _merged(details):
        if not 0 <= detail.start < detail.end <= len(text):
            raise ValueError(f"No characters {detail.start} to {detail.end} in a text of {len(text)}")
        pieces += [text[reached : detail.start], KINDS.get(detail.kind, "[removed]")]
        reached = detail.end
    return "".join([*pieces, text[reached:]])


def _merged(details: Iterable[PersonalDetail]) -> list[PersonalDetail]:
    """Join details that overlap, so that all of both is covered."""
    merged: list[PersonalDetail] = []
    for detail in sorted(details):
        last = merged[-1] if merged else None
        if last is None or detail.start >= last.end:
            merged.append(detail)
        else:
            kind = min(last.kind, detail.kind, key=lambda name: _RANK.get(name, len(_RANK)))
            merged[-1] = PersonalDetail(last.start, max(last.end, detail.end), kind)
    return merged
