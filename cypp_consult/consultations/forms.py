"""Forms of a consultation, one for each page of its facts."""

from typing import Any

from wtforms import BooleanField, FormField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from cypp_consult.consultations.fields import DIVISIONS, CountField, DayField, PersonField
from cypp_consult.consultations.models import Division
from cypp_consult.core.audiences import Audience
from cypp_consult.web.forms import Form, at_most, choices

LONG = 20_000


class WhyForm(Form):
    """Why people are asked, and what they can change."""

    title = StringField("Title", [DataRequired("Enter a title, such as What matters to you?"), at_most(200, "Title")])
    purpose = TextAreaField("Why you are asking", [at_most(LONG, "This")])
    open_to_influence = TextAreaField("What people can still change", [at_most(LONG, "This")])
    already_decided = TextAreaField("What is already decided", [at_most(LONG, "This")])
    legal_basis = TextAreaField("Duty or reason to consult", [at_most(LONG, "This")])
    what_happens_next = TextAreaField("What happens after it closes", [at_most(LONG, "This")])


class NewForm(WhyForm):
    """The same for a new consultation, which also needs its plan."""

    plan = SelectField("Plan", [InputRequired("Choose the plan it is about")])


class Part(Form):
    """A form within a form: the outer one carries the token."""

    class Meta(Form.Meta):
        """No token of its own."""

        csrf = False


class AudiencePart(Part):
    """One audience: whether it is asked, how many are expected, and what it is told."""

    ask = BooleanField("Ask them")
    expected = CountField("How many people you hope to hear from")
    about = TextAreaField("What this is about, in a few short sentences", [at_most(2000, "This")])


class WhoForm(Form):
    """Whom it asks, and what it asks about them."""

    younger_children = FormField(AudiencePart)
    young_people = FormField(AudiencePart)
    parents_carers = FormField(AudiencePart)
    staff_partners = FormField(AudiencePart)
    identity_level = RadioField(
        "What people are asked about themselves",
        choices=choices(
            [("none", "Nothing"), ("demographics", "A few equality questions at the end, all of which can be skipped")]
        ),
        default="demographics",
    )
    capacity = CountField("Most responses it takes")

    def parts(self) -> dict[Audience, Any]:
        """Return the part of each audience, in the order of the page."""
        return {audience: self[audience.value.replace("-", "_")] for audience in Audience}


class TeamForm(Form):
    """Who answers for it."""

    lead_id = PersonField("Lead")
    safeguarding_lead_id = PersonField("Safeguarding lead")
    safeguarding_phone = StringField("Safeguarding lead's phone number", [at_most(60, "Phone number")])
    contact = StringField("Whom people can ask", [at_most(300, "This")])


class WhenForm(Form):
    """Its dates. What is unwise is said afterwards; only what is impossible is refused."""

    opens_on = DayField("First day")
    closes_on = DayField("Last day")
    decision_on = DayField("Day of the decision")
    division = SelectField(
        "Whose bank holidays count",
        choices=choices([(item.value, words) for item, words in DIVISIONS.items()]),
        coerce=Division,
    )
    retention_until = DayField("Keep answers until")

    def validate_closes_on(self, field: Any) -> None:
        """Refuse a last day before the first."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError("The last day must not be before the first day")


class ShortNotices(Part):
    """The short privacy notice of each audience."""

    younger_children = TextAreaField(Audience.YOUNGER_CHILDREN.label, [at_most(2000, "This")])
    young_people = TextAreaField(Audience.YOUNG_PEOPLE.label, [at_most(2000, "This")])
    parents_carers = TextAreaField(Audience.PARENTS_CARERS.label, [at_most(2000, "This")])
    staff_partners = TextAreaField(Audience.STAFF_PARTNERS.label, [at_most(2000, "This")])

    def of(self, audience: Audience) -> Any:
        """Return the field of an audience."""
        return self[audience.value.replace("-", "_")]


class PrivacyForm(Form):
    """Why the law lets us use the answers, and the notice in its layers."""

    lawful_basis = RadioField(
        "Why the law lets you use the answers",
        choices=choices(
            [
                ("public_task", "Public task"),
                ("consent", "Consent"),
                ("legitimate_interests", "Legitimate interests"),
            ]
        ),
        validate_choice=False,
    )
    short = FormField(ShortNotices)
    privacy_full = TextAreaField("The full notice", [at_most(50_000, "The notice")])

    def validate_lawful_basis(self, field: Any) -> None:
        """Take one of the three, or none yet."""
        if field.data not in {None, "", "None", "public_task", "consent", "legitimate_interests"}:
            raise ValidationError("Choose one of the three")
