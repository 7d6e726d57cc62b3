"""How long tablets wait that all send at once: figures of one run on a served installation with SQLite.

Run: `python benchmarks/tablets.py [tablets] [answers each]`. A third of the server's replies is lost on the way.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.journeys.hall import hall, rush
from tests.journeys.site import served


def main() -> None:
    tablets, each = (int(word) for word in (sys.argv[1:3] + ["20", "50"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), "") as site:
        made = rush(hall(site, tablets), tablets, each)
    seconds = sorted(tablet.seconds for tablet in made)
    requests = sum(tablet.tries for tablet in made)
    print(f"{tablets} tablets with {each} answers each, sealed, in batches of 10; {requests} requests")
    print(f"slowest tablet {seconds[-1]:.1f} s, median {median(seconds):.1f} s, quickest {seconds[0]:.1f} s")
    print(f"longest request {max(tablet.longest for tablet in made):.2f} s")
    print(f"{tablets * each / seconds[-1]:.0f} answers a second")


if __name__ == "__main__":
    main()
