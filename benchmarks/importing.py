"""How long an import takes, and that running it again is cheaper than the first time: figures of one run.

Run: `python benchmarks/importing.py [rows]`. It makes a file of made-up rows, imports it into an empty SQLite
installation, imports it again, and prints seconds, rows per second, peak memory and the ratio of the two runs.
"""

import csv
import io
import resource
import sys
import tempfile
import time

from cypp_consult.app import create_app
from cypp_consult.collection.importing import mapping, reading, services
from cypp_consult.core import clock
from cypp_consult.core.database import db
from tests import make

WORDS = [
    "more parks please",
    "the bus is always late",
    "someone to talk to",
    "help sooner, we waited 14 months",
    "=1+1",
]


def made_up(rows: int) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "who", "words"])
    writer.writerows([number, "young-people", f"{WORDS[number % 5]} {number}"] for number in range(rows))
    return out.getvalue().encode()


def timed(session, consultation, content):
    started = time.perf_counter()
    sheet = reading.read(content, "made-up.csv")
    name, at = "made-up.csv", clock.now()
    run = services.start_run(session, consultation, name, content, upload=None, by_name="benchmark", at=at)
    mapped = mapping.from_yaml("text: words\nid: id\naudience: who\n")
    services.carry_out(session, consultation, run, sheet, mapped, clock.now())
    session.commit()
    return time.perf_counter() - started, run


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    content = made_up(rows)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE_PATH": folder})
        with app.app_context():
            db.create_all()
            session = db.session()
            consultation = make.consultation(session)
            make.question(session, consultation)
            session.commit()
            first, run = timed(session, consultation, content)
            again, twice = timed(session, consultation, content)
            assert (run.imported, twice.imported, twice.duplicates) == (rows, 0, rows)
            db.session.remove()
            db.engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{rows:,} rows, {len(content) / 1e6:.1f} MB: {first:.1f} s ({rows / first:,.0f} rows/s), again {again:.1f} s"
    )
    print(f"again / first = {again / first:.2f}; peak memory {peak:,.0f} MB")


main()
