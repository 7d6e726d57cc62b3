"""People's names: from lists of common names, and from the words around them."""

from collections.abc import Iterator

from cypp_consult.text.data_files import word_set
from cypp_consult.text.personal.spans import PersonalDetail
from cypp_consult.text.personal.tokens import Token, tokens

_SHORTEST_SMALL = 4  # a name of three letters written small is more often a word or a slip
_MOST_SURNAMES = 2
_LINKS = frozenset(("is", "called", "named", "name", "named:", "and"))


def names(text: str) -> Iterator[PersonalDetail]:
    """Yield people's names, without title or possessive ending; surnames that follow a given name are part of it."""
    found = tokens(text)
    reached = 0
    named: set[str] = set()
    for index in range(len(found)):
        if index < reached or not _is_name(found, index):
            continue
        last = _last_of_name(found, index)
        reached = last + 1
        named.update(token.word for token in found[index : last + 1] if token.capital)
        yield PersonalDetail(found[index].start, found[last].end, "name")
    yield from _again(found, named)


def _again(found: list[Token], named: set[str]) -> Iterator[PersonalDetail]:
    """Yield further places where a capitalised name of this text stands without a cue."""
    for token in found:
        if token.word in named and len(token.word) > 1 and not token.opens:
            yield PersonalDetail(token.start, token.end, "name")


def _is_name(found: list[Token], index: int) -> bool:
    """Tell whether a name begins at `index`."""
    token = found[index]
    if token.key in _words("not_people") or token.key.startswith("i'") or _has_digit(token):
        return False
    return (
        _after_title(found, index)
        or _after_name_is(found, index)
        or _after_role(found, index)
        or _after_i_am(found, index)
        or (_listed(found, index) and not _is_place(found, index))
    )


def _after_title(found: list[Token], index: int) -> bool:
    """Tell a name after "Mr" or "Dr", in any case; after "Miss" or "Uncle" it must look like one."""
    if not index or found[index - 1].after not in (" ", ".", ". ", "  "):
        return False
    title, token = found[index - 1].key, found[index]
    if title in _words("titles"):
        return token.key not in _words("function_words")
    looks = token.capital or token.key in _given() or token.key in _surnames()
    return title in _words("soft_titles") and looks and not found[index].opens


def _after_name_is(found: list[Token], index: int) -> bool:
    """Tell a name after "my name is", in any case."""
    token = found[index]
    if token.key in _words("function_words") or token.opens:
        return False
    one, two = (found[index - back].key if index >= back else "" for back in (1, 2))
    if one in ("is", "was") and two in ("name", "names", "surname"):
        return True
    return one in ("names", "name") and (token.capital or _known(token))


def _after_role(found: list[Token], index: int) -> bool:
    """Tell a name after "my friend", "my social worker is called"."""
    token = found[index]
    if token.opens or not (token.capital or _known(token)):
        return False
    back = index - 1
    while back >= 0 and index - back <= 2 and found[back].key in _LINKS:  # noqa: PLR2004  ("is called")
        back -= 1
    return back >= 0 and found[back].key in _words("roles") and (found[back].joined or found[back].after == ", ")


def _after_i_am(found: list[Token], index: int) -> bool:
    """Tell a name after "I am" or "I'm": a known one, or two capitalised words."""
    token = found[index]
    one = found[index - 1].key if index else ""
    two = found[index - 2].key if index > 1 else ""
    if one not in ("i'm", "im") and (two, one) != ("i", "am"):
        return False
    following = found[index + 1] if token.joined and index + 1 < len(found) else None
    pair = token.capital and following is not None and following.capital and following.key not in _words("not_people")
    return _known(token) or pair


def _listed(found: list[Token], index: int) -> bool:
    """Tell a name by the lists alone; one that is also a word needs its capital, and inside a sentence."""
    token = found[index]
    if token.key in _given():
        small = len(token.word) >= _SHORTEST_SMALL and token.key not in _words("small_words")
        return token.word[0].isupper() or small
    if not token.capital:
        return False
    if token.key in _surnames():
        return True
    return token.key in _given_words() and (not token.opens or _acts(found, index))


def _acts(found: list[Token], index: int) -> bool:
    """Tell whether the word at `index`, first in its sentence, does what a person does."""
    token = found[index]
    if token.key in _words("never_first") or index + 1 >= len(found):
        return False
    return found[index + 1].key in _words("person_verbs")


def _is_place(found: list[Token], index: int) -> bool:
    """Tell "Victoria Park" and "St George's" from people."""
    if index and found[index - 1].key in ("st", "saint"):
        return True
    token = found[index]
    return token.joined and index + 1 < len(found) and found[index + 1].key in _words("place_nouns")


def _last_of_name(found: list[Token], index: int) -> int:
    """Return the index of the last word of the name that begins at `index`."""
    last = index
    while last + 1 < len(found) and last - index < _MOST_SURNAMES and found[last].joined:
        following = found[last + 1]
        listed = following.key in _surnames() or (found[last].after == "-" and following.key in _given())
        if following.key in _words("not_people") or _has_digit(following) or not (following.capital or listed):
            break
        last += 1
    return last


def _has_digit(token: Token) -> bool:
    """Tell whether a word is no name because there is a digit in it, as in a postcode."""
    return any(letter.isdigit() for letter in token.word)


def _known(token: Token) -> bool:
    """Tell whether `token` is on the list of given names."""
    return token.key in _given() or (token.capital and token.key in _given_words())


def _words(key: str) -> frozenset[str]:
    """Return a word list of the personal details."""
    return word_set("personal_words", key)


def _given() -> frozenset[str]:
    """Return given names that are no ordinary word."""
    return word_set("names", "given")


def _given_words() -> frozenset[str]:
    """Return given names that are ordinary words too."""
    return word_set("names", "given_words")


def _surnames() -> frozenset[str]:
    """Return surnames that are no ordinary word."""
    return word_set("names", "surnames")
