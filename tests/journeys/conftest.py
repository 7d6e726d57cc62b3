"""Journeys: the product as its command serves it, and a real browser in front of it."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, expect, sync_playwright

from tests.journeys.guest import Visitor, guests
from tests.journeys.site import Site, empty_database, served

# a machine may have other things to do; what is there already is not waited for
expect.set_options(timeout=20_000)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey as one; it may take its time, since a machine may have other things to do."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="module")
def site(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An empty installation, served as `cypp-consult serve` does; it stops with the tests of the module."""
    with empty_database(database_url) as address, served(tmp_path_factory.mktemp("site"), address) as here:
        yield here


@pytest.fixture(scope="session")
def demonstration(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served. Tests share it: each may add to it and takes nothing away."""
    folder = tmp_path_factory.mktemp("demonstration")
    with empty_database(database_url) as address, served(folder, address, DEMONSTRATION="1") as here:
        here.command("demo")
        yield here


def _installed(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[BrowserType, dict[str, Any]]]:
    """How to start Chromium: its type, and the options that each start needs. One playwright serves all tests: a second one
    in the same thread is refused."""
    path = _installed("chromium", "chromium-browser", "google-chrome")
    assert path, "journeys need Chromium: `make browser` installs it"
    with sync_playwright() as playwright:
        yield playwright.chromium, {"executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def launch(chromium: tuple[BrowserType, dict[str, Any]]) -> Callable[..., Browser]:
    """Start Chromium: `launch()`, with options of its own where a test needs them."""
    kind, needed = chromium
    return lambda **options: kind.launch(**needed, **options)


@pytest.fixture(scope="session")
def browser(chromium: tuple[BrowserType, dict[str, Any]]) -> Iterator[Browser]:
    """The browser that most tests share: Chromium without its own windows if that is installed, which opens pages three
    times as fast. It keeps no pages for its Back button, so what is about that takes the whole one."""
    kind, needed = chromium
    light = _installed("chromium-headless-shell") or needed["executable_path"]
    shared = kind.launch(**{**needed, "executable_path": light})
    yield shared
    shared.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Let somebody come to a site with a device: `visitor(site, "phone")`, or signed in with an e-mail as well."""
    with guests(browser) as come:
        yield come
