"""Writes of coding. Every act is on record in a batch that its maker can undo; the edge commits."""

from cypp_consult.coding.services.tagging import add_tag, confirm, mark, refuse, remove_tag, unmark
from cypp_consult.coding.services.themes import make_theme, move_theme
from cypp_consult.coding.services.undoing import undo
from cypp_consult.coding.services.word_lists import add_entry, ensure_word_list, remove_entry, start_again
from cypp_consult.coding.services.writing import Batch

__all__ = [
    "Batch",
    "add_entry",
    "add_tag",
    "confirm",
    "ensure_word_list",
    "make_theme",
    "mark",
    "move_theme",
    "refuse",
    "remove_entry",
    "remove_tag",
    "start_again",
    "undo",
    "unmark",
]
