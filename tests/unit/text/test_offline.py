"""With no corpus and no network all of `cypp_consult.text` works, in a process of its own."""

import os
import subprocess
import sys

PROGRAM = """
import socket

def refuse(*_given, **_named):
    raise AssertionError("a connection was asked for")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse

import importlib, pkgutil
import nltk
import cypp_consult.text as package
for module in pkgutil.walk_packages(package.__path__, "cypp_consult.text."):
    importlib.import_module(module.name)
nltk.data.path.clear()

from cypp_consult.text.blob import OfflineBlob, phrases
from cypp_consult.text.concern import concern
from cypp_consult.text.language import language
from cypp_consult.text.personal import personal_details
from cypp_consult.text.tone import tone
from cypp_consult.text.wording import wording_warnings

text = "My friend Ayesha's mum says the teachers never listen. I don't feel safe, ring 07700 900123!"
blob = OfflineBlob(text)
assert blob.words and blob.sentences and blob.tags and blob.noun_phrases and blob.ngrams(2)
assert blob.word_counts["listen"] == 1 and blob.np_counts
assert "teachers" in phrases(text)
assert tone(text).label == "negative"
assert language(text) == "en"
assert {found.kind for found in personal_details(text)} == {"name", "phone"}
assert concern(text).level in ("routine", "look_first", "high")
assert wording_warnings("Do you not never?", "younger-children")
print("all of it works")
"""


def test_all_of_text_works_without_corpora_and_connections(tmp_path):
    given = {name: value for name, value in os.environ.items() if not name.startswith("NLTK")}
    empty = {"NLTK_DATA": "", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", PROGRAM],
        env={**given, **empty},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "all of it works" in done.stdout
