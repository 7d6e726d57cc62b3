"""The project's papers are true to the project."""

import re
import subprocess
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_decision_records_have_numbers_of_their_own():
    numbers = [path.name[:4] for path in (ROOT / "docs" / "adr").glob("*.md") if path.name != "README.md"]
    twice = [number for number, times in Counter(numbers).items() if times > 1]
    assert not twice and all(number.isdigit() for number in numbers)


def test_the_readme_names_the_two_commands_and_shows_pictures_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text and "make test" in text
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
        assert (ROOT / picture).is_file(), picture


def test_links_between_documents_lead_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_locks_name_versions_and_hashes_but_no_index():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text and "://" not in text


def test_nothing_large_or_foreign_is_kept():
    for path in tracked():
        assert "node_modules" not in path.parts and not path.name.endswith((".min.js", ".min.css")), path
        assert path.stat().st_size < 400_000 or path.suffix == ".lock", path
