"""The tablets' shortened script belongs to the modules as they are."""

from pathlib import Path

from cypp_consult.collection.tablets import shortening

KIOSK = Path(__file__).parents[2] / "static" / "kiosk"


def sources() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in KIOSK.glob("*.js")}


def test_the_shortened_scripts_are_made_from_the_modules_as_they_are() -> None:
    modules = sources()
    worker = {shortening.WORKER: modules.pop(shortening.WORKER)}
    for made, of in ((shortening.MADE, modules), (shortening.MADE_WORKER, worker)):
        first, _, _ = made.read_text(encoding="utf-8").partition("\n")
        assert first == f"// {shortening.mark(of)}", "a module has changed: run `make kiosk`"
    assert shortening.script(sources()) == shortening.MADE.read_text(encoding="utf-8").partition("\n")[2]


def test_other_modules_are_served_with_long_names_rather_than_not_at_all() -> None:
    changed = {**sources(), "words.js": sources()["words.js"] + "\nconst entirelyNew = 1;\n"}
    assert "entirelyNew" in shortening.script(changed)
    assert "entirelyNew" in shortening.worker(sources()[shortening.WORKER] + "\nconst entirelyNew = 1;\n")
