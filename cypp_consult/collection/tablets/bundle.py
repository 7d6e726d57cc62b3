"""Many small modules as one script: one request instead of twenty, and compressed as one. Pure.

Each module becomes a function of its own, so that equal names in two of them do not meet. What we write is understood,
and no more: named imports from "./name.js", `import * as`, `import("./name.js")`, exported functions, classes and
constants, and `export {…}` with or without `from`.
"""

import re
from collections.abc import Mapping

import rjsmin

_NAMES = r"\{([^}]*)\}"
_FROM = r"\s*from\s*\"\./([\w-]+\.js)\"\s*;?"
_IMPORT = re.compile(rf"(?:^|(?<=[;\n]))import\s*(?:\*\s*as\s+(\w+)|{_NAMES}){_FROM}")
_PASSED_ON = re.compile(rf"(?:^|(?<=[;\n}}]))export\s*{_NAMES}{_FROM}")
_LISTED = re.compile(rf"(?:^|(?<=[;\n}}]))export\s*{_NAMES}\s*;?")
_DECLARED = re.compile(r"(?:^|(?<=[;\n}]))export\s+((?:async\s+)?function\s*\*?|const|class)\s+(\w+)")
_LATER = re.compile(r"\bimport\(\"\./([\w-]+\.js)\"\)")
_LEFT = re.compile(r"(?:^|(?<=[;\n}]))(?:import|export)\b|\bimport\(|\bimport\.")


class BundleError(ValueError):
    """A module is written in a way that cannot be joined, or is missing, or needs itself."""


def bundle(sources: Mapping[str, str], entry: str) -> str:
    """Return one script that does what the module `entry` does with all that it imports; `sources` are by file name.

    It is minified. Raises BundleError for what it does not understand, rather than serve half a script.
    """
    small = {name: rjsmin.jsmin(source) for name, source in sources.items()}
    order: list[str] = []
    _visit(entry, small, order, ())
    parts = [f"const {_variable(name)}=(()=>{{{_inside(name, small[name])}}})();" for name in order[:-1]]
    return "\n".join([*parts, _body(entry, small[entry])[0]])


def _visit(name: str, sources: Mapping[str, str], order: list[str], above: tuple[str, ...]) -> None:
    if name in above:
        raise BundleError(f"{name} needs itself by way of {above[-1]}")
    if name not in sources:
        raise BundleError(f"there is no {name}")
    if name in order:
        return
    source = sources[name]
    needed = [found[-1] for found in _IMPORT.findall(source)] + [found[-1] for found in _PASSED_ON.findall(source)]
    for other in [*needed, *_LATER.findall(source)]:
        _visit(other, sources, order, (*above, name))
    order.append(name)


def _variable(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("-", "_")


def _inside(name: str, source: str) -> str:
    body, exported = _body(name, source)
    return f"{body}\nreturn{{{','.join(exported)}}}"


def _body(name: str, source: str) -> tuple[str, list[str]]:
    """Return a module's code without imports and exports, and what it exports as the inside of an object."""
    exported = [found[1] for found in _DECLARED.findall(source)]
    exported += [part for names, other in _PASSED_ON.findall(source) for part in _taken(names, other)]
    body = _PASSED_ON.sub("", source)
    exported += [part for names in _LISTED.findall(body) for part in _pairs(names, turned=True)]
    body = _IMPORT.sub(_import, _LISTED.sub("", body))
    body = _LATER.sub(lambda found: f"Promise.resolve({_variable(found[1])})", _DECLARED.sub(r"\1 \2", body))
    if left := _LEFT.search(body):
        raise BundleError(f"{name}: {body[left.start() : left.start() + 60]!r} is not understood")
    return body, exported


def _import(found: re.Match[str]) -> str:
    whole, names, name = found.groups()
    return f"const {whole}={_variable(name)};" if whole else f"const{{{','.join(_pairs(names))}}}={_variable(name)};"


def _pairs(names: str, *, turned: bool = False) -> list[str]:
    """Return "a, b as c" as the parts of a pattern (a, b:c) or, turned round, of an object (a, c:b)."""
    parts = [re.split(r"\s+as\s+", part.strip()) for part in names.split(",") if part.strip()]
    return [":".join(reversed(part) if turned else part) for part in parts]


def _taken(names: str, other: str) -> list[str]:
    parts = [re.split(r"\s+as\s+", part.strip()) for part in names.split(",") if part.strip()]
    return [f"{part[-1]}:{_variable(other)}.{part[0]}" for part in parts]
