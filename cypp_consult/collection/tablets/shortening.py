"""The tablets' scripts with short names, made beforehand: a tenth less over the air than without.

Shortening names needs a whole JavaScript compiler, which has no place in a server. So `make kiosk` runs one on a
developer's machine and keeps what it made, with a mark of what it was made from. After a change of any module the mark
fits no more: the server then serves the same script with its long names, and a guard asks for `make kiosk`.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import rjsmin

from cypp_consult.collection.tablets.bundle import bundle

FOLDER = Path(__file__).parent
MADE, MADE_WORKER = FOLDER / "short.js", FOLDER / "short_worker.js"
ENTRY, WORKER = "kiosk.js", "worker.js"


def mark(sources: Mapping[str, str]) -> str:
    """Return what tells these modules, by file name, from all others."""
    total = hashlib.sha256()
    for name in sorted(sources):
        total.update(f"{name}\0{sources[name]}\0".encode())
    return total.hexdigest()


def script(sources: Mapping[str, str]) -> str:
    """Return all modules but the worker as one script: the shortened one if it was made from these very modules."""
    modules = {name: text for name, text in sources.items() if name != WORKER}
    return _kept(MADE, modules) or bundle(modules, ENTRY)


def worker(source: str) -> str:
    """Return the worker, shortened if that was made from this very one."""
    return _kept(MADE_WORKER, {WORKER: source}) or rjsmin.jsmin(source)


def _kept(made: Path, sources: Mapping[str, str]) -> str:
    first, _, rest = made.read_text(encoding="utf-8").partition("\n") if made.exists() else ("", "", "")
    return rest if first == f"// {mark(sources)}" else ""


def main() -> None:
    """Make the shortened scripts anew from the modules as they are."""
    import minify

    folder = Path(__file__).parents[3] / "static" / "kiosk"
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}
    worker_alone = {WORKER: sources.pop(WORKER)}
    for made, text, marked in (
        (MADE, bundle(sources, ENTRY), mark(sources)),
        (MADE_WORKER, worker_alone[WORKER], mark(worker_alone)),
    ):
        made.write_text(f"// {marked}\n{minify.string('application/javascript', text)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
