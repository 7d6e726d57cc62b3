"""The tablets' script with short names, made beforehand: a tenth less over the air than without.

Shortening names needs a whole JavaScript compiler, which has no place in a server. So `make kiosk` runs one on a
developer's machine and keeps what it made, with a mark of what it was made from. After a change of any module the mark
fits no more: the server then serves the same script with its long names, and a guard asks for `make kiosk`.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from cypp_consult.collection.tablets.bundle import bundle

MADE = Path(__file__).with_name("short.js")
ENTRY, LEFT_OUT = "kiosk.js", frozenset({"worker.js"})


def mark(sources: Mapping[str, str]) -> str:
    """Return what tells these modules, by file name, from all others."""
    total = hashlib.sha256()
    for name in sorted(sources.keys() - LEFT_OUT):
        total.update(f"{name}\0{sources[name]}\0".encode())
    return total.hexdigest()


def script(sources: Mapping[str, str]) -> str:
    """Return all modules as one script: the shortened one if it was made from these very modules."""
    if MADE.exists():
        first, _, rest = MADE.read_text(encoding="utf-8").partition("\n")
        if first == f"// {mark(sources)}":
            return rest
    return bundle(sources, ENTRY)


def main() -> None:
    """Make the shortened script anew from the modules as they are."""
    import minify

    folder = Path(__file__).parents[3] / "static" / "kiosk"
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}
    short = minify.string("application/javascript", bundle(sources, ENTRY))
    MADE.write_text(f"// {mark(sources)}\n{short}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
