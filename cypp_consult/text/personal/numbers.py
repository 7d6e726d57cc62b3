"""Numbers that belong to one person: NHS and National Insurance numbers, postcodes, plates, dates of birth."""

import re
from collections.abc import Iterator

from cypp_consult.text.data_files import word_set
from cypp_consult.text.personal.spans import PersonalDetail

_NHS = re.compile(r"(?<![\d+])(?<!\d[ -])\d{3}[ -]?\d{3}[ -]?\d{4}(?![ -]?\d)")
_NI = re.compile(
    r"(?<!\w)(?!bg|gb|nk|kn|tn|nt|zz)[a-ceghj-prtw-z][a-ceghj-nprtw-z]\s?(?:\d{2}\s?){3}[a-d](?!\w)", re.IGNORECASE
)
_POSTCODE = re.compile(
    r"(?<!\w)(?P<area>[a-z]{1,2})\d[a-z\d]?\s{0,2}(?P<inward>\d[abd-hjlnp-uw-z]{2})(?!\w)", re.IGNORECASE
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)")
_PLATE = re.compile(r"(?<!\w)(?:[A-Z]{2}\d{2}\s?[A-Z]{3}|[A-Z]\d{3}\s?[A-Z]{3})(?!\w)")
_TOLD_PLATE = re.compile(
    r"\b(?:plate|reg|registration)\W{1,3}(?:is\s)?(?P<plate>[a-z]{2}\d{2}\s?[a-z]{3})\b", re.IGNORECASE
)
_SHOUTED_WORDS = frozenset("AND THE FOR ARE BUT NOT ALL HAS HAD WAS CAN GET OUR ALSO".split())  # noqa: SIM905

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    r"(?P<date>\d{1,2}\s?[./-]\s?\d{1,2}(?:\s?[./-]\s?\d{2,4})?|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s{{0,2}}(?:of\s)?{_MONTH}\b(?:,?\s(?:19|20)\d\d)?"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s(?:19|20)\d\d)?)(?!\d)"
)
_BIRTH = (
    r"(?:borned|born|birthdays?|bdays?|b-day|birth\s?date|date\sof\sbirth|d\.?o\.?b\.?|"
    r"(?<![\w.])b\.?(?=[\s:]{0,2}\d)|turn(?:s|ed|ing)?\s\d{1,2})"
)
_BIRTH_THEN_DATE = re.compile(rf"\b{_BIRTH}[^\d\n]{{0,30}}?{_DATE}", re.IGNORECASE)
_DATE_THEN_BIRTH = re.compile(rf"(?<!\d){_DATE}[^\d\n]{{0,16}}?\b{_BIRTH}", re.IGNORECASE)
_NTH = (
    r"(?:(?:twenty|thirty)[\s-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_YEAR = (
    r"(?:two\sthousand(?:\sand)?|nineteen|twenty)"
    r"(?:[\s-](?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[\s-]?)?\w{3,9})?"
)
_IN_WORDS = re.compile(
    rf"\b{_BIRTH}[^\d\n]{{0,25}}?(?P<date>{_NTH}\s(?:of\s)?{_MONTH}\b(?:,?\s(?:(?:19|20)\d\d|{_YEAR}))?)", re.IGNORECASE
)
BIRTH_WORDS = word_set("personal_words", "birth_words")


def nhs_numbers(text: str) -> Iterator[PersonalDetail]:
    """Yield ten-digit numbers whose last digit is right for an NHS number."""
    for found in _NHS.finditer(text):
        if _check_digit_right([int(digit) for digit in found[0] if digit not in " -"]):
            yield PersonalDetail(found.start(), found.end(), "nhs-number")


def _check_digit_right(digits: list[int]) -> bool:
    """Tell whether ten digits pass the NHS number's modulus 11 check."""
    total = sum(digit * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == digits[9] and any(digits)


def ni_numbers(text: str) -> Iterator[PersonalDetail]:
    """Yield National Insurance numbers with a prefix that is given out."""
    for found in _NI.finditer(text):
        yield PersonalDetail(found.start(), found.end(), "ni-number")


def postcodes(text: str) -> Iterator[PersonalDetail]:
    """Yield full UK postcodes in any case; areas that do not exist and "1st" to "9th" do not count."""
    areas = word_set("personal_words", "postcode_areas")
    for found in _POSTCODE.finditer(text):
        if found["area"].lower() in areas and not _ORDINAL.fullmatch(found["inward"].lower()):
            yield PersonalDetail(found.start(), found.end(), "postcode")


def plates(text: str) -> Iterator[PersonalDetail]:
    """Yield number plates in capitals, or in any case after "plate" or "reg"."""
    for found in _PLATE.finditer(text):
        if found[0][-3:] not in _SHOUTED_WORDS:
            yield PersonalDetail(found.start(), found.end(), "plate")
    for found in _TOLD_PLATE.finditer(text):
        yield PersonalDetail(found.start("plate"), found.end("plate"), "plate")


def birth_dates(text: str) -> Iterator[PersonalDetail]:
    """Yield dates said to be a birthday, with or without the year, in digits or words."""
    for pattern in (_BIRTH_THEN_DATE, _DATE_THEN_BIRTH):
        for found in pattern.finditer(text):
            yield PersonalDetail(found.start("date"), found.end("date"), "birth-date")
    for found in _IN_WORDS.finditer(text):
        yield PersonalDetail(found.start("date"), found.end("date"), "birth-date")
