"""Forms of what goes out: a sending, and a packet."""

from collections.abc import Sequence
from typing import Any

from django import forms as fields

from caseday.documents.queries.receivers import receiver_ids
from caseday.ui import forms

HOWS = [("hand", "By hand"), ("fax", "Fax"), ("email", "Email"), ("portal", "Portal"), ("mail", "Mail")]


class _ToSomebody(forms.Form):
    to = fields.ChoiceField(label="To", required=False)
    to_name = fields.CharField(
        label="Somebody else, or a name there",
        max_length=160,
        required=False,
        help_text="Medical records, Ann",
    )

    def __init__(self, *args: Any, receivers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("to", "")
        known = dict(receivers)
        more = [(kept, self.initial.get("to_label", "as before"))] if kept and kept not in known else []
        self.fields["to"].choices = [("", "Nobody of these"), *more, *receivers]

    def show_problems(self, error: Any) -> None:
        """What is wrong with the papers stands above the form: there is no field for it."""
        for name, text in error.problems.items():
            self.add_error(name if name in self.fields else None, text)

    def receiver(self) -> dict[str, Any]:
        return {**receiver_ids(self.cleaned_data["to"]), "to_name": self.cleaned_data["to_name"]}


class SendForm(_ToSomebody):
    how = fields.ChoiceField(label="How", choices=HOWS, widget=fields.RadioSelect)
    sent_at = forms.DateTimeField(label="When")
    proof = fields.CharField(
        label="Proof",
        max_length=200,
        required=False,
        help_text="Fax confirmation, tracking number, who took it: to read out if they say they don't have it.",
    )


class PacketForm(_ToSomebody):
    title = fields.CharField(label="Name of the packet", max_length=200, required=False)
    dated_on = forms.DateField(label="Date on the cover")
    ask = fields.CharField(
        label="What we ask",
        max_length=2000,
        required=False,
        widget=fields.Textarea(attrs={"rows": 4}),
        help_text="Stands on the cover sheet.",
    )
    is_double_sided = fields.BooleanField(
        label="Both sides are printed", required=False, help_text="Each paper begins on a right-hand page."
    )

    def receiver(self) -> dict[str, Any]:
        """A packet goes to an office, a professional or by name."""
        found = super().receiver()
        if "person_id" in found:
            label = dict(self.fields["to"].choices)[self.cleaned_data["to"]]
            name = found["to_name"] or label.removesuffix(" (client)")
            return {"to_name": name}
        return found
