"""Words that stand and act like a person: "Grace helps me", "Tanveer pushed me", "with Hope and Summer"."""

from cypp_consult.text.data_files import load, phrase_list, word_set
from cypp_consult.text.personal.cues import GOES_ON, STATES
from cypp_consult.text.personal.english import is_no_word
from cypp_consult.text.personal.tokens import Words

_LINKING = frozenset(("and", "but", "because", "cos", "when", "that", "then", "if"))
_PAIRS = frozenset(phrase_list(load("personal_words")["pairs_before_people"]))


def names_somebody(words: Words, index: int) -> bool:
    """Tell whether a word that is a surname, also an ordinary word, or on no list stands where people stand."""
    key, capital = words.keys[index], words.capitals[index]
    if key in word_set("names", "given_words"):
        return _word_as_name(words, index)
    if not capital:
        return _two_listed(words, index) or _unlisted_and_small(words, index)
    if key in word_set("names", "surnames"):
        given_follows = words.joined(index) and words.key(index + 1) in word_set("names", "given")
        return not words.opens(index) or _does(words, index) or _goes_with_name(words, index) or given_follows
    return _unlisted(words, index)


def _word_as_name(words: Words, index: int) -> bool:
    """Tell "Grace helps me" from "grace before meals"."""
    key, before, following = words.keys[index], words.key(index - 1), words.key(index + 1)
    if before in word_set("personal_words", "determiners") or before in word_set("personal_words", "not_before_people"):
        return False
    if words.joined(index) and following in word_set("personal_words", "never_before"):
        return False
    strict = key in word_set("personal_words", "strict_words")
    if not words.capitals[index]:
        return _small_word_as_name(words, index, strict=strict)
    if _surname_follows(words, index) or _does(words, index) or _goes_with_name(words, index):
        return True
    if not words.opens(index):
        return not strict or _pair(words, index) or _in_company(words, index)
    rather_a_word = strict or key in word_set("personal_words", "never_first")
    return (following == "from" and not strict) or (following in STATES and not rather_a_word)


def _in_company(words: Words, index: int) -> bool:
    """Tell "with Hope and Summer"."""
    before, ends = words.key(index - 1), words.closes(index) or words.key(index + 1) in ("and", "at", "in", "because")
    return ends and (before == "with" or (before == "and" and words.key(index - 3) == "with"))


def _small_word_as_name(words: Words, index: int, *, strict: bool) -> bool:
    """Tell a name that is also a word and written small: by what only people do, or by "me and"."""
    following = words.key(index + 1)
    if following in word_set("personal_words", "told_deeds"):
        return words.opens(index) or words.key(index - 1) in (
            "and",
            "but",
            "because",
            "cos",
            "when",
            "that",
            "then",
            "if",
        )
    beside = words.key(index - 1) == "with" or _pair(words, index)
    if strict:
        return _among_names(words, index, beside=beside)
    return beside and (
        words.closes(index) or following in GOES_ON or following in word_set("personal_words", "together")
    )


def _among_names(words: Words, index: int, *, beside: bool) -> bool:
    """Tell "i talk to summer and jade": two names that are words, where people stand."""
    if beside:
        return words.key(index + 1) == "and" and _first_name(words.key(index + 2))
    return words.key(index - 1) == "and" and _first_name(words.key(index - 2)) and _pair(words, index - 2)


def _first_name(key: str) -> bool:
    """Tell whether a word is a given name, perhaps an ordinary word too."""
    return key in word_set("names", "given") or key in word_set("names", "given_words")


def _unlisted(words: Words, index: int) -> bool:
    """Tell a capitalised word of no list that stands or acts like a person."""
    key, word = words.keys[index], words.words[index]
    if key in word_set("personal_words", "titles") or key in word_set("personal_words", "soft_titles"):
        return False
    if len(key) < 3 or word.isupper() or key in word_set("personal_words", "not_people"):  # noqa: PLR2004
        return False
    if words.key(index - 1) in word_set("personal_words", "determiners") or not is_no_word(key):
        return False
    if words.key(index - 1) in word_set("personal_words", "place_prepositions") and not _pair(words, index):
        return False
    if _does(words, index) or _goes_with_name(words, index):
        return True
    before = words.key(index - 1)
    return not words.opens(index) and (before in word_set("personal_words", "before_people") or _pair(words, index))


def _unlisted_and_small(words: Words, index: int) -> bool:
    """Tell a small word of no list that does what only people do: "yaxyo pushed me"."""
    key = words.keys[index]
    if len(key) < 4 or words.key(index + 1) not in word_set("personal_words", "told_deeds"):  # noqa: PLR2004
        return False
    starts = words.opens(index) or words.key(index - 1) in _LINKING
    return starts and not key.endswith("s") and key not in word_set("personal_words", "not_people") and is_no_word(key)


def _two_listed(words: Words, index: int) -> bool:
    """Tell "chen wei": two small words of the lists in a row, neither an ordinary word."""
    if not words.joined(index):
        return False
    one, two = words.keys[index], words.keys[index + 1]
    return _listed(one) and _listed(two) and is_no_word(one) and is_no_word(two)


def _listed(key: str) -> bool:
    """Tell whether a word is on the lists of names that are no ordinary words."""
    return key in word_set("names", "given") or key in word_set("names", "surnames")


def _does(words: Words, index: int) -> bool:
    """Tell whether the word at `index` does what a person does."""
    strict = words.keys[index] in word_set("personal_words", "strict_words")
    listed = word_set("personal_words", "told_deeds" if strict else "deeds")
    return not words.possessive(index) and words.joined(index) and words.key(index + 1) in listed


def _goes_with_name(words: Words, index: int) -> bool:
    """Tell "Hope and Ayesha": a listed name on the other side of "and"."""
    for link, other in ((index + 1, index + 2), (index - 1, index - 2)):
        if words.key(link) in ("and", "or", "n") and 0 <= other < len(words):
            key = words.keys[other]
            if _both_strict(words.keys[index], key):
                continue
            sure = key in word_set("names", "given") and len(key) > 3  # noqa: PLR2004
            if sure or (words.capitals[other] and words.capitals[index] and key in word_set("names", "given_words")):
                return True
    return False


def _both_strict(one: str, two: str) -> bool:
    """Tell "May and June" from "Hope and Ayesha": neither is surely a name."""
    return {one, two} <= word_set("personal_words", "strict_words")


def _surname_follows(words: Words, index: int) -> bool:
    """Tell "Grace Okafor", "Will B" and "Mark Green"."""
    if not words.joined(index) or not words.capitals[index + 1]:
        return False
    key = words.keys[index + 1]
    if key in word_set("personal_words", "not_people"):
        return False
    single = len(key) == 1
    return (
        single or key in word_set("names", "surnames") or key in word_set("names", "surname_words") or is_no_word(key)
    )


def _pair(words: Words, index: int) -> bool:
    """Tell whether two words such as "next to" stand before `index`."""
    return index > 1 and f"{words.keys[index - 2]} {words.keys[index - 1]}" in _PAIRS
