"""Suggesting outcomes: speed, size and accuracy of our engines beside TextBlob's naive Bayes and plain TF-IDF.

Run as `python -m benchmarks.suggesting`; the engine with a sentence model is in it where the extra `embeddings` is
installed. All sentences were made up by us: they tell engines apart and promise nothing for what people really write.
All are given the same made-up examples to start from, and then the same confirmed tags, drawn five times.
"""

import gc
import math
import random
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml
from textblob.classifiers import NaiveBayesClassifier

from cypp_consult.text import embedding, engines
from cypp_consult.text.clean import words
from cypp_consult.text.data_files import examples
from cypp_consult.text.engines import engine
from cypp_consult.text.lessons import Lesson
from cypp_consult.text.lexicons import examples_for_vectors, outcome_entries, starting_lessons

ROOT = Path(__file__).parents[1]
FRAMEWORK = ROOT / "cypp_consult" / "plans" / "frameworks" / "leicestershire-2006.yaml"
SAID = ROOT / "tests" / "unit" / "text" / "data"
HELD = ("outcomes_fresh", "outcomes_statements", "outcomes_blind")
DRAWS = 5
TAGS = 100

Row = tuple[str, str]
Guess = Callable[[str], Sequence[str]]


def held() -> list[Row]:
    """(text, outcome) of the made-up sentences that no engine is fitted to."""
    loaded = [yaml.safe_load((SAID / f"{name}.yaml").read_text(encoding="utf-8")) for name in HELD]
    return [(text, outcome) for file in loaded for outcome, texts in file.items() for text in texts]


class TfIdf:
    """Plain TF-IDF: the outcome whose mean vector is nearest."""

    def __init__(self, rows: Sequence[Row]) -> None:
        seen = Counter(word for text, _ in rows for word in set(self._words(text)))
        self._idf = {word: math.log(len(rows) / count) + 1 for word, count in seen.items()}
        self._means: dict[str, Counter[str]] = defaultdict(Counter)
        for text, outcome in rows:
            self._means[outcome].update(self._vector(text))
        self._lengths = {
            outcome: math.sqrt(sum(value * value for value in mean.values())) or 1
            for outcome, mean in self._means.items()
        }

    def __call__(self, text: str) -> list[str]:
        vector = self._vector(text)
        near = {
            outcome: sum(value * mean[word] for word, value in vector.items()) / self._lengths[outcome]
            for outcome, mean in self._means.items()
        }
        return sorted(near, key=lambda outcome: -near[outcome])

    def _words(self, text: str) -> list[str]:
        return [word.lower() for word in words(text)]

    def _vector(self, text: str) -> dict[str, float]:
        counts = Counter(self._words(text))
        vector = {word: count * self._idf.get(word, 0.0) for word, count in counts.items()}
        length = math.sqrt(sum(value * value for value in vector.values())) or 1
        return {word: value / length for word, value in vector.items()}


def text_blob(rows: Sequence[Row]) -> Guess:
    """TextBlob's NaiveBayesClassifier with words for features, given as lists since it has no corpus here."""

    def features(given: Any, _training: Any = None) -> dict[str, bool]:
        found = given if isinstance(given, list) else words(given)
        return {f"contains({word.lower()})": True for word in found}

    classifier = NaiveBayesClassifier([(words(text), outcome) for text, outcome in rows], feature_extractor=features)

    def guess(text: str) -> list[str]:
        told = classifier.prob_classify(words(text))
        return sorted(told.samples(), key=lambda outcome: -told.prob(outcome))

    return guess


def ours(rows: Sequence[Row], vectors: Any = None) -> Guess:
    """Our engine: the word list and the examples it always has, taught by the rows."""
    framework = yaml.safe_load(FRAMEWORK.read_text(encoding="utf-8"))
    targets = [outcome["id"] for outcome in framework["outcomes"]]
    taught = [Lesson(text, (outcome,)) for text, outcome in rows]
    made = engine(targets, outcome_entries(framework), starting_lessons(framework), taught, vectors)
    return lambda text: [item.target for item in made.suggester.suggest(text)]


def at_hand(texts: Sequence[str]) -> Callable[[str], bytes | None]:
    known = dict(zip(texts, embedding.vectors(texts), strict=True))
    return known.get


def right(guess: Guess, rows: Sequence[Row]) -> tuple[float, float]:
    found = [(outcome, list(guess(text))[:2]) for text, outcome in rows]
    return sum(o == g[0] for o, g in found if g) / len(rows), sum(o in g for o, g in found) / len(rows)


def speed(guess: Guess, rows: Sequence[Row]) -> float:
    """Texts a second of processor time, the best of three."""
    best = math.inf
    for _ in range(3):
        begun = time.process_time()
        for text, _ in rows:
            guess(text)
        best = min(best, time.process_time() - begun)
    return len(rows) / best


def megabytes(make: Callable[[Sequence[Row]], Guess]) -> float:
    """What an engine that is ready keeps in memory, with all that it shares with others."""
    engines.forget()
    gc.collect()
    tracemalloc.start()
    kept = make([])
    size = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    return size if kept else 0.0


def main() -> None:
    rows, made_up = held(), [(text, outcome) for outcome, texts in examples().items() for text in texts]
    makers: dict[str, Callable[[Sequence[Row]], Guess]] = {
        "ours, light": ours,
        "TF-IDF, nearest mean": lambda given: TfIdf([*made_up, *given]),
        "TextBlob NaiveBayes": lambda given: text_blob([*made_up, *given]),
    }
    if embedding.available():
        vectors = at_hand([*examples_for_vectors(), *(text for text, _ in rows)])
        makers["ours, embeddings"] = lambda given: ours(given, vectors)
    print(f"{len(rows)} sentences and {len(made_up)} examples, all made up by us. No promise for real ones.\n")
    heads = ("top-1", "top-2", f"after {TAGS}", "texts/s", "MB", "ready in s")
    print(f"{'engine':22}" + "".join(f"{head:>12}" for head in heads))
    for name, make in makers.items():
        begun = time.process_time()
        guess = make([])
        ready, size = time.process_time() - begun, megabytes(make)
        first, second = right(guess, rows)
        shares = f"{first:12.2f}{second:12.2f}{_taught(make, rows):12.2f}"
        print(f"{name:22}{shares}{speed(guess, rows):12.0f}{size:12.1f}{ready:12.2f}")
    print("\nafter: top-1 with that many tags more. Vectors are made once, in a job: about ten milliseconds a text.")


def _taught(make: Callable[[Sequence[Row]], Guess], rows: Sequence[Row]) -> float:
    """The mean share of first guesses right on what is left after some are taught, over the draws."""
    total = 0.0
    for seed in range(DRAWS):
        mixed = random.Random(seed).sample(rows, len(rows))
        total += right(make(mixed[:TAGS]), mixed[TAGS:])[0]
    return total / DRAWS


if __name__ == "__main__":
    main()
