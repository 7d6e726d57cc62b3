"""Colours keep the contrast that people need, on light and dark pages."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[3] / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
# each ground with the words that stand on it
GROUNDS = {
    "paper": "ink ink-2 ink-3 teal red gold-ink",
    "paper-up": "ink ink-2 ink-3 teal red gold-ink",
    "paper-down": "ink ink-2 teal-deep",
    "teal-soft": "ink ink-2 ink-3",
    "red-soft": "ink red",
    "gold-soft": "ink",
    "gold": "on-gold",
    "teal": "on-teal",
    "teal-deep": "on-teal",
    "red": "on-red",
    "ink": "paper",
    "h1": "on-h-low",
    "h2": "on-h-low",
    "h3": "on-h-low",
    "h4": "on-h-high",
    "h5": "on-h-high",
    **dict.fromkeys(("sun", "leaf", "sky", "coral", "lilac", "art-ground"), "art-ink"),
}
WORDS = [(front, ground) for ground, fronts in GROUNDS.items() for front in fronts.split()]
EDGES = [
    ("rule-ctl", "paper"),
    ("rule-ctl", "paper-up"),
    ("teal-mid", "paper"),
    ("red", "paper"),
    ("ink", "paper"),
    ("teal", "paper-down"),
]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", block))


def theme(name: str) -> dict[str, str]:
    light = colours(TOKENS.split(':root[data-theme="dark"]')[0])
    if name == "light":
        return light
    block = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', TOKENS, re.DOTALL)
    assert block
    return {**light, **colours(block[1])}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), WORDS)
def test_words_can_be_read(name, front, ground):
    tokens = theme(name)
    assert contrast(tokens[front], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), EDGES)
def test_edges_and_pictures_can_be_seen(name, front, ground):
    tokens = theme(name)
    assert contrast(tokens[front], tokens[ground]) >= 3


def test_the_dark_page_is_the_same_whether_asked_for_or_followed():
    asked = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', TOKENS, re.DOTALL)
    followed = re.search(r':root\[data-theme="auto"\] \{(.*?)\}', TOKENS, re.DOTALL)
    assert asked
    assert followed
    assert colours(asked[1]) == colours(followed[1])


def test_stylesheets_use_colours_by_name():
    folder = Path(__file__).parents[3] / "static" / "css"
    for sheet in folder.glob("*.css"):
        if sheet.name == "tokens.css":
            continue
        text = re.sub(
            r"@media print.*",
            "",
            re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL),
            flags=re.DOTALL,
        )
        found = [c for c in re.findall(r"#[0-9a-fA-F]{3,8}\b", text) if c != "#fff"]
        assert not found, f"{sheet.name}: {found}"
