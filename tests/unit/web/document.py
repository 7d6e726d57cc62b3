"""Reading a parsed page: elements by path, and their words."""

from typing import Any

NS = {"h": "http://www.w3.org/1999/xhtml"}


def find(document: Any, path: str) -> list[Any]:
    """Return what the XPath finds; element names carry the prefix `h:`."""
    found: list[Any] = document.xpath(path, namespaces=NS)
    return found


def words(element: Any) -> str:
    """Return an element's words with white space folded."""
    return " ".join("".join(element.itertext()).split())
