"""Which answers a coder wants to see, as it stands in an address. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from cypp_consult.coding.rules import Target
from cypp_consult.coding.translations.models import ToneLabel
from cypp_consult.collection.models import Channel
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError
from cypp_consult.text.clean import clean_text
from cypp_consult.text.language import languages

PAGE_SIZE = 50
# answers of a random sample, at most
MOST_SAMPLED = 500
USUAL_SAMPLE = 50
_LONGEST_SEARCH = 200
_LONGEST_BAND = 40
_HIGHEST_SEED = 10**9
_MOST_WORDS = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


class TagState(StrEnum):
    """What has happened to an answer so far."""

    SUGGESTED = "suggested"
    UNSUGGESTED = "unsuggested"
    UNCODED = "uncoded"
    CODED = "coded"
    ALL = "all"

    @property
    def label(self) -> str:
        """Return the state in words."""
        return _LABELS[self]


_LABELS = {
    TagState.SUGGESTED: "Has suggestions",
    TagState.UNSUGGESTED: "No suggestion",
    TagState.UNCODED: "Not coded",
    TagState.CODED: "Coded",
    TagState.ALL: "All answers",
}


class FlagChoice(StrEnum):
    """Whose open flags an answer must have."""

    ANY = "any"
    MINE = "mine"
    ASKED = "asked"

    @property
    def label(self) -> str:
        """Return the choice in words."""
        return {FlagChoice.ANY: "Flagged", FlagChoice.MINE: "Flagged by me", FlagChoice.ASKED: "Asked of me"}[self]


@dataclass(frozen=True)
class Sample:
    """A random draw of answers: the same seed draws the same answers again."""

    size: int = USUAL_SAMPLE
    seed: int = 1

    @property
    def start(self) -> UUID:
        """Return where the draw begins among all ids. Ids are random themselves, so that what follows it is too."""
        return UUID(bytes=hashlib.blake2b(f"sample {self.seed}".encode(), digest_size=16).digest())

    @property
    def token(self) -> str:
        """Return it as it stands in an address: "50-7"."""
        return f"{self.size}-{self.seed}"

    @classmethod
    def parse(cls, token: str) -> "Sample | None":
        """Return the sample of an address; None where it says none, or nothing that can be read."""
        size, _, seed = token.partition("-")
        if not (size.isascii() and size.isdigit() and seed.isascii() and seed.isdigit()):
            return None
        if len(size) > len(str(MOST_SAMPLED)) or len(seed) > len(str(_HIGHEST_SEED)):
            return None
        return cls(min(MOST_SAMPLED, max(1, int(size))), min(_HIGHEST_SEED, int(seed)))


@dataclass(frozen=True)
class Place:
    """Where an answer stands in the list: by the moment it came, then by its id; before both by its tone, if asked."""

    at: datetime
    id: UUID
    # of its tone, where the list is in that order
    rank: int = 0

    @property
    def token(self) -> str:
        """Return it as it stands in an address: microseconds since 1970, then the id, then the rank if there is one."""
        return f"{(self.at - _EPOCH) // _STEP}~{self.id}" + (f"~{self.rank}" if self.rank else "")

    @classmethod
    def parse(cls, token: str) -> "Place | None":
        """Return the place of an address; None where it says none, or nothing that can be read."""
        moment, _, rest = token.partition("~")
        key, _, rank = rest.partition("~")
        try:
            return cls(_EPOCH + int(moment) * _STEP, UUID(key), int(rank[:1] or 0))
        except (ValueError, OverflowError):
            return None


class Order(StrEnum):
    """What comes first in the list."""

    OLDEST = "oldest"
    NEWEST = "newest"
    TONE = "tone"

    @property
    def label(self) -> str:
        """Return it in words."""
        return {"oldest": "oldest first", "newest": "newest first", "tone": "by tone, negative first"}[self.value]


@dataclass(frozen=True)
class Filters:
    """A choice of answers. Every combination is allowed; a choice nothing fits gives an empty list."""

    state: TagState = TagState.SUGGESTED
    question: UUID | None = None
    audience: Audience | None = None
    event: UUID | None = None
    channel: Channel | None = None
    tag: Target | None = None
    words: str = ""
    order: Order = Order.OLDEST
    age_band: str = ""
    # tagged or marked by this account
    coder: int | None = None
    # not yet read in the workbench by who asks
    unread: bool = False
    flag: FlagChoice | None = None
    # only suggestions that the machine is unsure of
    low: bool = False
    sample: Sample | None = None
    tone: ToneLabel | None = None
    # the language it is in, as the machine or a person says
    language: str = ""
    # who asks; no part of the address, and filled in by the page
    me: int | None = None

    @property
    def newest_first(self) -> bool:
        """Say whether the newest answer comes first."""
        return self.order is Order.NEWEST

    @property
    def by_tone(self) -> bool:
        """Say whether answers of one tone stand together."""
        return self.order is Order.TONE

    @property
    def terms(self) -> list[str]:
        """Return the words that must all occur, at most eight."""
        return self.words.split()[:_MOST_WORDS]

    @property
    def narrowed(self) -> bool:
        """Say whether anything but the state and the order is chosen."""
        return replace(self, state=TagState.ALL, order=Order.OLDEST, me=None) != Filters(state=TagState.ALL)

    def without_attributes(self) -> "Filters":
        """Return the filters without what says something of a respondent, for young analysts."""
        return replace(self, audience=None, event=None, channel=None, age_band="", language="")

    def drawn_from(self) -> "Filters":
        """Return what a sample is drawn from: what does not change by coding, so that the draw stays the same."""
        drawn = Filters(state=TagState.ALL, question=self.question, audience=self.audience, event=self.event)
        return replace(drawn, channel=self.channel, words=self.words, age_band=self.age_band)

    def for_every_audience(self) -> "Filters":
        """Return the filters without the audience."""
        return replace(self, audience=None)

    def as_arguments(self) -> dict[str, str]:
        """Return the filters as arguments of an address; what is not chosen is left out."""
        given = {
            "state": "" if self.state is TagState.SUGGESTED else self.state.value,
            "question": str(self.question or ""),
            "audience": self.audience.value if self.audience else "",
            "event": str(self.event or ""),
            "channel": self.channel.value if self.channel else "",
            "tag": self.tag.token if self.tag else "",
            "words": self.words,
            "order": "" if self.order is Order.OLDEST else self.order.value,
            "age": self.age_band,
            "coder": str(self.coder or ""),
            "unread": "1" if self.unread else "",
            "flag": self.flag.value if self.flag else "",
            "low": "1" if self.low else "",
            "sample": self.sample.token if self.sample else "",
            "tone": self.tone.value if self.tone else "",
            "language": self.language,
        }
        return {name: value for name, value in given.items() if value}


def parse(arguments: Mapping[str, str]) -> Filters:
    """Return the filters of an address. What cannot be read is left out, so that an old link still opens."""
    state = arguments.get("state", "")
    return Filters(
        state=TagState(state) if state in set(TagState) else TagState.SUGGESTED,
        question=_key(arguments.get("question", "")),
        audience=Audience(value) if (value := arguments.get("audience", "")) in set(Audience) else None,
        event=_key(arguments.get("event", "")),
        channel=Channel(value) if (value := arguments.get("channel", "")) in set(Channel) else None,
        tag=_target(arguments.get("tag", "")),
        words=" ".join(clean_text(arguments.get("words", "")[:_LONGEST_SEARCH]).split()),
        order=Order(value) if (value := arguments.get("order", "")) in set(Order) else Order.OLDEST,
        age_band=clean_text(arguments.get("age", "")[:_LONGEST_BAND]),
        coder=_number(arguments.get("coder", "")),
        unread=arguments.get("unread") == "1",
        flag=FlagChoice(value) if (value := arguments.get("flag", "")) in set(FlagChoice) else None,
        low=arguments.get("low") == "1",
        sample=_sample(arguments),
        tone=ToneLabel(value) if (value := arguments.get("tone", "")) in set(ToneLabel) else None,
        language=value if (value := arguments.get("language", "")) in languages() else "",
    )


def _sample(arguments: Mapping[str, str]) -> Sample | None:
    """Return the sample: by its token, or by size and seed as a form sends them."""
    size, seed = arguments.get("size", ""), arguments.get("seed", "")
    return Sample.parse(f"{size}-{seed or 1}" if size else arguments.get("sample", ""))


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < len(str(_HIGHEST_SEED)) else None


def _key(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _target(value: str) -> Target | None:
    try:
        return Target.parse(value)
    except InvalidInputError:
        return None
