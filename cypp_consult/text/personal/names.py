"""People's names: from lists of common names, and from the words around them."""

from collections.abc import Iterator
from functools import cache

from cypp_consult.text.data_files import word_set
from cypp_consult.text.personal.acting import names_somebody
from cypp_consult.text.personal.cues import told
from cypp_consult.text.personal.english import is_no_word, is_strange
from cypp_consult.text.personal.spans import PersonalDetail
from cypp_consult.text.personal.tokens import Words

_MOST_SURNAMES = 2
_TELLING = 5  # letters: a shorter word of no list says too little


def names(words: Words, never: frozenset[str] = frozenset()) -> Iterator[PersonalDetail]:
    """Yield people's names, without title or possessive ending; surnames that follow a given name are part of it.

    `never` are words, in lower case without accents, that are no names here.
    """
    reached = 0
    named: set[str] = set()
    for index in _worth_a_look(words):
        if index < reached or words.keys[index] in never or not _is_name(words, index):
            continue
        last = _last_of_name(words, index)
        reached = last + 1
        named.update(words.words[at] for at in range(index, last + 1) if words.capitals[at])
        yield PersonalDetail(words.start(index), words.ends[last], "name")
    if named:
        yield from _again(words, named)


def _worth_a_look(words: Words) -> list[int]:
    """Return the words that may be names: on a list, with a capital, or after a word that often goes before one."""
    likely, dull, cues = _likely(), word_set("personal_words", "not_people"), _cues()
    deeds = word_set("personal_words", "told_deeds")
    found: list[int] = []
    before = ""
    for index, key in enumerate(words.keys):
        if key in deeds and before and before not in dull and found[-1:] != [index - 1]:
            found.append(index - 1)
        if key in likely or (
            (words.capitals[index] or before in cues or (len(key) >= _TELLING and is_no_word(key)))
            and key not in dull
            and key.removesuffix("s") not in dull
        ):
            found.append(index)
        before = key
    return found


def _again(words: Words, named: set[str]) -> Iterator[PersonalDetail]:
    """Yield further places where a capitalised name of this text stands without a cue."""
    for index, word in enumerate(words.words):
        if word in named and len(word) > 1 and not words.opens(index):
            yield PersonalDetail(words.start(index), words.ends[index], "name")


def _is_name(words: Words, index: int) -> bool:
    """Tell whether a name begins at `index`."""
    key, word = words.keys[index], words.words[index]
    if key.startswith("i'") or _has_digit(word) or _is_title(words, index):
        return False
    if told(words, index):
        return True
    if _is_place(words, index):
        return False
    if key in word_set("names", "given") and (word[0].isupper() or key in _known_when_small()):
        return True
    return _hyphened_with_name(words, index) or (key not in word_set("names", "given") and names_somebody(words, index))


def _is_title(words: Words, index: int) -> bool:
    """Tell the "Sister" of "Sister Bronagh": it goes before the name and is none."""
    return (
        words.keys[index] in word_set("personal_words", "soft_titles")
        and index + 1 < len(words)
        and words.joined(index)
        and words.capitals[index + 1]
        and words.keys[index + 1] not in word_set("personal_words", "not_people")
    )


def _is_place(words: Words, index: int) -> bool:
    """Tell "Victoria Park" and "St George's" from people."""
    before, following = words.key(index - 1), words.key(index + 1)
    if before in ("st", "saint", "ysgol") or _is_somewhere(words, index):
        return True
    if not words.joined(index) or following not in word_set("personal_words", "place_nouns"):
        return False
    return words.capitals[index + 1] or following not in word_set("personal_words", "soft_place_nouns")


def _is_somewhere(words: Words, index: int) -> bool:
    """Tell "moved here from Kent" and "Derby and Swansea" from people of that name."""
    if words.keys[index] not in word_set("personal_words", "places_too"):
        return False
    if not words.capitals[index] or words.key(index - 1) in word_set("personal_words", "where"):
        return True
    beside = (index - 2, index + 2) if words.key(index - 1) in ("and", "or") else (index - 1, index + 1)
    return any(words.key(at) in word_set("personal_words", "places_too") for at in beside)


def _last_of_name(words: Words, index: int) -> int:
    """Return the index of the last word of the name that begins at `index`."""
    last = index
    while last - index < _MOST_SURNAMES and words.joined(last) and not words.possessive(last):
        if not _goes_on(words, last):
            break
        last += 1
    return last


def _goes_on(words: Words, last: int) -> bool:
    """Tell whether the word after `last` belongs to the same name."""
    key, word, capital = words.keys[last + 1], words.words[last + 1], words.capitals[last + 1]
    if len(word) == 1 and word.isupper() and words.joined(last + 1) and words.gap(last + 1).startswith("."):
        return True
    if key in word_set("personal_words", "not_people") or _has_digit(word):
        return False
    if capital:
        return not word.isupper() or len(word) == 1 or not word.isascii() or words.words[last].isupper()
    if key in word_set("names", "surnames") or key in word_set("personal_words", "name_particles") or is_strange(key):
        return True
    return _goes_on_small(words, last)


def _goes_on_small(words: Words, last: int) -> bool:
    """Tell whether a small word that is often no surname goes with a name: "gwenllian price", but not "may price"."""
    key, before = words.keys[last + 1], words.keys[last]
    if words.gap(last) == "-":
        return key in word_set("names", "given") or key in word_set("names", "given_words")
    if key in word_set("names", "given"):
        return key in _known_when_small() or len(before) == 1
    return key in word_set("names", "surname_words") and is_no_word(before)


def _hyphened_with_name(words: Words, index: int) -> bool:
    """Tell "ebony-mae": two names with a hyphen, each perhaps also a word."""
    if index + 1 >= len(words) or words.gap(index) != "-":
        return False
    keys = words.keys[index : index + 2]
    return all(key in word_set("names", "given") or key in word_set("names", "given_words") for key in keys)


def _has_digit(word: str) -> bool:
    """Tell whether a word is no name because there is a digit in it, as in a postcode."""
    return any(letter.isdigit() for letter in word)


@cache
def _likely() -> frozenset[str]:
    """Return all names of the lists."""
    return word_set("names", "given") | word_set("names", "given_words") | word_set("names", "surnames")


@cache
def _known_when_small() -> frozenset[str]:
    """Return given names that are names also where they are written small."""
    shortest = 4  # a name of three letters written small is more often a word or a slip
    small = frozenset(name for name in word_set("names", "given") if len(name) >= shortest)
    return (small - word_set("personal_words", "small_words")) | word_set("personal_words", "short_names")


@cache
def _cues() -> frozenset[str]:
    """Return the words that a name is looked for after."""
    listed = ("titles", "soft_titles", "roles", "name_cues")
    return frozenset().union(*(word_set("personal_words", key) for key in listed))
