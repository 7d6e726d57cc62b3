"""The tablets' shortened script belongs to the modules as they are."""

from pathlib import Path

from cypp_consult.collection.tablets import shortening

KIOSK = Path(__file__).parents[2] / "static" / "kiosk"


def test_the_shortened_script_is_made_from_the_modules_as_they_are() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in KIOSK.glob("*.js")}
    first, _, script = shortening.MADE.read_text(encoding="utf-8").partition("\n")
    assert first == f"// {shortening.mark(sources)}", "a module has changed: run `make kiosk`"
    assert shortening.script(sources) == script


def test_other_modules_are_served_with_long_names_rather_than_not_at_all() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in KIOSK.glob("*.js")}
    changed = {**sources, "words.js": sources["words.js"] + "\nconst entirelyNew = 1;\n"}
    assert "entirelyNew" in shortening.script(changed)
