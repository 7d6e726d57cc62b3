"""TextBlob without corpora: own tokeniser, sentence splitter and noun phrases, so that nothing is ever downloaded.

TextBlob's own `words`, `sentences`, `tags` and `noun_phrases` ask for NLTK corpora and raise `MissingCorpusError`
where there are none; `OfflineBlob` replaces just the parts that ask.
"""

import warnings
from functools import cache

from textblob import TextBlob
from textblob.base import BaseNPExtractor, BaseTokenizer
from textblob.blob import Sentence
from textblob.en import lexicon, parse
from textblob.taggers import PatternTagger

from cypp_consult.text.clean import words
from cypp_consult.text.splitting import sentence_spans, sentences

__all__ = [
    "OfflineBlob",
    "PhraseExtractor",
    "WordTagger",
    "WordsTokenizer",
    "load_tagger",
    "phrases",
    "sentence_spans",
    "sentences",
]

_LEFT_OUT = frozenset("DT PRP PRP$ CC WDT WP WP$ EX PDT".split())  # noqa: SIM905
_EMPTY_NOUNS = frozenset("thing things lot lots bit way i u im me us they we it everything nothing something".split())  # noqa: SIM905
# The phrase finder slows with the square of what it is given at once.
_WORDS_AT_ONCE = 40
_LONGEST_WORD = 40


@cache
def load_tagger() -> None:
    """Read the tagger's word lists, once; TextBlob leaves its files open, which would warn at an odd moment."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        for part in (lexicon, lexicon.morphology, lexicon.context, lexicon.entities):
            len(part)


class WordsTokenizer(BaseTokenizer):
    """Cut text into words by `clean.words`."""

    def tokenize(self, text: str) -> list[str]:
        """Return the words of `text`, without punctuation."""
        return words(text)


class WordTagger(PatternTagger):
    """TextBlob's tagger that needs no corpus."""

    def tag(self, text: str, tokenize: bool = True) -> list[tuple[str, str]]:  # noqa: FBT001, FBT002  (TextBlob's)
        """Return (word, part of speech) for each word and stop of `text`."""
        load_tagger()
        tagged: list[tuple[str, str]] = super().tag(text, tokenize)
        return tagged


class PhraseExtractor(BaseNPExtractor):
    """Find noun phrases with the chunker of TextBlob's own parser, which needs no corpus."""

    def extract(self, text: str) -> list[str]:
        """Return noun phrases in order, lower case, without articles and pronouns, repeats kept."""
        load_tagger()
        found: list[str] = []
        for start, end in sentence_spans(text):
            tokens = [word[:_LONGEST_WORD].lower() for word in _plain(text[start:end])]
            for first in range(0, len(tokens), _WORDS_AT_ONCE):
                found += _noun_phrases(tokens[first : first + _WORDS_AT_ONCE])
        return found


def _plain(sentence: str) -> list[str]:
    """Return the words of `sentence`, "don't" as "do not", so that the tagger does not take it for a noun."""
    straight = sentence.replace("\u2019", "'")
    return words(straight.replace("n't", " not").replace("'s", "").replace("'m", " am").replace("'re", " are"))


def _noun_phrases(tokens: list[str]) -> list[str]:
    """Return the noun phrases among at most `_WORDS_AT_ONCE` lower-case words."""
    found: list[str] = []
    current: list[str] = []
    for sentence in parse(" ".join(tokens), tokenize=False, tags=True, chunks=True).split():
        for word, tag, chunk, *_ in sentence:
            if chunk == "B-NP" or not chunk.endswith("NP"):
                found += _finished(current)
                current = []
            if chunk.endswith("NP") and tag not in _LEFT_OUT:
                current.append(word)
    return found + _finished(current)


def _finished(phrase: list[str]) -> list[str]:
    """Return a phrase in a list if it is worth showing, else an empty list."""
    return [] if not phrase or (len(phrase) == 1 and phrase[0] in _EMPTY_NOUNS) else [" ".join(phrase)]


_TOKENIZER = WordsTokenizer()
_TAGGER = WordTagger()
_PHRASES = PhraseExtractor()


class OfflineBlob(TextBlob):
    """A TextBlob whose words, sentences, tags, n-grams, counts and noun phrases work without any corpus."""

    def __init__(self, text: str) -> None:
        """Wrap `text`; nothing is analysed until asked for."""
        super().__init__(text, tokenizer=_TOKENIZER, pos_tagger=_TAGGER, np_extractor=_PHRASES)

    def _create_sentence_objects(self) -> list[Sentence]:
        """Return the sentences with their own offsets, in place of the corpus-bound splitter."""
        return [
            Sentence(
                self.raw[start:end], start, end,
                tokenizer=self.tokenizer, pos_tagger=self.pos_tagger, np_extractor=self.np_extractor,
                analyzer=self.analyzer, parser=self.parser,
            )
            for start, end in sentence_spans(self.raw)
        ]  # fmt: skip


def phrases(text: str) -> list[str]:
    """Return the noun phrases of an English `text`: lower case, in order, repeats kept, no article or pronoun."""
    return [str(phrase) for phrase in OfflineBlob(text).noun_phrases]
