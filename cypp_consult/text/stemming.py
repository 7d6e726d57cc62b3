"""Cut English endings off: Porter's algorithm of 1980, written out here so that no large library is loaded for it."""

import re

_SHORT_END = re.compile("(?:^|.)cvc$")

# Each step takes the first ending that fits; the rest must hold so many runs of vowels and consonants.
_STEP_TWO = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
    ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
    ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
    ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
)  # fmt: skip
_STEP_THREE = (
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
)  # fmt: skip
_STEP_FOUR = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "al",
    "er", "ic", "ou",
)  # fmt: skip
_WHOLE = 2  # a word of two letters has no ending


def porter(word: str) -> str:
    """Return the stem of a lower-case English word; any other string comes back shorter or as it is."""
    if len(word) <= _WHOLE:
        return word
    for step in (_plural, _past, _last_y, _step_two, _step_three, _step_four, _last_e):
        word = step(word)
    return word


def _shape(word: str) -> str:
    """Return v for each vowel and c for each other letter; y is a vowel after a consonant."""
    shape = ""
    for letter in word:
        vowel = letter in "aeiou" or (letter == "y" and shape[-1:] == "c")
        shape += "v" if vowel else "c"
    return shape


def _measure(word: str) -> int:
    """Return how many runs of vowels are followed by a run of consonants."""
    return _shape(word).count("vc")


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        # "ties" is of "tie", "parties" of "party"
        return word[:-1] if len(word) == len("ties") else word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("ied"):
        return word[:-1] if len(word) == len("tied") else word[:-2]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and "v" in _shape(rest):
            return _mended(rest)
    return word


def _mended(rest: str) -> str:
    """Give a verb without its ending back what the ending took."""
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if len(rest) > 1 and rest[-1] == rest[-2] and rest[-1] not in "lsz" and _shape(rest)[-1] == "c":
        return rest[:-1]
    return rest + "e" if _measure(rest) == 1 and _is_short(rest) else rest


def _is_short(word: str) -> bool:
    """Tell whether a word ends in consonant, vowel, consonant, but not in w, x or y."""
    shape = _shape(word)
    return (bool(_SHORT_END.search(shape)) and word[-1] not in "wxy") or (shape == "vc")


def _last_y(word: str) -> str:
    if word.endswith("y") and len(word) > _WHOLE and _shape(word)[-2] == "c":
        return word[:-1] + "i"
    return word


def _step_two(word: str) -> str:
    if word.endswith("logi"):
        return word[:-1] if _measure(word[:-3]) else word
    return _swap(word, _STEP_TWO)


def _step_three(word: str) -> str:
    return _swap(word, _STEP_THREE)


def _swap(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            return rest + instead if _measure(rest) else word
    return word


def _step_four(word: str) -> str:
    for ending in _STEP_FOUR:
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            return rest if _measure(rest) > 1 else word
    if word.endswith("ion") and word[:-3].endswith(("s", "t")) and _measure(word[:-3]) > 1:
        return word[:-3]
    return word


def _last_e(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        runs = _measure(rest)
        word = rest if runs > 1 or (runs == 1 and not _is_short(rest)) else word
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word
