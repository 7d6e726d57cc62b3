"""How grouping, repeats and phrases grow with the number of answers: python benchmarks/grouping.py [2000 10000 20000].

The answers are mixed from the made-up ones of the demonstration; seconds are of this machine's processor, and what
counts is how they grow. The last line says how far the groups of the demonstration's own answers agree with the themes
that its writers gave them (made up: it flatters).
"""

import math
import random
import sys
import time
from collections import Counter

from cypp_consult.desk.demonstration.data import load
from cypp_consult.text.duplicates import alike
from cypp_consult.text.grouping import group
from cypp_consult.text.keyness import standing_out

SAID = load("answers")["answers"]


def mixed(count):
    """Return so many answers of the first half of one and the second half of another, and a few words between."""
    draw = random.Random(20091)
    every = [word for one in SAID for word in one["text"].split()]
    found = []
    while len(found) < count:
        one, two = (draw.choice(SAID)["text"].split() for _ in range(2))
        found.append(" ".join([*one[: draw.randint(3, 12)], *draw.sample(every, 3), *two[-draw.randint(2, 8) :]]))
    return found


def timed(work, given):
    """Seconds of the processor, whatever else the machine does."""
    start = time.process_time()
    work(given)
    return time.process_time() - start


def agreement(one, two):
    """Normalised mutual information."""
    total, pairs, ones, twos = len(one), Counter(zip(one, two, strict=True)), Counter(one), Counter(two)
    entropies = [-sum(n / total * math.log(n / total) for n in counts.values()) for counts in (ones, twos)]
    mutual = sum(n / total * math.log(n * total / (ones[a] * twos[b])) for (a, b), n in pairs.items())
    return 2 * mutual / sum(entropies)


def main():
    sizes = [int(size) for size in sys.argv[1:]] or [2000, 10000, 20000]
    print(f"{'answers':>8} {'groups s':>9} {'repeats s':>10} {'phrases s':>10}")
    for size in sizes:
        texts = mixed(size)
        pairs = [(number % 4, text) for number, text in enumerate(texts)]
        times = [timed(group, texts), timed(alike, texts), timed(standing_out, pairs)]
        print(f"{size:>8} {times[0]:>9.1f} {times[1]:>10.1f} {times[2]:>10.1f}")
    found = group([one["text"] for one in SAID])
    home = {place: number for number, one in enumerate(found.groups) for place in one.members}
    themed = [place for place, one in enumerate(SAID) if one.get("themes")]
    told = [SAID[place]["themes"][0] for place in themed]
    print(f"agreement with the writers' themes: {agreement([home.get(place, -1) for place in themed], told):.2f}")


if __name__ == "__main__":
    main()
