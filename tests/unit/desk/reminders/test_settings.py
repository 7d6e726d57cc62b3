"""When people are reminded is set for an installation; a slip is refused by name."""

import pytest

from cypp_consult import settings


@pytest.mark.parametrize(
    ("given", "days"), [("", ()), ("7", (7,)), (" -1, 7,0 ,7", (7, 0, -1)), ("14,7,1,0,-1,-7", (14, 7, 1, 0, -1, -7))]
)
def test_days_are_read_in_any_order(tmp_path, given, days):
    read = settings.load({"REMINDER_OFFSETS": given, "INSTANCE_PATH": str(tmp_path)}, {})
    assert read["REMINDER_OFFSETS"] == days


@pytest.mark.parametrize("name", ["REMINDER_OFFSETS", "REMINDER_CLOSING_OFFSETS", "REMINDER_FEEDBACK_OFFSETS"])
@pytest.mark.parametrize("value", ["soon", "7;1", "7,,1", "400", "-400", "1.5"])
def test_days_that_are_none_are_refused_by_name(tmp_path, name, value):
    with pytest.raises(settings.SettingError, match=f"CYPP_{name}"):
        settings.load({name: value, "INSTANCE_PATH": str(tmp_path)}, {})


@pytest.mark.parametrize("value", ["24", "-1", "noon", ""])
def test_an_hour_that_is_none_is_refused_by_name(tmp_path, value):
    with pytest.raises(settings.SettingError, match="CYPP_REMINDER_HOUR"):
        settings.load({"REMINDER_HOUR": value, "INSTANCE_PATH": str(tmp_path)}, {})
