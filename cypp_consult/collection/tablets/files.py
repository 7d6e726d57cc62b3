"""Files for tablets on bad networks: minified, compressed beforehand, told apart by what is in them."""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
import rcssmin
import rjsmin
from flask import Response, current_app, g, request

from cypp_consult.collection.tablets import shortening

FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
_DIGITS = 12
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".html": "text/html; charset=utf-8",
}
_SMALLER: Mapping[str, Callable[[str], str]] = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}
# these are compressed in themselves
_AS_IT_IS = frozenset({".png"})
_FOLDER = "kiosk"
# what tablets fetch of it: its modules and its styles, joined
SCRIPT, STYLE = "app.js", "app.css"
STYLES = ("kiosk.css", "staff.css")


def digest(*contents: bytes) -> str:
    """Return a short name for contents: other contents have another one."""
    total = hashlib.sha256()
    for content in contents:
        total.update(len(content).to_bytes(8, "big"))
        total.update(content)
    return total.hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class Packed:
    """A file in all its codings: as it is, and compressed where that is shorter."""

    mimetype: str
    digest: str
    plain: bytes
    coded: Mapping[str, bytes]

    def answer(self, cache: str) -> Response:
        """Return it in the shortest coding that was asked for; 304 without it to whoever has it already."""
        accepted = request.accept_encodings
        coding = next((name for name in self.coded if accepted[name] > 0 and name in accepted.values()), "")
        response = Response(self.coded.get(coding, self.plain), content_type=self.mimetype)
        if coding:
            response.headers["Content-Encoding"] = coding
        if self.coded:
            response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = cache
        if cache == ASK_FIRST:
            # weak, because one mark stands for all codings
            response.set_etag(self.digest, weak=True)
            response.make_conditional(request)
        return response


@lru_cache(maxsize=256)
def pack(kind: str, plain: bytes) -> Packed:
    """Return contents of a kind (".js", ".json", …) packed; the same contents are packed once."""
    coded = {}
    if kind not in _AS_IT_IS:
        made = {"br": brotli.compress(plain, quality=11), "gzip": gzip.compress(plain, 9, mtime=0)}
        coded = {name: content for name, content in made.items() if len(content) < len(plain)}
    return Packed(_TYPES[kind], digest(plain), plain, coded)


@dataclass(frozen=True)
class Folder:
    """The files that all events share, by name, and the name of the whole: a change of one gives another."""

    digest: str
    files: Mapping[str, Packed]

    def address(self, name: str) -> str:
        """Return the address of a file; KeyError if there is none of that name."""
        return f"/e/files/{self.digest}/{name}" if name in self.files else self._missing(name)

    def _missing(self, name: str) -> str:
        raise KeyError(f"static/{_FOLDER} has no {name}")


def folder() -> Folder:
    """Return the files of the kiosk as they are now on the disk."""
    root = Path(str(current_app.static_folder)) / _FOLDER
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix in _TYPES)
    stamps = tuple((path.relative_to(root).as_posix(), path.stat().st_mtime_ns, path.stat().st_size) for path in found)
    return _read(root, stamps)


@lru_cache(maxsize=4)
def _read(root: Path, stamps: tuple[tuple[str, int, int], ...]) -> Folder:
    files = {name: _packed(root / name) for name, _changed, _size in stamps}
    files.update(_joined(root, list(files)))
    names = [f"{name} {files[name].digest}".encode() for name in files]
    return Folder(digest(*names), files)


def _joined(root: Path, names: list[str]) -> dict[str, Packed]:
    """Return the script and the style sheet that tablets fetch: all that the screens need, each in one file."""
    scripts = {name: (root / name).read_text(encoding="utf-8") for name in names if name.endswith(".js")}
    styles = [(root / name).read_text(encoding="utf-8") for name in STYLES if name in names]
    made = {SCRIPT: pack(".js", shortening.script(scripts).encode())} if shortening.ENTRY in scripts else {}
    return {**made, **({STYLE: pack(".css", _SMALLER[".css"]("\n".join(styles)).encode())} if styles else {})}


def _packed(path: Path) -> Packed:
    content = path.read_bytes()
    if path.name == shortening.WORKER:
        return pack(path.suffix, shortening.worker(content.decode()).encode())
    smaller = _SMALLER.get(path.suffix)
    return pack(path.suffix, smaller(content.decode()).encode() if smaller else content)


def bare(response: Response) -> Response:
    """Return an answer that carries only the headers a file needs: each byte counts in a hall full of tablets."""
    g.bare_headers = True
    return response
