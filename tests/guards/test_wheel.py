"""The wheel carries everything and works from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
USE = """
from cypp_consult.app import create_app
import cypp_consult, pathlib
assert str(pathlib.Path(cypp_consult.__file__)).startswith({folder!r}), cypp_consult.__file__
app = create_app()
client = app.test_client()
with app.app_context():
    from flask_migrate import upgrade
    upgrade()
page = client.get("/")
assert page.status_code == 200, page.status_code
css = client.get("/static/css/tokens.css")
assert css.status_code == 200 and b"--paper" in css.data
css.close()
assert client.get("/readyz").status_code == 200, client.get("/readyz").json
from cypp_consult.plans import framework_store
assert len(framework_store.built_in()) == 5
print("works")
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_serves_a_page_and_its_stylesheet_from_an_empty_folder(installed, tmp_path):
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CYPP_")},
        "PYTHONPATH": str(installed),
        "CYPP_INSTANCE_PATH": str(tmp_path / "instance"),
    }
    code = USE.format(folder=str(installed))
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "works" in done.stdout


def test_the_wheel_holds_no_tests_and_no_instance(installed):
    names = {path.name for path in installed.iterdir()}
    assert not names & {"tests", "instance", "docs", "benchmarks"}
