"""Words that stand and act like a person: "Grace helps me", "Tanveer pushed me", "with Hope and Summer"."""

from cypp_consult.text.data_files import load, phrase_list, word_set
from cypp_consult.text.personal.cues import GOES_ON, STATES
from cypp_consult.text.personal.english import is_no_word, is_strange
from cypp_consult.text.personal.tokens import Words

_LINKING = frozenset(("and", "but", "because", "cos", "when", "that", "then", "if"))
_CLASSES = frozenset(("my", "our", "year", "yr", "class"))
_IS = frozenset(("is", "was", "has"))
_SMALL = frozenset(("little", "wee", "baby"))
_PRONOUNS = frozenset(("she", "he", "her", "his", "him", "hers", "shes", "hes"))
# what one may do with a thing as well as with a person: "i hate moorside"
_BEFORE_ANYTHING = frozenset("like likes hate hates love loves about for when if that but because cos this and".split())  # noqa: SIM905
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
        return words.opens(index) or words.key(index - 1) in _LINKING
    if following in _IS:
        return _is_spoken_of(words, index)
    beside = words.key(index - 1) == "with" or _pair(words, index)
    if strict:
        return _among_names(words, index, beside=beside)
    return beside and (
        words.closes(index) or following in GOES_ON or following in word_set("personal_words", "together")
    )


def _is_spoken_of(words: Words, index: int) -> bool:
    """Tell "hope is in my class", "faith is waiting for her test" and "little frank has no dentist"."""
    if words.key(index - 1) in _SMALL:
        return True
    if not words.opens(index):
        return False
    in_class = words.key(index + 2) == "in" and words.key(index + 3) in _CLASSES
    return in_class or not _PRONOUNS.isdisjoint(words.keys[index + 2 : index + 8])


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
    key, before = words.keys[index], words.key(index - 1)
    if not _may_be_unlisted(key, words.words[index]) or before in word_set("personal_words", "determiners"):
        return False
    if before in word_set("personal_words", "place_prepositions") and not _pair(words, index):
        return False
    if _does(words, index) or _goes_with_name(words, index) or _has_somebody(words, index):
        return True
    stands = before in word_set("personal_words", "before_people") or _pair(words, index)
    return not words.opens(index) and (stands or _capital_surname_follows(words, index))


def _may_be_unlisted(key: str, word: str) -> bool:
    """Tell whether a word may be a name at all: no short form, title or English word, and nothing known by its name."""
    if len(key) < 3 or word.isupper():  # noqa: PLR2004
        return False
    known = ("titles", "soft_titles", "not_people")
    return is_no_word(key) and not any(key in word_set("personal_words", listed) for listed in known)


def _has_somebody(words: Words, index: int) -> bool:
    """Tell "Zilan's mum" and, within a sentence, "Zilan's ..."."""
    following = words.key(index + 1)
    return words.possessive(index) and (not words.opens(index) or following in word_set("personal_words", "roles"))


def _unlisted_and_small(words: Words, index: int) -> bool:
    """Tell a small word of no list that does what only people do: "yaxyo pushed me"."""
    key, following = words.keys[index], words.key(index + 1)
    if len(key) < 4 or key in word_set("personal_words", "not_people"):  # noqa: PLR2004
        return False
    if following not in word_set("personal_words", "told_deeds"):
        return is_strange(key) and _stands_as_person(words, index)
    starts = words.opens(index) or words.key(index - 1) in _LINKING
    return starts and not key.endswith("s") and is_no_word(key)


def _stands_as_person(words: Words, index: int) -> bool:
    """Tell where a word that is none stands for somebody: "i asked shirwac", "when temilola can come"."""
    before, following = words.key(index - 1), words.key(index + 1)
    if before in word_set("personal_words", "determiners") or before in word_set(
        "personal_words", "place_prepositions"
    ):
        return False
    if words.possessive(index):
        return following in word_set("personal_words", "roles")
    acts = following in word_set("personal_words", "deeds") or following in word_set("personal_words", "may_do")
    if acts and not words.keys[index].endswith("s"):
        return words.joined(index)
    ends = words.closes(index) or following in GOES_ON or following in word_set("personal_words", "together")
    met = before in word_set("personal_words", "before_people") and before not in _BEFORE_ANYTHING
    return ends and (met or _pair(words, index))


def _two_listed(words: Words, index: int) -> bool:
    """Tell "chen wei" and "damilare okafor": a word of the lists beside another or a strange one, neither English."""
    if not words.joined(index):
        return False
    one, two = words.keys[index], words.keys[index + 1]
    if _listed(one) and _listed(two):
        return is_no_word(one) and is_no_word(two)
    return all((_listed(key) and is_no_word(key)) or is_strange(key) for key in (one, two))


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


def _capital_surname_follows(words: Words, index: int) -> bool:
    """Tell "what Daz Cooper does": two capitals, the second a name that comes last."""
    if not words.joined(index) or not words.capitals[index + 1]:
        return False
    key = words.keys[index + 1]
    listed = key in word_set("names", "surnames") or key in word_set("names", "surname_words")
    return (listed or key in word_set("names", "given_words")) and key not in word_set("personal_words", "place_nouns")


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
