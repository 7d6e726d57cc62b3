"""The templates that come with the product: one YAML file each in `timelines/`, read once."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from cypp_consult.consultations.models import MilestoneKind
from cypp_consult.consultations.rules.patterns import Template, read

ORDER = ("leeds-2009", "twelve-weeks", "six-weeks", "annual-review", "quarterly")
KINDS = tuple(kind.value for kind in MilestoneKind)


@cache
def own_templates() -> Mapping[str, Template]:
    """Return the templates by id, in the order in which pages offer them; PatternError if a file is wrong."""
    folder = files("cypp_consult.consultations").joinpath("timelines")
    texts = {name: folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8") for name in ORDER}
    return MappingProxyType({name: read(yaml.safe_load(text), KINDS) for name, text in texts.items()})
