"""Every setting is documented, and documented as it is."""

import re
from pathlib import Path

import pytest

from cypp_consult import settings
from cypp_consult.settings import SETTINGS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_stands_in_the_documentation_with_its_default(setting):
    row = re.search(rf"^\| `CYPP_{setting.name}` \| (.*?) \|", TEXT, re.MULTILINE)
    assert row, f"add CYPP_{setting.name} to the table of docs/operations.md"
    written = row.group(1).strip("`").replace("empty", "")
    assert written == setting.default, f"CYPP_{setting.name} is {setting.default!r} by default, not {written!r}"


def test_no_setting_is_documented_that_is_none():
    named = set(re.findall(r"CYPP_([A-Z_]+[A-Z])", TEXT)) - {"TEST_DATABASE_URL"}
    assert named <= {setting.name for setting in SETTINGS}


def test_only_settings_reads_the_environment():
    readers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "cypp_consult").rglob("*.py")
        if re.search(r"os\.environ|os\.getenv", path.read_text(encoding="utf-8")) and path.name != "settings.py"
    ]
    assert readers == [], "ask settings.py instead"


@pytest.mark.parametrize("name", ["SUPPRESSION_THRESHOLD", "TRUSTED_PROXIES", "MAX_UPLOAD_MB"])
@pytest.mark.parametrize("value", ["many", "-1", ""])
def test_a_number_that_is_none_is_refused_by_name(tmp_path, name, value):
    with pytest.raises(settings.SettingError, match=f"CYPP_{name}"):
        settings.load({name: value, "INSTANCE_PATH": str(tmp_path)}, {})


def test_the_key_is_made_once_and_for_the_owner_alone(tmp_path):
    given = {"INSTANCE_PATH": str(tmp_path)}
    first = settings.load(given, {})["SECRET_KEY"]
    assert len(first) == 64
    assert settings.load(given, {})["SECRET_KEY"] == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
