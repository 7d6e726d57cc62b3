"""Find all personal details of a text and take them out."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from cypp_consult.text.personal import contact, names, numbers, places
from cypp_consult.text.personal.spans import PersonalDetail

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
    "name": "[name removed]",
}
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_FINDERS: tuple[Callable[[str], Iterator[PersonalDetail]], ...] = (
    contact.emails,
    contact.web_addresses,
    contact.handles,
    contact.phones,
    numbers.nhs_numbers,
    numbers.ni_numbers,
    numbers.postcodes,
    numbers.plates,
    numbers.birth_dates,
    places.addresses,
    places.schools,
    names.names,
)


def personal_details(text: str) -> list[PersonalDetail]:
    """Return the personal details found in `text`, sorted, none overlapping, each with one of `KINDS`.

    An empty list means that the rules found nothing, not that there is nothing.
    """
    return _merged(chain.from_iterable(finder(text) for finder in _FINDERS))


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
