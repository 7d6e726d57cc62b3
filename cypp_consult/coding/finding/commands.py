"""The command `group`: texts in, a suggested group and label for each out, without a database."""

import json
import sys

import click

from cypp_consult.coding.finding.masking import without_details
from cypp_consult.coding.finding.meaning import embedder
from cypp_consult.core import json_lines
from cypp_consult.core.commandline import InputProblem
from cypp_consult.text.clean import clean_text
from cypp_consult.text.grouping import group

# what stands in no group is kept together under this number
LEFT = 0
LEFT_LABEL = "Not like the others"
_FEWEST = 2


@click.command("group")
@click.option(
    "--engine",
    type=click.Choice(("auto", "light", "embeddings")),
    default="auto",
    show_default=True,
    help="light compares words and topics; embeddings meaning, if that extra is installed; auto takes it if it is.",
)
def group_command(engine: str) -> None:
    """Suggest groups for theme finding: JSON Lines {"id", "text"} on standard input, one JSON object a line out.

    Each line of the answer holds the id, the number of its group and that group's label, in the order they came.
    Groups are numbered from 1, the fullest first; 0 holds what is like no other. A label is made of words that stand
    in the texts; personal details are left out of it. The same texts give the same groups. Under about 100 texts
    reading them is the better way. These are suggestions: people make themes.
    """
    given = list(json_lines.texts(sys.stdin.buffer))
    texts = [without_details(clean_text(text)) for _, text in given]
    embed = None if engine == "light" else embedder()
    if engine == "embeddings" and embed is None:
        raise InputProblem("The extra “embeddings” is not installed: pip install 'cypp-consult[embeddings]'.")
    found = group(texts, vectors=embed(texts, lambda *_: None) if embed else None, least=_FEWEST)
    homes = {place: (number, one.label) for number, one in enumerate(found.groups, 1) for place in one.members}
    for place, (key, _) in enumerate(given):
        number, label = homes.get(place, (LEFT, LEFT_LABEL))
        # escaped, so that no terminal or half a character can spoil the line
        sys.stdout.write(json.dumps({"id": key, "group": number, "label": label}) + "\n")
    sys.stdout.flush()


COMMANDS = (group_command,)
