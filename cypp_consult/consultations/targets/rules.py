"""What makes a target a good one, the groups that plans usually name, and the rows of a file of targets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cypp_consult.consultations.targets.models import TargetKind
from cypp_consult.core.audiences import Audience
from cypp_consult.core.errors import InvalidInputError

CHILDREN = (Audience.YOUNGER_CHILDREN, Audience.YOUNG_PEOPLE)
MOST = 1_000_000
LONGEST_NAME = 200
MOST_TARGETS = 300


@dataclass(frozen=True)
class Pattern:
    """A group that plans usually name: its words, the answer about the person that says so, and what to do."""

    key: str
    name: str
    action: str
    about_key: str = ""
    about_values: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = CHILDREN


_YOUNG = (Audience.YOUNG_PEOPLE,)
PATTERNS = (
    Pattern(
        "young-carers",
        "Young carers",
        "Ask the young carers’ service for half an hour of a club evening, and bring tablets or a group note.",
        "caring",
        ("yes",),
        _YOUNG,
    ),
    Pattern(
        "children-in-care",
        "Children in care and care leavers",
        "Ask the children in care council and the virtual school to hold a session of their own.",
        "care-experience",
        ("yes",),
        _YOUNG,
    ),
    Pattern(
        "disabled-children",
        "Disabled children, and those with special needs",
        "Ask the parent carer forum and the special schools. Bring the picture version, and plan twice the time.",
        "disability",
        ("yes",),
        _YOUNG,
    ),
    Pattern(
        "traveller-families",
        "Gypsy, Roma and Traveller families",
        "Go with the Traveller education worker to a site or school that families trust. Speak; bring no forms.",
        audiences=(),
    ),
    Pattern(
        "refugees",
        "Refugee and newly arrived families",
        "Ask the schools and charities that welcome them, with an interpreter or the form in their languages.",
        audiences=(),
    ),
    Pattern(
        "minority-ethnic",
        "Minority ethnic communities",
        "Ask community and faith groups to hold a session, in a place and at a time that they choose.",
        "ethnic-group",
        ("mixed", "asian", "black", "another"),
        _YOUNG,
    ),
    Pattern(
        "home-educated",
        "Children taught at home",
        "Ask the elective home education team to send the link, and offer a morning at a library.",
    ),
    Pattern(
        "not-in-school-or-work",
        "Young people not in work or school",
        "Ask the youth hub of the job centre, and training providers, for a drop-in.",
        audiences=_YOUNG,
    ),
    Pattern(
        "lgbt",
        "LGBT+ young people",
        "Ask the youth group they trust to hold the session. Count it as a group note; ask nobody to say so.",
        audiences=_YOUNG,
    ),
    Pattern(
        "young-parents",
        "Young parents",
        "Ask the family hubs and the health visitors; go to a group that meets with children.",
        audiences=_YOUNG,
    ),
    Pattern(
        "excluded",
        "Children in alternative provision",
        "Ask the pupil referral unit for a small group, with a member of staff they know.",
    ),
    Pattern("other", "Another group", "Ask the service that knows them best to hold a session.", audiences=()),
)
_BY_KEY = {pattern.key: pattern for pattern in PATTERNS}


def pattern(key: str) -> Pattern | None:
    """Return one of the usual groups, None for a key that is none."""
    return _BY_KEY.get(key)


def age_key(audience: Audience, band: str) -> str:
    """Return the key of an age band of an audience."""
    return f"{audience.value}/{band}"


def band_of(key: str) -> tuple[Audience, str]:
    """Return the audience and the band of a key that `age_key` made. ValueError for any other."""
    audience, _, band = key.partition("/")
    return Audience(audience), band


@dataclass(frozen=True)
class Wanted:
    """A target as somebody wants it. `area` is the key of the area of a school."""

    kind: TargetKind
    name: str
    key: str = ""
    expected: int | None = None
    population: int | None = None
    source: str = ""
    audiences: tuple[Audience, ...] = ()
    area: str = ""
    about_key: str = ""
    about_values: tuple[str, ...] = ()
    pattern: str = ""
    action: str = ""


def check(wanted: Wanted) -> None:
    """Raise InvalidInputError, with a sentence, for a target that cannot be kept."""
    if not wanted.name.strip():
        raise InvalidInputError("Enter a name.")
    if len(wanted.name) > LONGEST_NAME:
        raise InvalidInputError(f"The name must be {LONGEST_NAME} characters or fewer.")
    for number in (wanted.expected, wanted.population):
        if number is not None and not 1 <= number <= MOST:
            raise InvalidInputError(f"Enter a number from 1 to {MOST:,}.")
    if wanted.expected is not None and wanted.population is not None and wanted.expected > wanted.population:
        raise InvalidInputError("You expect more people than there are. Look at both numbers again.")


KIND_WORDS = {
    "audience": None,
    "age": TargetKind.AGE,
    "age band": TargetKind.AGE,
    "area": TargetKind.AREA,
    "school": TargetKind.SCHOOL,
    "group": TargetKind.GROUP,
}
COLUMNS = ("kind", "name", "audience", "expected", "population", "source", "area")
NEEDED = ("kind", "name")


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row of a file, as a spreadsheet numbers it, and what to do."""

    row: int
    name: str
    why: str


@dataclass(frozen=True)
class AudienceNumbers:
    """The numbers of one audience."""

    audience: Audience
    expected: int | None
    population: int | None
    source: str = ""


@dataclass
class Read:
    """What a file of targets holds: what can be kept, and what is wrong, row by row."""

    audiences: list[AudienceNumbers] = field(default_factory=list)
    targets: list[Wanted] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def read_rows(
    rows: Sequence[tuple[int, Mapping[str, str]]],
    asked: Collection[Audience],
    bands: Mapping[Audience, Mapping[str, str]],
    areas: Collection[str],
) -> Read:
    """Return what the rows of a file say. Columns are those of `COLUMNS`, whatever their case.

    `asked` are the audiences of the consultation, `bands` the words of each audience's age bands by id, `areas` the
    names of areas that are known already; a file may bring more, before or after the schools that lie in them.
    """
    tidy = [(number, {key.strip().casefold(): value.strip() for key, value in row.items()}) for number, row in rows]
    in_file = {row.get("name", "").casefold() for _, row in tidy if row.get("kind", "").casefold() == "area"}
    known = {name.casefold() for name in areas} | in_file
    found, seen = Read(), dict[tuple[str, str, str], int]()
    for number, row in tidy:
        try:
            _take(found, row, asked, bands, known)
            _note_once(seen, row, number)
        except InvalidInputError as error:
            found.problems.append(RowProblem(number, row.get("name", ""), str(error)))
    return found


def _note_once(seen: dict[tuple[str, str, str], int], row: Mapping[str, str], number: int) -> None:
    kind, name, audience = (row.get(part, "").casefold() for part in ("kind", "name", "audience"))
    mark = (kind, name, audience if kind.startswith("age") else "")
    if mark in seen:
        raise InvalidInputError(f"This is in row {seen[mark]} already. Take one of the two out.")
    seen[mark] = number


def _take(
    found: Read,
    row: Mapping[str, str],
    asked: Collection[Audience],
    bands: Mapping[Audience, Mapping[str, str]],
    areas: Collection[str],
) -> None:
    word = row.get("kind", "").casefold()
    if word not in KIND_WORDS:
        shown = f"“{row.get('kind', '')}” is no kind" if word else "The kind is missing"
        raise InvalidInputError(f"{shown}: write audience, age, area, school or group.")
    expected, population = _number(row, "expected"), _number(row, "population")
    kind = KIND_WORDS[word]
    if kind is None:
        audience = _audience(row.get("name", ""), asked)
        check(Wanted(TargetKind.GROUP, audience.label, expected=expected, population=population))
        found.audiences.append(AudienceNumbers(audience, expected, population, row.get("source", "")))
        return
    audiences = tuple(_audience(part, asked) for part in _parts(row.get("audience", "")))
    wanted = Wanted(
        kind=kind,
        name=row.get("name", ""),
        expected=expected,
        population=population,
        source=row.get("source", ""),
        audiences=audiences or (() if kind is TargetKind.AGE else tuple(item for item in CHILDREN if item in asked)),
        area=row.get("area", ""),
    )
    found.targets.append(_completed(wanted, bands, areas))


def _completed(wanted: Wanted, bands: Mapping[Audience, Mapping[str, str]], areas: Collection[str]) -> Wanted:
    check(wanted)
    if wanted.area and wanted.kind is not TargetKind.SCHOOL:
        raise InvalidInputError("Only a school lies in an area. Empty this cell.")
    if wanted.area and wanted.area.casefold() not in areas:
        raise InvalidInputError(f"There is no area “{wanted.area}”. Add a row of kind area for it, or mend the name.")
    if wanted.kind is TargetKind.AGE:
        return _aged(wanted, bands)
    if wanted.kind is TargetKind.GROUP:
        usual = next((item for item in PATTERNS if item.name.casefold() == wanted.name.casefold()), None)
        if usual:
            return replace(
                wanted,
                pattern=usual.key,
                about_key=usual.about_key,
                about_values=usual.about_values,
                audiences=usual.audiences,
            )
    return wanted


def _aged(wanted: Wanted, bands: Mapping[Audience, Mapping[str, str]]) -> Wanted:
    if len(wanted.audiences) != 1:
        raise InvalidInputError("An age belongs to one audience: name it in the column audience.")
    (audience,) = wanted.audiences
    offered = bands.get(audience, {})
    for band, words in offered.items():
        if wanted.name.casefold() in {band.casefold(), words.casefold()}:
            return replace(wanted, key=age_key(audience, band), name=words)
    choices = ", ".join(offered.values()) or "none"
    raise InvalidInputError(f"{audience.label} are asked for other ages: {choices}.")


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.replace(",", ";").split(";") if part.strip()]


def _audience(given: str, asked: Collection[Audience]) -> Audience:
    word = given.strip().casefold()
    for audience in Audience:
        if word in {audience.value, audience.label.casefold()}:
            if audience not in asked:
                raise InvalidInputError(f"{audience.label} are not asked in this consultation.")
            return audience
    offered = ", ".join(audience.label for audience in Audience if audience in asked)
    raise InvalidInputError(f"“{given}” is no audience. Write one of: {offered}.")


def _number(row: Mapping[str, str], column: str) -> int | None:
    given = row.get(column, "").replace(",", "").replace(" ", "")
    if not given:
        return None
    try:
        value = float(given)
    except ValueError:
        value = 0.5
    if not (1 <= value <= MOST and value == int(value)):
        raise InvalidInputError(f"“{row[column]}” in {column} is not a whole number from 1 to {MOST:,}.")
    return int(value)
