"""Takes the pictures of the README from the demonstration: `make screenshots`. Serves it, and stops by itself."""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from cypp_consult.desk.demonstration.world import CODES, PASSWORD

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "screenshots"
EVENT = "harbour-academy"
DESK = {"width": 1366, "height": 768}
STAFF = {
    "desk": "/desk",
    "questions": "/consultations/demo/questions",
    "safety": "/consultations/demo/safety",
    "coding": "/consultations/demo/coding",
    "reach": "/consultations/demo/reach",
    "approvals": "/consultations/demo/approvals",
    "timeline": "/consultations/demo/timeline",
    "event-day": f"/consultations/demo/events/{EVENT}/day",
    "summary": "/consultations/demo/summaries/priorities-shortlist",
}


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Load the demonstration into a folder, serve it on a free port, and return the process and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "CYPP_INSTANCE_PATH": str(folder),
        "CYPP_BASE_URL": url,
        "CYPP_DEMONSTRATION": "1",
        "CYPP_ORGANISATION": "Ashdale's plan for children",
    }
    command = [sys.executable, "-m", "cypp_consult.cli"]
    for step in ("init", "demo"):
        subprocess.run([*command, step], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([*command, "serve", "--port", str(port)], env=environment, cwd=ROOT)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2).close()  # noqa: S310 - loopback
        except OSError:
            time.sleep(0.2)
        else:
            return process, url
    process.terminate()
    raise SystemExit("the demonstration did not come up")


def staff(browser: Browser, url: str) -> None:
    """Take the staff pages as the lead sees them."""
    page = browser.new_page(base_url=url, viewport=DESK)
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("lead@ashdale.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    for name, address in STAFF.items():
        page.goto(address)
        page.screenshot(path=OUT / f"{name}.png")


def tablet(browser: Browser, url: str, folder: Path) -> None:
    """Pair a tablet with today's event and take a question as it asks in Urdu."""
    environment = {**os.environ, "CYPP_INSTANCE_PATH": str(folder), "CYPP_BASE_URL": url}
    command = [sys.executable, "-m", "cypp_consult.cli", "pairing-code", "demo", EVENT]
    told = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    page = browser.new_page(viewport={"width": 1024, "height": 768}, has_touch=True)
    page.goto(f"{url}/e/{event_code(folder)}/#pair={told.strip()}")
    page.get_by_role("button", name="Pair this tablet").click()
    page.get_by_text("اردو").click()
    page.locator(".btn-go").click()
    page.locator("main label").first.click()
    page.locator(".btn-go").click()
    page.locator("main fieldset").wait_for()
    page.screenshot(path=OUT / "tablet-urdu.png")


def event_code(folder: Path) -> str:
    """Return the code of today's event."""
    with contextlib.closing(sqlite3.connect(folder / "cypp.sqlite3")) as database:
        code: str = database.execute("SELECT code FROM event WHERE slug = ?", (EVENT,)).fetchone()[0]
    return code


def begin(browser: Browser, url: str, audience: str, **options: object) -> Page:
    """Open an audience's link and start answering."""
    page = browser.new_page(base_url=url, **options)  # type: ignore[arg-type]  # options of a browser context
    page.goto(f"/c/{CODES[audience]}")
    page.get_by_role("button", name="I want to take part").click()
    return page


def main() -> None:
    """Take all pictures."""
    OUT.mkdir(exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        process, url = serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            staff(browser, url)
            tablet(browser, url, Path(folder))
            child = begin(browser, url, "younger-children", viewport={"width": 1024, "height": 768})
            child.screenshot(path=OUT / "child-faces.png")
            parent = begin(browser, url, "parents-carers", viewport={"width": 390, "height": 844})
            parent.screenshot(path=OUT / "parent-phone.png")
        finally:
            browser.close()
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    main()
