"""Street addresses and names of schools: with the age in a form, a school is often enough to find a child."""

import re
from collections.abc import Iterator
from functools import cache

from cypp_consult.text.data_files import word_set
from cypp_consult.text.personal.english import is_no_word
from cypp_consult.text.personal.spans import PersonalDetail

_WORDS = r"(?:[^\W\d_][\w'\u2019-]{1,24}\s{1,2}){1,3}"
_ROADS = word_set("personal_words", "road_words")
_SUFFIXES = "|".join(sorted(_ROADS | word_set("personal_words", "soft_road_words"), key=len, reverse=True))
_SOFT_BUT_CLEAR = frozenset(("gardens", "grove", "drive"))
ROAD_WORDS = _ROADS | word_set("personal_words", "soft_road_words")
FLAT_WORDS = frozenset(("flat", "apartment", "apt", "room", "unit"))
SCHOOL_WORDS = word_set("personal_words", "kinds_of_school")
SAINT_WORDS = frozenset(("st", "saint", "ss", "ysgol"))
_NUMBERED = re.compile(
    rf"(?<![\w.\u00a3])(?P<address>\d{{1,4}}[a-z]?,?\s{{1,2}}(?P<words>{_WORDS})(?P<suffix>{_SUFFIXES}))(?!\w)",
    re.IGNORECASE,
)
_LIVED_IN = re.compile(
    r"\b(?P<cue>live|lives|lived|living|stay|stays|address\sis|address|moved|from|round|visit|visits)\s{1,2}(?:on|at|in|down|off|near|to)?\s{0,2}"
    rf"(?P<address>(?:\d{{1,4}}[a-z]?,?\s{{1,2}})?(?P<words>{_WORDS})(?P<suffix>{_SUFFIXES}))(?!\w)",
    re.IGNORECASE,
)

_SCHOOL = (
    r"(?:School|Academy|College|Primary|Secondary|Infants?|Juniors?|Nursery|Preschool|Pre-School|Sixth Form|Grammar)"
)
_CAPITALISED = re.compile(
    rf"(?<![\w'\u2019])(?:[A-Z][\w'\u2019.&-]{{0,24}}\s{{1,2}}(?:(?:of|and|the|&)\s{{1,2}})?){{1,6}}{_SCHOOL}(?!\w)"
    rf"(?:\s{_SCHOOL}(?!\w)){{0,2}}"
)
_KINDS = (
    r"(?:(?:church\sof\sengland|c\sof\se|c\.?e\.?|r\.?c\.?|catholic|cofe|community|junior|infant|grammar|girls'?|boys'?)\s)?"
    r"(?:(?:primary|high|secondary|special|infant|junior|nursery|grammar|middle)\sschool|school|academy|college|primary|secondary|high|"
    r"juniors?|infants?|nursery|sixth\sform|grammar)"
)
_TOLD = re.compile(
    r"\b(?:(?:i|we|she|he|they)\sgo(?:es)?|(?:go(?:es|ing)?|went|going|moved|move|come|came|walk|bus|get|gets)\sto|attend(?:s|ed|ing)?|(?:pupil|student|teacher|ta|governor|"
    r"year\s\d{1,2}|kids|boys|girls|class|friends|teach(?:es)?|work(?:s)?|taught)\sat|at|from|left|started(?:\sat)?|joined|joining|named|called|"
    r"school(?:\sis)?|into)[\s,:]{1,3}(?P<school>"
    rf"(?P<words>(?:[a-z][\w'\u2019.-]{{1,24}}\s{{1,2}}){{1,4}}?){_KINDS})(?!\w)",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"(?<![\w'\u2019])(?P<school>(?P<words>(?:[a-z][\w'\u2019.-]{2,24}\s{1,2}){1,3}?)"
    r"(?:(?:community|junior|infant|grammar|catholic|ce|cofe|rc)\s)?"
    r"(?:(?:primary|high|secondary|infant|junior|grammar|nursery)\sschool|academy|primary|high|juniors|infants|community\scollege|sixth\sform\scollege))(?!\w)",
    re.IGNORECASE,
)
_SAINT = re.compile(
    r"(?<!\w)(?P<cue>(?:at|to|from|attends?|left|school)\s{1,2})?(?P<school>(?:st|saint|ss)\.?\s(?P<saint>[a-z]{3,16}(?:['\u2019]?s)?)"
    rf"(?P<more>(?:\s(?:and|&)\sst\.?\s[a-z'\u2019]{{3,16}})?(?:(?:\s(?!and\b|is\b|has\b|was\b)[a-z]{{3,12}}){{0,2}}?\s{_KINDS})?))(?!\w)",
    re.IGNORECASE,
)
_YSGOL = re.compile(r"(?<!\w)[Yy]sgol\s(?:[A-Z\u0174\u0176][\w'\u2019-]{1,24})(?:\s[A-Z][\w'\u2019-]{1,24}){0,2}")
_FLAT = re.compile(
    r"(?<!\w)(?P<address>(?:flat|apartment|apt|room|unit)\s\d{1,4}[a-z]?,?\s(?P<words>(?:[a-z][\w'\u2019-]{1,24}\s){1,2})"
    r"(?:house|court|tower|towers|heights|point|lodge|buildings?|mansions|block))(?!\w)",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:house|home|flat|bungalow|address|caravan|road|street|estate|stops?|nans?|mums?|dads?)(?:\s(?:is|was|are|on|at|in|off|down|called)){1,2}\s"
    rf"(?P<address>(?:\d{{1,4}}[a-z]?,?\s)?(?P<words>{_WORDS})(?P<suffix>{_SUFFIXES}))(?!\w)",
    re.IGNORECASE,
)


def streets(text: str) -> Iterator[PersonalDetail]:
    """Yield "14 Orchard Lane", and streets without a number where somebody is said to live."""
    for pattern in (_NUMBERED, _LIVED_IN, _HOME):
        for found in pattern.finditer(text):
            # in small letters "close" and "row" are words, unless a number goes before and a home is spoken of
            soft = pattern is not _NUMBERED and found["address"][0].isdigit()
            if _names_a_street(found["words"], found["suffix"], soft=soft):
                yield PersonalDetail(found.start("address"), found.end("address"), "address")


def flats(text: str) -> Iterator[PersonalDetail]:
    """Yield "flat 3 Kestrel House"."""
    for found in _FLAT.finditer(text):
        if _function_words().isdisjoint(found["words"].lower().split()):
            yield PersonalDetail(found.start("address"), found.end("address"), "address")


def _names_a_street(named: str, suffix: str, *, soft: bool = False) -> bool:
    """Tell a street's name from "2 parks on the street"; "close" and the like need a capital letter or `soft`."""
    if not _function_words().isdisjoint(named.lower().split()):
        return False
    return soft or suffix.lower() in _ROADS or suffix[0].isupper() or suffix.lower() in _SOFT_BUT_CLEAR


def schools(text: str) -> Iterator[PersonalDetail]:
    """Yield what is called school, academy, primary and so on: with capitals, or in any case by the words before it."""
    for found in _CAPITALISED.finditer(text):
        start = _first_proper_word(text, found.start(), found.end())
        if start is not None:
            yield PersonalDetail(start, found.end(), "school")
    for pattern, strictly in ((_TOLD, False), (_ANYWHERE, True)):
        for found in pattern.finditer(text):
            named = _from_first_proper([word.strip(".,'\u2019") for word in found["words"].lower().split()])
            if named and _may_name_a_school(named, strictly=strictly):
                yield PersonalDetail(_start_of(found, len(named)), found.end("school"), "school")


def saints_schools(text: str) -> Iterator[PersonalDetail]:
    """Yield "st marys" and "St Peter's Primary", and what is called ysgol."""
    for found in _SAINT.finditer(text):
        if _is_saints_school(text, found):
            yield PersonalDetail(found.start("school"), found.end("school"), "school")
    for found in _YSGOL.finditer(text):
        yield PersonalDetail(found.start(), found.end(), "school")


def _from_first_proper(named: list[str]) -> list[str]:
    """Leave out what stands before the name: everything up to the last word that no school is called by."""
    for index in range(len(named) - 1, -1, -1):
        if named[index] in _not_schools():
            return named[index + 1 :]
    return named


def _start_of(found: re.Match[str], count: int) -> int:
    """Return where the last `count` words before the kind of school begin."""
    starts = [word.start() for word in re.finditer(r"\S+", found["words"])]
    return found.start("words") + starts[-count]


def _may_name_a_school(named: list[str], *, strictly: bool) -> bool:
    """Tell a school's name from "a really posh school"; without a cue before it, a word that is none is needed."""
    if any(word in ("st", "saint") or is_no_word(word) or word in _listed_names() for word in named):
        return True
    return not strictly and len(named) > 1 and not _adjectives().issuperset(named)


def _is_saints_school(text: str, found: re.Match[str]) -> bool:
    """Tell "st marys is rubbish" from St John's Ambulance and St George's Day."""
    following = text[found.end() : found.end() + 24].lower().split()
    after = following[0].strip(".,!?") if following and text[found.end() : found.end() + 1].isspace() else ""
    if after in word_set("personal_words", "not_after_saint") or (
        found["saint"].lower() in ("john", "george", "patrick") and not found["more"]
    ):
        return False
    return bool(found["more"] or found["cue"] or found["saint"].lower().endswith("s"))


def _first_proper_word(text: str, start: int, end: int) -> int | None:
    """Return where the school's own name begins in `text[start:end]`; None if there are only words like "High"."""
    for word in re.finditer(r"\S+", text[start:end]):
        if word[0].lower().strip(".,") not in word_set("personal_words", "school_words"):
            return start + word.start()
    return None


def _function_words() -> frozenset[str]:
    """Return words that are in no street's name."""
    return word_set("personal_words", "function_words")


@cache
def _not_schools() -> frozenset[str]:
    """Return words that are in no school's name, or not at its beginning."""
    return word_set("personal_words", "school_words") | word_set("personal_words", "school_cues")


@cache
def _adjectives() -> frozenset[str]:
    """Return words that say what a school is like."""
    return word_set("personal_words", "school_adjectives") | _function_words()


@cache
def _listed_names() -> frozenset[str]:
    """Return given names and surnames, after which schools are called."""
    return word_set("names", "surnames") | word_set("personal_words", "school_places")
