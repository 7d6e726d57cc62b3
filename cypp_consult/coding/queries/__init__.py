"""Reads of coding. Only tags are counted, never suggestions; a marked answer counts as coded."""

from cypp_consult.coding.queries.acts import Act, Done, answers_of_batch, batch_facts, history, last_batch, recent
from cypp_consult.coding.queries.answers import (
    Listed,
    answers,
    beside,
    codable,
    found,
    one,
    place_of,
    some,
    still_listed,
)
from cypp_consult.coding.queries.choices import Choices, choices
from cypp_consult.coding.queries.figures import Figures, figures
from cypp_consult.coding.queries.frame import Code, CodeFrame, Counts, counts, frame
from cypp_consult.coding.queries.names import names
from cypp_consult.coding.queries.progress import by_audience, progress, total
from cypp_consult.coding.queries.rows import AnswerRow, GivenTag, Guess
from cypp_consult.coding.queries.words import word_counts, word_entries

__all__ = [
    "Act",
    "AnswerRow",
    "Choices",
    "Code",
    "CodeFrame",
    "Counts",
    "Done",
    "Figures",
    "GivenTag",
    "Guess",
    "Listed",
    "answers",
    "answers_of_batch",
    "batch_facts",
    "beside",
    "by_audience",
    "choices",
    "codable",
    "counts",
    "figures",
    "found",
    "frame",
    "history",
    "last_batch",
    "names",
    "one",
    "place_of",
    "progress",
    "recent",
    "some",
    "still_listed",
    "total",
    "word_counts",
    "word_entries",
]
