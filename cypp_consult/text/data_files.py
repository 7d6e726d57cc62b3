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
def word_set(name: str, key: str) -> frozenset[str]:
    """Return the words of a space-separated block `key` of `data/<name>.yaml`."""
    return frozenset(str(load(name)[key]).split())


def phrase_list(block: str) -> list[str]:
    """Return the comma-separated words and phrases of `block`, in order, without empty ones."""
    return [" ".join(phrase.split()) for phrase in block.split(",") if phrase.strip()]
