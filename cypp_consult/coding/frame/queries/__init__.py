"""Reads of the code frame: its log, a theme's page, its versions."""

from cypp_consult.coding.frame.queries.log import ActShown, act_shown, log, of_theme
from cypp_consult.coding.frame.queries.theme import (
    Apart,
    QuoteState,
    ThemeFacts,
    apart,
    by_audience,
    examples,
    merged_into,
    quotes,
    theme_facts,
    theme_of,
    unmade,
)
from cypp_consult.coding.frame.queries.versions import as_it_stands, since_last, version, versions
from cypp_consult.coding.frame.queries.words import (
    Together,
    Words,
    said_together,
    tagged_words,
    texts_tagged,
    words_of,
    words_saying,
)

__all__ = [
    "ActShown",
    "Apart",
    "QuoteState",
    "ThemeFacts",
    "Together",
    "Words",
    "act_shown",
    "apart",
    "as_it_stands",
    "by_audience",
    "examples",
    "log",
    "merged_into",
    "of_theme",
    "quotes",
    "said_together",
    "since_last",
    "tagged_words",
    "texts_tagged",
    "theme_facts",
    "theme_of",
    "unmade",
    "version",
    "versions",
    "words_of",
    "words_saying",
]
