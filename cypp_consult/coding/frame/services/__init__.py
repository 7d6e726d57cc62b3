"""Writes of the code frame. Each is one act on its log, with who, when and why; the edge commits."""

# first: undoing a batch there settles tags by what is here
from cypp_consult.coding import services as _coding  # noqa: F401
from cypp_consult.coding.frame.services.editing import Wanted, edit, keep
from cypp_consult.coding.frame.services.examples import add_example, remove_example
from cypp_consult.coding.frame.services.merging import merge
from cypp_consult.coding.frame.services.retiring import restore, retire
from cypp_consult.coding.frame.services.splitting import NewPart, split
from cypp_consult.coding.frame.services.undoing import Undone, undo
from cypp_consult.coding.frame.services.versions import keep_version

__all__ = [
    "NewPart",
    "Undone",
    "Wanted",
    "add_example",
    "edit",
    "keep",
    "keep_version",
    "merge",
    "remove_example",
    "restore",
    "retire",
    "split",
    "undo",
]
