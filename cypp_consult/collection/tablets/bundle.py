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
    order: list[str] = []
    small = {name: rjsmin.jsmin(source) for name, source in sources.items()}
    _visit(entry, small, order, ())
    joined = _Joined({name: small[name] for name in order})
    parts = [f"const {_variable(name)}=(()=>{{{joined.inside(name)}}})();" for name in order[:-1]]
    return "\n".join(["(async()=>{", *parts, joined.body(entry), "})();"])


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


class _Joined:
    """The modules that are joined. Each gives what it exports by place, or by name if somebody takes all of it."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        whole = {found[-1] for source in sources.values() for found in _IMPORT.findall(source) if found[0]}
        self.named = whole | {name for source in sources.values() for name in _LATER.findall(source)}
        self.exports: dict[str, dict[str, str]] = {}
        for name, source in sources.items():
            self.exports[name] = self._exported(source)

    def _exported(self, source: str) -> dict[str, str]:
        """Return what stands for each exported name inside its module."""
        found = {name: name for _, name in _DECLARED.findall(source)}
        for names, other in _PASSED_ON.findall(source):
            found.update({new: self._of(other, old) for old, new in _pairs(names)})
        for names in _LISTED.findall(_PASSED_ON.sub("", source)):
            found.update({new: old for old, new in _pairs(names)})
        return found

    def _of(self, name: str, export: str) -> str:
        if export not in self.exports[name]:
            raise BundleError(f"{name} exports no {export}")
        place = f".{export}" if name in self.named else f"[{list(self.exports[name]).index(export)}]"
        return _variable(name) + place

    def inside(self, name: str) -> str:
        """Return a module as the inside of a function that returns what it exports."""
        exports = self.exports[name]
        if name in self.named:
            return f"{self.body(name)}\nreturn{{{','.join(f'{new}:{old}' for new, old in exports.items())}}}"
        return f"{self.body(name)}\nreturn[{','.join(exports.values())}]"

    def body(self, name: str) -> str:
        """Return a module's code without its imports and exports."""
        body = _IMPORT.sub(self._import, _LISTED.sub("", _PASSED_ON.sub("", self.sources[name])))
        body = _LATER.sub(lambda found: f"Promise.resolve({_variable(found[1])})", _DECLARED.sub(r"\1 \2", body))
        if left := _LEFT.search(body):
            raise BundleError(f"{name}: {body[left.start() : left.start() + 60]!r} is not understood")
        return body

    def _import(self, found: re.Match[str]) -> str:
        whole, names, name = found.groups()
        if whole:
            return f"const {whole}={_variable(name)};"
        return "".join(f"const {new}={self._of(name, old)};" for old, new in _pairs(names))


def _pairs(names: str) -> list[tuple[str, str]]:
    """Return "a, b as c" as pairs of the old and the new name: (a, a), (b, c)."""
    parts = [re.split(r"\s+as\s+", part.strip()) for part in names.split(",") if part.strip()]
    return [(part[0], part[-1]) for part in parts]
