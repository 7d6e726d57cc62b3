"""How fast the text functions are beside each other, and whether time grows with length: compare within one run only.

The last line is what language, tone, personal details and concern take together for one typical text.

Run as `python -m benchmarks.text_speed`. The sentences are made up.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from cypp_consult.text.analyse import analyser_for
from cypp_consult.text.blob import phrases
from cypp_consult.text.clean import clean_text, words
from cypp_consult.text.concern import concern
from cypp_consult.text.language import language
from cypp_consult.text.lexicons import outcome_entries, priority_entries
from cypp_consult.text.personal import personal_details
from cypp_consult.text.suggest import Tagger
from cypp_consult.text.tone import tone

FRAMEWORK = Path(__file__).parents[1] / "cypp_consult" / "plans" / "frameworks" / "leeds-2009.yaml"
SENTENCES = [
    "I want healthier school dinners and more PE",
    "my mum waited ages for someone to help with my anxiety",
    "I don't feel safe on the bus because older kids shout at us",
    "We can't afford the bus to college. Apprenticeships are hard to find round here!",
    "My social worker keeps changing and nobody listens to our ideas",
    "more youth clubs",
    "me and ayesha go to the park by St Mary's school but it is not safe when its dark, no lights and kids shout",
    "My daughter has waited 18 months for an autism assessment. Nobody returns our calls and school has given up.",
    "i like my school but the toilets are rubbish and Mr Okafor never listens",
]
TEXTS = [f"{sentence} {number}" for number in range(100) for sentence in SENTENCES]
LONG = 100_000


def seconds(function: Callable[[str], Any], texts: list[str]) -> float:
    """Processor time for all `texts`, the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        for text in texts:
            function(text)
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    framework = yaml.safe_load(FRAMEWORK.read_text(encoding="utf-8"))
    functions: dict[str, Callable[[str], Any]] = {
        "words": words,
        "clean_text": clean_text,
        "language": language,
        "personal_details": personal_details,
        "concern": concern,
        "suggest outcomes": Tagger(outcome_entries(framework)).suggest,
        "suggest priorities": Tagger(priority_entries(framework)).suggest,
        "tone": tone,
        "phrases": phrases,
        "analyse": analyser_for(framework),
    }
    base = 0.0
    together = 0.0
    print(f"{'function':20}{'texts/s':>10}{'x words':>9}{'100k letters':>14}{'x 10k letters':>15}")
    for name, function in functions.items():
        for text in SENTENCES:
            function(text)  # fill the caches
        taken = seconds(function, TEXTS)
        base = base or taken
        together += taken if name in _TOGETHER else 0.0
        long, tenth = seconds(function, ["a b " * (LONG // 4)]), seconds(function, ["a b " * (LONG // 40)])
        print(f"{name:20}{len(TEXTS) / taken:10.0f}{taken / base:9.0f}{long:13.2f}s{long / max(tenth, 1e-6):15.1f}")
    print(f"{' + '.join(_TOGETHER)}: {together / len(TEXTS) * 1000:.3f} ms a text")


_TOGETHER = ("language", "personal_details", "concern", "tone")

if __name__ == "__main__":
    main()
