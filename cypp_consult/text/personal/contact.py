"""E-mail and web addresses, usernames and telephone numbers.

No pattern looks further than a fixed number of characters, so that time grows with the length of a text, not faster.
"""

import re
from collections.abc import Iterator

import phonenumbers

from cypp_consult.text.data_files import word_set
from cypp_consult.text.personal.spans import PersonalDetail

_LONGEST_LOCAL_PART = 64
_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.+-])(?:[\w+-]{1,20}\s(?:dot|underscore|dash)\s){0,3}[\w.+-]{1,40}\s?(?:@|[(\[]at[)\]]|\bat\b)\s?(?:"
    r"(?:gmail|g mail|hotmail|outlook|yahoo|icloud|live|googlemail|"
    r"me|msn|aol|protonmail|btinternet|sky)|[a-z0-9-]{2,30}(?:\s?dot\s?[a-z0-9-]{2,20})?(?=\s?[(\[]?dot))"
    r"(?:\s?[(\[]?dot[)\]]?\s?|\s?\.\s?)(?:(?:co|ac|org|sch|gov)\s?(?:\.|dot)\s?uk|com|org|net|uk)\b",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{2,300}"
    r"|(?<![\w@.-])(?:[A-Za-z0-9-]{2,40}\.){1,3}(?:com|org|net|uk|wales|scot|info|io|me|tv|gg|ly)(?:/[^\s<>\"]{0,300})?"
    r"(?![\w@-])",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'\")]}"
_AT_NAME = re.compile(r"(?<![\w@./])@[A-Za-z0-9_][A-Za-z0-9_.]{1,29}")
_PLATFORM = (
    r"(?:snap(?:chat)?|insta(?:gram)?|ig|tik\s?tok|discord|roblox|xbox|psn|playstation|gamer\s?tag|user\s?name|twitter|twitch|steam|"
    r"fortnite|minecraft|youtube|kik|telegram|facebook|fb|whatsapp|threads|bereal|vinted)"
)
_TOLD_NAME = re.compile(
    rf"\b(?:my|our|his|her|their|me\son|us\son|this|on|the|add\sme|user)\s{{1,2}}{_PLATFORM}"
    r"(?:\s{1,2}(?:name|username|account|handle|user|id|tag)){0,2}\s{0,2}(?:is|as|['\u2019]s|[:=-])?\s{0,2}"
    r"(?P<handle>[\w.#-]{3,30})",
    re.IGNORECASE,
)
_TOLD_AFTER = re.compile(
    rf"\b(?P<handle>[\w.#-]{{3,30}})\s(?:is\smy|on|is\smy\sname\son)\s(?:my\s)?{_PLATFORM}(?!\w)", re.IGNORECASE
)
_TAGGED = re.compile(
    rf"(?<!\w){_PLATFORM}\s{{0,2}}(?:name|tag|id)?\s{{0,1}}[:=-]\s{{0,2}}(?P<handle>[\w.#-]{{3,30}})", re.IGNORECASE
)
PLATFORM_WORDS = word_set("personal_words", "platforms")
# "fox#1234" and "lil_fox_09": nothing else looks like that
_NUMBERED_NAME = re.compile(r"(?<![\w#@.])[A-Za-z][\w.-]{1,28}#\d{4}(?!\w)")
_UNDERSCORED = re.compile(
    r"(?<![\w#@./])[A-Za-z\d]{1,30}(?:[._][A-Za-z\d]{1,30}){0,4}_[A-Za-z\d]{1,30}(?:[._][A-Za-z\d]{1,30}){0,3}(?![\w@])"
)
# what could only be chosen, anywhere in a text that speaks of such a service: figures or capitals inside a word
_MIXED = re.compile(
    r"(?<![\w#@./-])(?=[\w.]{5,30}(?![\w.]))"
    r"(?:[a-z]{1,20}[A-Z]{1,20}[A-Za-z]{0,20}\d[\w.]{0,20}|[A-Za-z][A-Za-z.]{0,20}\.\w{0,20}\d\w{0,20}"
    r"|[A-Za-z]{3,20}\d{2,20}[A-Za-z]{0,20})(?![\w@])"
)
_LOOKS_CHOSEN = re.compile(r"[\d_#]|[A-Za-z]\.[A-Za-z]")
_PHONE = re.compile(r"(?<![\w.\u00a3$\u20ac])(?:\+|\(?0|7)[\d\s().-]{6,22}\d(?!\w)")
_LOCAL = re.compile(
    r"\b(?:number|phone|ring|call|tel|mobile|mob|landline|text|whatsapp)(?:\s(?:is|me|us|on|at|number|no)){0,3}[\s:.]{1,3}"
    r"(?P<phone>\d{3,4}[\s-]?\d{3,4})(?![\s-]?\w)",
    re.IGNORECASE,
)
_UK_SHAPE = re.compile(r"(?:0|44|0044)[1235789]\d{8,9}|7\d{9}")


def emails(text: str) -> Iterator[PersonalDetail]:
    """Yield e-mail addresses written with @."""
    at = text.find("@")
    while at >= 0:
        domain = _DOMAIN.match(text, at + 1)
        start = at
        while start and at - start < _LONGEST_LOCAL_PART and (text[start - 1].isalnum() or text[start - 1] in "._+-'"):
            start -= 1
        if domain and start < at:
            yield PersonalDetail(start, domain.end(), "email")
        at = text.find("@", at + 1)


def spoken_emails(text: str) -> Iterator[PersonalDetail]:
    """Yield e-mail addresses as they are spoken: "jo at gmail dot com"."""
    for found in _SPOKEN_EMAIL.finditer(text):
        yield PersonalDetail(found.start(), found.end(), "email")


def web_addresses(text: str) -> Iterator[PersonalDetail]:
    """Yield web addresses without the punctuation after them."""
    for found in _URL.finditer(text):
        end = found.start() + len(found[0].rstrip(_TRAILING))
        yield PersonalDetail(found.start(), end, "url")


def at_names(text: str) -> Iterator[PersonalDetail]:
    """Yield usernames with an @ before them."""
    for found in _AT_NAME.finditer(text):
        yield PersonalDetail(found.start(), found.start() + len(found[0].rstrip(".")), "handle")


def told_handles(text: str) -> Iterator[PersonalDetail]:
    """Yield what somebody gives as their username, if it looks made up for the purpose."""
    for pattern in (_TOLD_NAME, _TAGGED, _TOLD_AFTER):
        for found in pattern.finditer(text):
            if _LOOKS_CHOSEN.search(found["handle"]):
                start = found.start("handle")
                yield PersonalDetail(start, start + len(found["handle"].rstrip(".-")), "handle")
    for found in _MIXED.finditer(text):
        yield PersonalDetail(found.start(), found.start() + len(found[0].rstrip(".")), "handle")


def chosen_names(text: str) -> Iterator[PersonalDetail]:
    """Yield what is a username wherever it stands: with # and four figures, or with figures and an underscore."""
    for pattern in (_NUMBERED_NAME, _UNDERSCORED):
        for found in pattern.finditer(text):
            yield PersonalDetail(found.start(), found.end(), "handle")


def phones(text: str) -> Iterator[PersonalDetail]:
    """Yield telephone numbers, but not the public help lines."""
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if digits not in word_set("personal_words", "help_lines") and _is_phone(found[0], digits):
            yield PersonalDetail(found.start(), found.end(), "phone")
    for found in _LOCAL.finditer(text):
        digits = re.sub(r"\D", "", found["phone"])
        if digits not in word_set("personal_words", "help_lines"):
            yield PersonalDetail(found.start("phone"), found.end("phone"), "phone")


def _is_phone(written: str, digits: str) -> bool:
    """Tell whether `written` is a telephone number of the UK, or of anywhere if it starts with +."""
    if _UK_SHAPE.fullmatch(digits.replace("440", "44", 1) if "(0)" in written else digits):
        return True
    try:
        number = phonenumbers.parse(written, "GB")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(number))
