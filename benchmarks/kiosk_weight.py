"""What the first load of a tablet weighs, part by part, and how long it takes at 400 kbit/s with 400 ms there and back.

Run: `python benchmarks/kiosk_weight.py`. It serves the demonstration, loads each of its events in Chromium through a
wire that counts every byte (headers and the worker's own requests too), then again, and prints bytes and milliseconds.
"""

import json
import re
import shutil
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.site import Site, served
from tests.journeys.wire import Wire, codes, weight, wire

LANGUAGE = re.compile(r'"(/e/[^"]+\.json)"')
READY = "() => document.querySelector('h1 ~ .hint, .lede') !== null"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def load(page: Page, wire_: Wire, address: str) -> str:
    """Load an address and tell bytes on the wire, milliseconds until it can be used, and until the first words."""
    wire_.forget()
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_function(READY)
    ready = round(1000 * (time.perf_counter() - began))
    painted = round(page.evaluate(PAINTED))
    page.wait_for_function(CONTROLLED, timeout=60_000)
    page.wait_for_timeout(500)
    return f"{wire_.down} bytes, {ready} ms, {painted} ms"


def measure(browser: Browser, site: Site, code: str, *, slow: bool) -> list[str]:
    """Return the figures of the first load and of the second, and of languages, in a browser that was never there."""
    with wire(site.url) as laid:
        context = browser.new_context()
        page = context.new_page()
        if slow:
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", SLOW)
        first = load(page, laid, f"{laid.url}/e/{code}/")
        second = load(page, laid, f"{laid.url}/e/{code}/")
        context.close()
        # what a tablet takes once it is paired stands in its worker
        with urlopen(f"{site.url}/e/{code}/sw.js", timeout=30) as worker:  # noqa: S310 - our own server
            more = LANGUAGE.findall(worker.read().decode())
        return [first, second, ", ".join(f"{path.split('/')[-1]} {weight(site, path)}" for path in more)]


def main() -> None:
    """Print a line for each event and network."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), "", DEMONSTRATION="1") as site:
        site.command("demo")
        events = json.loads(site.command("events", "demo"))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            print("event, network: first load until kept (ready, first words); second load; languages, once paired")
            for event, code in zip(events, codes(site, [one["slug"] for one in events]), strict=True):
                for name, slow in (("free", False), ("400 kbit/s, 400 ms", True)):
                    print(f"{event['name']}, {name}: {'; '.join(measure(browser, site, code, slow=slow))}")
            browser.close()


if __name__ == "__main__":
    main()
