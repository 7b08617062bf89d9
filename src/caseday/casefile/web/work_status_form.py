"""The form of a work status: what a physician says may be done at work, and the paper that says so."""

from typing import Any

from django import forms

from caseday.cases.actions import NewWorkStatus, Restriction
from caseday.cases.queries import resolve_who, work_status_kinds
from caseday.kernel.ids import parse_id
from caseday.programs.rules import Pack
from caseday.ui.forms import DateField, Form


def _line(label: str, size: int, *, help: str = "", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=size, help_text=help, required=False, widget=widget)


class WorkStatusForm(Form):
    """For each restriction of the pack an amount and a note; those left empty do not apply."""

    kind = forms.ChoiceField(label="What the physician says", choices=work_status_kinds)
    physician = _line("Physician", 200, help="A name of the directory, or anybody's", list="who-options")
    from_on = DateField(label="From", required=True)
    until_on = DateField(label="Until", required=False, help_text="The last day; empty: until further notice")
    document_id = forms.ChoiceField(
        label="The paper it stands on", required=False, help_text="None: it counts as said only."
    )

    def __init__(self, *args: Any, pack: Pack, papers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_id"].choices = [("", "None, only said"), *papers]
        self.kinds = pack.restriction_kinds
        for one in self.kinds:
            self.fields[f"amount_{one.slug}"] = _line(f"{one.word}, at most", 8, inputmode="decimal")
            self.fields[f"note_{one.slug}"] = _line(f"{one.word}, in words", 200, placeholder="in words")

    def rows(self) -> list[tuple[Any, Any, Any]]:
        return [(one, self[f"amount_{one.slug}"], self[f"note_{one.slug}"]) for one in self.kinds]

    def new(self) -> NewWorkStatus:
        values = self.cleaned_data
        found = [one for one in resolve_who(values["physician"]) if one.professional_id]
        known = found[0].professional_id if len(found) == 1 else None
        return NewWorkStatus(
            kind=values["kind"],
            from_on=values["from_on"],
            until_on=values["until_on"],
            restrictions=self._restrictions(),
            professional_id=known,
            by_name="" if known else values["physician"],
            document_id=parse_id(values["document_id"]),
        )

    def _restrictions(self) -> list[Restriction]:
        given = ((one.slug, self.cleaned_data[f"amount_{one.slug}"], self.cleaned_data[f"note_{one.slug}"])
                 for one in self.kinds)  # fmt: skip
        return [Restriction(*one) for one in given if one[1].strip() or one[2].strip()]
