"""Read the word lists that travel inside the package."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> dict[str, Any]:
    """Return the mapping in `data/<name>.yaml`; every caller gets the same one and must not change it."""
    text = files("cypp_consult.text").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe)
    if not isinstance(loaded, dict):
        raise TypeError(f"{name}.yaml is not a mapping")
    return loaded


@cache
def examples() -> dict[str, list[str]]:
    """Return the made-up statements by the outcome of Every Child Matters that each is about; not to be changed."""
    folder = files("cypp_consult.text").joinpath("data", "examples")
    listed = sorted(folder.iterdir(), key=lambda entry: entry.name)
    # the first line says what they are
    return {one.name.removesuffix(".txt"): one.read_text(encoding="utf-8").splitlines()[1:] for one in listed}


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Return the words of a space-separated block `key` of `data/<name>.yaml`."""
    return frozenset(str(load(name)[key]).split())


def phrase_list(block: str) -> list[str]:
    """Return the comma-separated words and phrases of `block`, in order, without empty ones."""
    return [" ".join(phrase.split()) for phrase in block.split(",") if phrase.strip()]
