"""Writing REFI-QDA: a code frame (.qdc), and a project of coded texts (.qdpx), by the schemas of version 1.0. Pure.

The standard is published by the Rotterdam Exchange Format Initiative, www.qdasoftware.org.
"""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cypp_consult.coding.exchange.codes import CodeNode, derived
from cypp_consult.text.clean import clean_text

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"
ORIGIN = "CYPP Consult"
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True)
class Coding:
    """That a coder gave a code to a text, and when."""

    code: str
    coder: str
    at: datetime


@dataclass(frozen=True)
class Source:
    """A text with its codings and what is known of it, by the names of variables."""

    guid: str
    name: str
    text: str
    codings: tuple[Coding, ...]
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Project:
    """A code frame, who coded (guid to name), and the coded texts."""

    name: str
    at: datetime
    codes: tuple[CodeNode, ...]
    coders: Mapping[str, str]
    variables: tuple[str, ...]
    sources: tuple[Source, ...]


def codebook(codes: Sequence[CodeNode]) -> bytes:
    """Return a code frame as a .qdc file. Raises ValueError for an empty one, which the standard does not know."""
    root = ET.Element("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    _codes(root, codes)
    return _file(root)


def project(given: Project) -> bytes:
    """Return a project as a .qdpx file: a zip of project.qde and one text file for each source.

    Positions count characters of Unicode from 0; a text is coded as a whole, once by each coder. Raises ValueError
    without any code.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("project.qde", _file(_project(given)))
        for source in given.sources:
            packed.writestr(f"sources/{source.guid}.txt", _plain(source.text).encode())
    return buffer.getvalue()


def _project(given: Project) -> ET.Element:
    facts = {"xmlns": PROJECT, "name": _plain(given.name), "origin": ORIGIN, "creationDateTime": _moment(given.at)}
    root = ET.Element("Project", facts)
    if given.coders:
        users = ET.SubElement(root, "Users")
        for guid, name in given.coders.items():
            ET.SubElement(users, "User", {"guid": guid, "name": _plain(name)})
    _codes(ET.SubElement(root, "CodeBook"), given.codes)
    if given.variables:
        variables = ET.SubElement(root, "Variables")
        for name in given.variables:
            facts = {"guid": derived("variable", name), "name": _plain(name), "typeOfVariable": "Text"}
            ET.SubElement(variables, "Variable", facts)
    if given.sources:
        sources = ET.SubElement(root, "Sources")
        for source in given.sources:
            _source(sources, source, given.at)
    return root


def _source(sources: ET.Element, source: Source, at: datetime) -> None:
    facts = {"name": _plain(source.name), "plainTextPath": f"internal://{source.guid}.txt"}
    made = ET.SubElement(sources, "TextSource", {"guid": source.guid, **facts, "creationDateTime": _moment(at)})
    for coder in sorted({coding.coder for coding in source.codings}):
        _selection(made, source, coder)
    for name, value in source.facts.items():
        told = ET.SubElement(made, "VariableValue")
        ET.SubElement(told, "VariableRef", {"targetGUID": derived("variable", name)})
        ET.SubElement(told, "TextValue").text = _plain(value)


def _selection(made: ET.Element, source: Source, coder: str) -> None:
    """Add the codings of one coder: tools take who coded, and when, from the selection."""
    theirs = sorted((coding for coding in source.codings if coding.coder == coder), key=lambda coding: coding.at)
    who = {"creatingUser": coder} if coder else {}
    whole = {"startPosition": "0", "endPosition": str(len(_plain(source.text)))}
    facts = {"guid": derived(source.guid, "whole", coder), **whole, **who, "creationDateTime": _moment(theirs[0].at)}
    selection = ET.SubElement(made, "PlainTextSelection", facts)
    for coding in theirs:
        facts = {"guid": derived(source.guid, coding.code), **who, "creationDateTime": _moment(coding.at)}
        ET.SubElement(ET.SubElement(selection, "Coding", facts), "CodeRef", {"targetGUID": coding.code})


def _codes(parent: ET.Element, codes: Iterable[CodeNode]) -> None:
    listed = list(codes)
    if not listed:
        raise ValueError("a code frame without codes")
    _parts(ET.SubElement(parent, "Codes"), listed)


def _parts(parent: ET.Element, codes: Iterable[CodeNode]) -> None:
    for code in codes:
        facts = {"guid": code.guid, "name": _plain(code.name), "isCodable": "true" if code.codable else "false"}
        made = ET.SubElement(parent, "Code", facts)
        if code.description:
            ET.SubElement(made, "Description").text = _plain(code.description)
        _parts(made, code.parts)


def _plain(text: str) -> str:
    """Return a text that XML may hold, and whose characters a reader counts as we do: no carriage returns."""
    return clean_text(text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _file(root: ET.Element) -> bytes:
    ET.indent(root)
    return _HEAD + ET.tostring(root, encoding="unicode").encode() + b"\n"
