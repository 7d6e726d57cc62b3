"""Modules joined into one script: what is understood is joined right, all else is refused."""

import re
from pathlib import Path

import pytest

from cypp_consult.collection.tablets.bundle import BundleError, bundle

KIOSK = Path(__file__).parents[4] / "static" / "kiosk"


def test_modules_come_before_those_that_need_them_and_keep_their_names_to_themselves() -> None:
    joined = bundle(
        {
            "a.js": 'import { two as deux, one } from "./b.js";\nimport * as all from "./c.js";\nconst own = one;\nrun(deux, all, own);\n',
            "b.js": 'import { own } from "./c.js";\nexport const one = own;\nexport async function two() {}\n',
            "c.js": "/** @type {import('./a.js').X} */\nconst mine = 1;\nexport { mine as own };\nexport class Late {}\n",
            "unused.js": "export const never = 1;\n",
        },
        "a.js",
    )
    assert joined.index("const $c=") < joined.index("const $b=") < joined.index("run(")
    # by place where names are taken one by one, by name where the whole module is taken
    assert "const deux=$b[1];const one=$b[0];" in joined and "return[one,two]" in joined
    assert "const all=$c;" in joined and "const own=$c.own;" in joined and "return{Late:Late,own:mine}" in joined
    assert "unused" not in joined and "never" not in joined


def test_what_is_passed_on_or_asked_for_later_is_there() -> None:
    joined = bundle(
        {
            "a.js": 'export { one, two as three } from "./b.js";\nconst late = () => import("./later.js");\n',
            "b.js": "export const one = 1, two = 2;\n".replace(", two", ";\nexport const two"),
            "later.js": 'import { one } from "./b.js";\nexport const more = one;\n',
        },
        "a.js",
    )
    assert "Promise.resolve($later)" in joined and "return{more:more}" in joined
    assert "import" not in joined and "export" not in joined


@pytest.mark.parametrize(
    "sources",
    [
        {"a.js": 'import { b } from "./b.js";'},
        {"a.js": 'import { b } from "./b.js";', "b.js": "export const other = 1;"},
        {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";\nexport const b = 1;'},
        {"a.js": "export default 1;"},
        {"a.js": "export let count = 1;"},
        {"a.js": 'import "./b.js";', "b.js": ""},
        {"a.js": 'import whole from "./b.js";', "b.js": ""},
        {"a.js": "const later = (name) => import(name);"},
        {"a.js": "const here = import.meta.url;"},
    ],
)
def test_half_a_script_is_never_served(sources: dict[str, str]) -> None:
    with pytest.raises(BundleError):
        bundle(sources, "a.js")


def test_the_tablets_own_modules_can_be_joined() -> None:
    sources = {path.name: path.read_text(encoding="utf-8") for path in KIOSK.glob("*.js") if path.name != "worker.js"}
    joined = bundle(sources, "kiosk.js")
    assert {f"{name}.js" for name in re.findall(r"^const \$(\w+)=", joined, re.MULTILINE)} == set(sources) - {
        "kiosk.js"
    }
