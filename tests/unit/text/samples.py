"""The made-up sentences of `data/`, and texts that are hard on programs."""

from pathlib import Path
from typing import Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st

DATA = Path(__file__).parent / "data"
FRAMEWORKS = Path(__file__).parents[3] / "cypp_consult" / "plans" / "frameworks"

FRAMEWORK_IDS = ("leeds-2009", "leicester-2002", "leicester-city-2009", "leicestershire-2006", "leicestershire-2020")


def sample(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def framework(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FRAMEWORKS / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


# Any string at all, lone surrogates too, and strings of the pieces that our rules look for.
PIECES = (
    "my name is ", "Zofia", "Mr ", "O'Shea", " ", "  ", "\n", "\t", "'", "\u2019", "-", "@", "@lil_jaz09", "jo@example.com", "www.example.org",
    "07700 900123", "+44", "0", "943 476 5919", "LE5 9ZZ", "14 Orchard Lane", "St Wilfrid's Academy", "School", "born ", "3 May 2012", "/",
    "I ", "don't ", "never ", "no one ", "feel ", "safe", "bullied", "hits me", "kill myself", "\U0001f52a", "\U0001f600", "\ud800", "\udfff", "\u0301",
    "\u200f", "\u202e", "\x00", "\x07", "=1+1", "\uff1d", "school council", "mental", "health", "SEND", ".", "!", "?", "(", ")", ",", "\u0645\u062f\u0631\u0633\u06c1", "ysgol",
)  # fmt: skip
any_text = st.text(alphabet=st.characters(exclude_categories=()), max_size=120) | st.lists(
    st.sampled_from(PIECES), max_size=25
).map("".join)

quick = settings(max_examples=60, deadline=None, database=None)

LONG = 100_000
HARD_TEXTS = {
    "letters": "a" * LONG,
    "ys": "y" * LONG,
    "spaces": " " * LONG,
    "spaces between": "1" + " " * LONG + "1",
    "digits": "1" * LONG,
    "noughts": "0" * LONG,
    "nought words": "0 " * (LONG // 2),
    "letter words": "a " * (LONG // 2),
    "capital words": "Aa " * (LONG // 3),
    "at signs": "@" * LONG,
    "half addresses": "a.b.c@" * (LONG // 6),
    "stops": "." * LONG,
    "apostrophes": "a'" * (LONG // 2),
    "marks": "e" + "\u0301\u0316" * (LONG // 2),
    "surrogates": "\ud800" * LONG,
    "names": "Zofia " * (LONG // 6),
    "schools": "School of " * (LONG // 10),
    "lines": "\n" * LONG,
    "smileys": "\U0001f600" * LONG,
}
