"""Reads the data that comes with the program, as plain data, past every loader."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import cypp_consult

ROOT = Path(cypp_consult.__file__).parent


@cache
def _read(name: str) -> dict[str, Any]:
    data = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    assert isinstance(data, dict), f"{name} is one mapping"
    return data


@pytest.fixture
def read() -> Callable[[str], dict[str, Any]]:
    return _read


@pytest.fixture
def bank() -> list[dict[str, Any]]:
    return list(_read("questionnaires/bank.yaml")["questions"])


@pytest.fixture
def equality() -> dict[str, Any]:
    return _read("questionnaires/equality.yaml")


@pytest.fixture
def leeds() -> dict[str, Any]:
    return _read("plans/frameworks/leeds-2009.yaml")


@pytest.fixture
def answers() -> list[dict[str, Any]]:
    return list(_read("desk/demonstration/answers.yaml")["answers"])


@pytest.fixture
def themes() -> list[dict[str, Any]]:
    return list(_read("desk/demonstration/themes.yaml")["themes"])


@pytest.fixture
def consultation() -> dict[str, Any]:
    return _read("desk/demonstration/consultation.yaml")


@pytest.fixture
def profile() -> dict[str, Any]:
    return _read("desk/demonstration/profile.yaml")
