"""Reading a code frame that another tool wrote (.qdc). Pure and careful: nothing a file declares is ever followed.

Document types, and with them entities, are refused before anything is made of them; so are files that are too large,
too deep or too long. Namespaces of older drafts are taken too, since tools still write them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from cypp_consult.coding.exchange.codes import CodeNode
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.text.clean import clean_text

LARGEST = 2_000_000
MOST_CODES = 2000
DEEPEST = 20
_FAMILY = "urn:QDA-XML:"
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
_NOT_ONE = "This is not a REFI-QDA code frame (.qdc). Export one from the other tool and try again."


class UnreadableFrameError(InvalidInputError):
    """A file that is no code frame, or one that is not taken."""


@dataclass
class _Open:
    """A code that is being read."""

    facts: Mapping[str, str]
    description: str = ""
    parts: list[CodeNode] = field(default_factory=list)


@dataclass
class _Reader:
    """What has been met so far."""

    path: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    found: list[CodeNode] = field(default_factory=list)
    count: int = 0

    def start(self, name: str, facts: dict[str, str]) -> None:
        """Take the beginning of an element."""
        family, _, local = name.rpartition(" ")
        if not self.path and (local != "CodeBook" or (family and not family.startswith(_FAMILY))):
            raise UnreadableFrameError(_NOT_ONE)
        self.path.append(local)
        if len(self.path) > DEEPEST + 3:
            raise UnreadableFrameError(f"The codes of this file lie more than {DEEPEST} deep. Flatten them first.")
        if local == "Code" and "Codes" in self.path:
            self.count += 1
            if self.count > MOST_CODES:
                raise UnreadableFrameError(f"This file has more than {MOST_CODES:,} codes. Take some out first.")
            self.open.append(_Open(facts))

    def text(self, text: str) -> None:
        """Take words between tags."""
        if self.open and self.path[-2:] == ["Code", "Description"]:
            self.open[-1].description += text

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        if self.path.pop() == "Code" and self.open:
            closed = self.open.pop()
            (self.open[-1].parts if self.open else self.found).append(_node(closed))


def read(content: bytes) -> tuple[CodeNode, ...]:
    """Return the codes of a .qdc file, those within others inside them. Raises UnreadableFrameError, in a sentence."""
    if len(content) > LARGEST:
        raise UnreadableFrameError(f"The file is larger than {LARGEST // 1_000_000} MB. A code frame is far smaller.")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise UnreadableFrameError(_NOT_ONE) from None
    if not reader.found:
        raise UnreadableFrameError("There is no code in this file.")
    return tuple(reader.found)


def _refuse(*_given: Any) -> int:
    raise UnreadableFrameError(
        "This file declares a document type or entities, which are not taken. Remove them first."
    )


def _node(closed: _Open) -> CodeNode:
    given = _GUID.fullmatch(closed.facts.get("guid", "").strip())
    return CodeNode(
        guid=given[1].upper() if given else "",
        name=" ".join(clean_text(closed.facts.get("name", "")).split()),
        description=clean_text(closed.description).strip(),
        codable=closed.facts.get("isCodable", "true").strip().lower() not in {"false", "0"},
        parts=tuple(closed.parts),
    )
