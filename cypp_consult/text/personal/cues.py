"""Words that announce a name: titles, "my name is", "my friend"."""

from cypp_consult.text.data_files import word_set
from cypp_consult.text.personal.english import is_no_word
from cypp_consult.text.personal.tokens import Words

_GREETINGS = frozenset(("from", "love", "signed", "regards", "cheers", "yours", "by"))
_FAREWELLS = frozenset(("love", "thanks", "you", "regards", "please", "best", "xx", "x", "written", "signed", "many"))
_AGES = frozenset(("age", "aged", "yr", "xx", "xxx"))
_LINKS = frozenset(("is", "called", "named", "name", "and", "are", "was", "s"))
STATES = frozenset(
    ("is", "was", "has", "and", "always", "never", "keeps", "doesn't", "isn't", "won't", "can't", "didn't")
)
GOES_ON = STATES | frozenset(
    (
        "who",
        "said",
        "says",
        "helps",
        "helped",
        "hit",
        "hits",
        "in",
        "from",
        "at",
        "because",
        "cos",
        "makes",
        "made",
        "told",
        "lives",
        "does",
        "but",
        "or",
        "gets",
        "got",
        "goes",
        "went",
        "plays",
    )
)


def told(words: Words, index: int) -> bool:
    """Tell a name that the words before it announce, in any case: a title, "my name is", "I am", "my friend"."""
    return (
        _after_title(words, index)
        or _after_name_is(words, index)
        or _after_role(words, index)
        or _signs_off(words, index)
    )


def _after_title(words: Words, index: int) -> bool:
    """Tell a name after "Mr" or "Dr", in any case; after "Miss" or "Uncle" it must look like one."""
    if not index or words.gap(index - 1) not in (" ", ".", ". ", "  "):
        return False
    title, key = words.keys[index - 1], words.keys[index]
    if title in word_set("personal_words", "titles"):
        return key not in word_set("personal_words", "function_words")
    if title not in word_set("personal_words", "soft_titles") or words.opens(index):
        return False
    if title == "miss" and words.key(index - 2) in word_set("personal_words", "miss_as_verb"):
        return words.capitals[index] and _on_a_list(key)
    return _looks_like_one(words, index)


def _after_name_is(words: Words, index: int) -> bool:
    """Tell a name after "my name is", "called", "I'm", in any case."""
    key = words.keys[index]
    if not index or words.opens(index) or key in word_set("personal_words", "function_words"):
        return False
    one, two = words.key(index - 1), words.key(index - 2)
    if two in ("name", "names", "surname", "nickname") and one in ("is", "was", "be"):
        return key not in word_set("personal_words", "not_people")
    if one in ("name", "names", "surname", "named"):
        return words.capitals[index] or _on_a_list(key) or is_no_word(key)
    if one in ("called", "nicknamed"):
        return words.capitals[index] or _on_a_list(key) or (is_no_word(key) and _after_person(words, index - 2))
    if one in ("i'm", "im", "i\u2019m") or (two, one) in (("i", "am"), ("this", "is"), ("its", "me")):
        return _presents(words, index, one)
    return False


def _presents(words: Words, index: int, before: str) -> bool:
    """Tell a name after "I am": a known one, two capitalised words, or one that is no word where a name would end."""
    key = words.keys[index]
    if key in word_set("names", "given") or (key in word_set("names", "given_words") and words.capitals[index]):
        return True
    if before == "is":
        return False
    pair = words.capitals[index] and words.joined(index) and words.capitals[index + 1]
    if pair and words.keys[index + 1] not in word_set("personal_words", "not_people"):
        return True
    ends = words.closes(index) or words.key(index + 1) in ("and", "from", "im", "i'm")
    return words.capitals[index] and ends and is_no_word(key)


def _after_role(words: Words, index: int) -> bool:
    """Tell a name after "my friend", "my social worker is called"."""
    if not index or words.opens(index) or not _looks_like_one(words, index):
        return False
    back = index - 1
    while back >= 0 and index - back <= 2 and words.keys[back] in _LINKS:  # noqa: PLR2004  ("is called")
        back -= 1
    if back < 0 or words.keys[back] not in word_set("personal_words", "roles"):
        return False
    if words.gap(back) not in (" ", "  ", ", ", "-", " (", ": ", " - ") or words.possessive(back):
        return False
    titled = words.capitals[back] and not words.opens(back)
    if titled and not _on_a_list(words.keys[index]) and not is_no_word(words.keys[index]):
        # "National Child Measurement Programme"
        return False
    return words.capitals[index] or back == index - 1 or words.keys[index - 1] != "and" or _on_a_list(words.keys[index])


def _looks_like_one(words: Words, index: int) -> bool:
    """Tell a word that may be a name once another word has announced it."""
    key = words.keys[index]
    if key in word_set("personal_words", "not_people"):
        return False
    if words.capitals[index] or key in word_set("names", "given") or key in word_set("names", "surnames"):
        return True
    if key in word_set("names", "given_words"):
        following = words.key(index + 1)
        acts = following in GOES_ON or following in word_set("personal_words", "told_deeds")
        return acts or words.closes(index) or words.possessive(index)
    return is_no_word(key) and (words.possessive(index) or words.key(index + 1) in word_set("personal_words", "deeds"))


def _signs_off(words: Words, index: int) -> bool:
    """Tell "love from will age 7": a name at the end of what somebody wrote, or before their age."""
    if words.key(index - 1) not in _GREETINGS:
        return False
    key, following = words.keys[index], words.key(index + 1)
    if following in _AGES and _on_a_list(key):
        return True
    if key in word_set("personal_words", "not_people") or key in word_set("personal_words", "function_words"):
        return False
    if following in _AGES:
        return words.capitals[index] or is_no_word(key)
    last = index >= len(words) - 2 and (words.closes(index) or _is_kisses(following))
    sure = key in word_set("names", "given") or (
        key in word_set("names", "given_words") and key not in word_set("personal_words", "strict_words")
    )
    return last and sure and (words.key(index - 2) in _FAREWELLS or words.opens(index - 1))


def _is_kisses(key: str) -> bool:
    """Tell "xx"."""
    return bool(key) and not key.strip("x")


def _after_person(words: Words, index: int) -> bool:
    """Tell whether a role stands within the four words up to `index`."""
    return any(words.key(at) in word_set("personal_words", "roles") for at in range(max(0, index - 3), index + 1))


def _on_a_list(key: str) -> bool:
    """Tell whether a word is on any list of names."""
    return (
        key in word_set("names", "given")
        or key in word_set("names", "given_words")
        or key in word_set("names", "surnames")
    )
