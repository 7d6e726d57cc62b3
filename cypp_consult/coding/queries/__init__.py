"""Reads of coding. Only tags are counted, never suggestions; a marked answer counts as coded."""

from cypp_consult.coding.queries.acts import Act, batch_facts, history
from cypp_consult.coding.queries.answers import Listed, answers, beside, codable, one, place_of, some, still_listed
from cypp_consult.coding.queries.choices import Choices, choices
from cypp_consult.coding.queries.frame import Code, CodeFrame, Counts, counts, frame
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
    "GivenTag",
    "Guess",
    "Listed",
    "answers",
    "batch_facts",
    "beside",
    "by_audience",
    "choices",
    "codable",
    "counts",
    "frame",
    "history",
    "one",
    "place_of",
    "progress",
    "some",
    "still_listed",
    "total",
    "word_counts",
    "word_entries",
]
