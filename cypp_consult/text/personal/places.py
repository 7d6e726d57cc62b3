"""Street addresses and names of schools: with the age in a form, a school is often enough to find a child."""

import re
from collections.abc import Iterator

from cypp_consult.text.data_files import word_set
from cypp_consult.text.personal.spans import PersonalDetail

_WORDS = r"(?:[^\W\d_][\w'\u2019-]{1,24}\s{1,2}){1,3}"
_ROADS = word_set("personal_words", "road_words")
_SUFFIXES = "|".join(sorted(_ROADS | word_set("personal_words", "soft_road_words"), key=len, reverse=True))
_NUMBERED = re.compile(
    rf"(?<![\w.\u00a3])(?P<address>\d{{1,4}}[a-z]?,?\s{{1,2}}(?P<words>{_WORDS})(?P<suffix>{_SUFFIXES}))(?!\w)",
    re.IGNORECASE,
)
_LIVED_IN = re.compile(
    r"\b(?P<cue>live|lives|lived|living|stay|stays|address\sis|moved)\s{1,2}(?:on|at|in|down|off|near|to)?\s{0,2}"
    rf"(?P<address>(?:\d{{1,4}}[a-z]?,?\s{{1,2}})?(?P<words>{_WORDS})(?P<suffix>{_SUFFIXES}))(?!\w)",
    re.IGNORECASE,
)

_SCHOOL = r"(?:School|Academy|College|Primary|Secondary|Infants|Juniors|Nursery|Preschool|Pre-School|Sixth Form)"
_CAPITALISED = re.compile(
    rf"(?<![\w'\u2019])(?:[A-Z][\w'\u2019.&-]{{0,24}}\s{{1,2}}(?:(?:of|and|the|&)\s{{1,2}})?){{1,6}}{_SCHOOL}(?!\w)"
    rf"(?:\s{_SCHOOL}(?!\w)){{0,2}}"
)
_TOLD = re.compile(
    r"\b(?:go(?:es|ing)?\sto|went\sto|attends?|pupil\sat|student\sat|teach(?:es)?\sat|work\sat)\s{1,2}"
    r"(?P<school>(?P<words>(?:[a-z][\w'\u2019.-]{1,24}\s{1,2}){1,4})"
    r"(?:primary\sschool|high\sschool|secondary\sschool|school|academy|college|primary|high|juniors?|infants?|nursery))(?!\w)",
    re.IGNORECASE,
)


def addresses(text: str) -> Iterator[PersonalDetail]:
    """Yield "14 Orchard Lane", and streets without a number where somebody is said to live."""
    for found in _NUMBERED.finditer(text):
        if _names_a_street(found["words"], found["suffix"]):
            yield PersonalDetail(found.start("address"), found.end("address"), "address")
    for found in _LIVED_IN.finditer(text):
        if _names_a_street(found["words"], found["suffix"]):
            yield PersonalDetail(found.start("address"), found.end("address"), "address")


def _names_a_street(named: str, suffix: str) -> bool:
    """Tell a street's name from "2 parks on the street"; "close", "way" and the like need their capital letter."""
    if not word_set("personal_words", "function_words").isdisjoint(named.lower().split()):
        return False
    return suffix.lower() in _ROADS or suffix[0].isupper()


def schools(text: str) -> Iterator[PersonalDetail]:
    """Yield names of schools written with capitals, or in any case after "I go to"."""
    for found in _CAPITALISED.finditer(text):
        start = _first_proper_word(text, found.start(), found.end())
        if start is not None:
            yield PersonalDetail(start, found.end(), "school")
    for found in _TOLD.finditer(text):
        if word_set("personal_words", "school_words").isdisjoint(found["words"].lower().split()):
            yield PersonalDetail(found.start("school"), found.end("school"), "school")


def _first_proper_word(text: str, start: int, end: int) -> int | None:
    """Return where the school's own name begins in `text[start:end]`; None if there are only words like "High"."""
    for word in re.finditer(r"\S+", text[start:end]):
        if word[0].lower().strip(".,") not in word_set("personal_words", "school_words"):
            return start + word.start()
    return None
