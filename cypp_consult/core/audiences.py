"""Who a questionnaire speaks to. The values are fixed: imports, the API and exports rely on them."""

from enum import StrEnum


class Audience(StrEnum):
    """An audience of a consultation."""

    YOUNGER_CHILDREN = "younger-children"
    YOUNG_PEOPLE = "young-people"
    PARENTS_CARERS = "parents-carers"
    STAFF_PARTNERS = "staff-partners"

    @property
    def label(self) -> str:
        """Return the audience in words."""
        return _LABELS[self]

    @property
    def one(self) -> str:
        """Return what one person of the audience is called beside a quote."""
        return _ONE[self]

    @property
    def ages(self) -> str:
        """Return the ages or roles the audience stands for."""
        return _AGES[self]

    @property
    def who(self) -> str:
        """Return which of the three page styles suits: child, young or adult."""
        return {"younger-children": "child", "young-people": "young"}.get(self.value, "adult")


_LABELS = {
    Audience.YOUNGER_CHILDREN: "Younger children",
    Audience.YOUNG_PEOPLE: "Young people",
    Audience.PARENTS_CARERS: "Parents and carers",
    Audience.STAFF_PARTNERS: "Staff and partners",
}
_ONE = {
    Audience.YOUNGER_CHILDREN: "Younger child",
    Audience.YOUNG_PEOPLE: "Young person",
    Audience.PARENTS_CARERS: "Parent or carer",
    Audience.STAFF_PARTNERS: "Staff or partner",
}
_AGES = {
    Audience.YOUNGER_CHILDREN: "7 to 10",
    Audience.YOUNG_PEOPLE: "11 to 18, to 25 with SEND",
    Audience.PARENTS_CARERS: "parents and carers",
    Audience.STAFF_PARTNERS: "schools, services, voluntary sector",
}
