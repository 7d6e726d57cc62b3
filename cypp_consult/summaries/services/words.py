"""The fixed sentences of a summary, and names as they go into it."""

from cypp_consult.text.clean import clean_text

NOT_COUNTED = {
    "removed": "Taken back by the person who sent it",
    "late": "Came in after the cut-off",
    "parked": "Kept aside: sent twice with different answers, or not valid",
}

FORMS = "Forms received. A form can come from one person or from a group."
PEOPLE = "People behind the forms. A group counts with its headcount."
RAISED = (
    "Forms that raised it, as a share of the forms with a coded answer (n). A form can raise several, "
    "so the shares do not add up to 100%."
)
ONE_CHOICE = "Share of the forms that answered this question (n). Forms that skipped it are not in n."
SEVERAL_CHOICES = (
    "Share of the forms that answered this question (n). People could choose several, "
    "so the shares do not add up to 100%. Forms that skipped it are not in n."
)


def caveat(area: str) -> str:
    """Return the sentence that stands in every summary and export."""
    return (
        "This is about those who took part. A consultation is not a survey: "
        f"it cannot show how many people in {area} agree."
    )


def suppression(threshold: int) -> str:
    """Return the sentence under the tables that says what is hidden and what a zero means."""
    if threshold <= 1:
        return "No count is hidden. A zero is shown as 0."
    return (
        f"c means fewer than {threshold}, or hidden to protect a number beside it. A zero is shown as 0; "
        "where n is hidden, the whole column is."
    )


def clean_name(value: str | None) -> str:
    """Return a name or sentence fit for every format, on one line."""
    return " ".join(clean_text(value or "").split())


def clean_words(value: str | None) -> str:
    """Return several lines of text fit for every format."""
    return clean_text(value or "").strip()
