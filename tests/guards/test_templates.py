"""Templates and stylesheets keep the rules that no page test would notice everywhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static").rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:left|right|top|bottom)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right))"
)
NAMED = re.compile(r"""["']([\w/{}.]+\.(?:html|txt))["']""")
STANDS_ALONE = {"report.html"}  # a downloaded file, not a page: it carries its own style


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_compiles_and_carries_nothing_inline(app, path):
    text = path.read_text(encoding="utf-8")
    app.jinja_env.parse(text)
    if path.parent.name == "email" or path.name in STANDS_ALONE:
        return
    assert not re.search(r"\sstyle=", text), "no style attributes: the policy forbids them"
    assert not re.search(r"\son[a-z]+=", text), "no inline handlers"
    # a block of data is not run, and the policy allows it
    scripts = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text)
    assert not [tag for tag in scripts if 'type="application/json"' not in tag], "no inline scripts"
    assert not re.search(r"<style", text), "no inline stylesheets"
    assert not re.search(r"""(?:src|href)=["']https?://""", text), "nothing from other hosts"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_stylesheet_uses_logical_properties_and_fetches_nothing(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not PHYSICAL.findall(text), "inline-start and block-start, so that right-to-left pages mirror"
    assert "@import" not in text and "url(http" not in text


def test_every_template_is_used():
    named: set[str] = set()
    for path in [*TEMPLATES, *(ROOT / "templates").rglob("*.txt"), *(ROOT / "cypp_consult").rglob("*.py")]:
        named.update(NAMED.findall(path.read_text(encoding="utf-8")))
    # a name such as f"consultations/edit_{part}.html" stands for every file it fits
    patterns = [re.compile(re.sub(r"\{[^}]*\}", r"\\w+", name)) for name in named if "{" in name]
    # Flask-Security asks for its pages and mails by names of its own
    own = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES if "security" not in path.parts}
    unused = {name for name in own - named if not any(pattern.fullmatch(name) for pattern in patterns)}
    assert not unused, f"no page shows these: {sorted(unused)}"
