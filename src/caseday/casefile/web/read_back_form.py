"""Reading a number back: what they have, who reads it, and from whom they have it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from caseday.casefile.actions import ReadOut
from caseday.cases.queries import resolve_who, shown_who
from caseday.ui.forms import Form

SOMEBODY_ELSE = "else"


def _line(label: str, size: int, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=size, required=False, widget=widget)


class ReadBackForm(Form):
    heard = _line("What they have", 120, spellcheck="false", autocapitalize="characters", autofocus=True)
    who = forms.ChoiceField(label="Who reads it", required=False, widget=forms.RadioSelect)
    with_name = _line("Somebody else, or who answered", 200, list="who-options")
    source = _line("From whom they have it", 200, list="source-options")

    def __init__(self, *args: Any, parties: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heard"].required = True
        self.fields["heard"].error_messages["required"] = "Type what they have."
        self.parties = {str(one.pk): one for one in parties if not one.to_on}
        shown = {shown_who(one): key for key, one in reversed(self.parties.items())}
        self.fields["who"].choices = [
            *((key, label) for label, key in reversed(shown.items())),
            (SOMEBODY_ELSE, "Somebody else"),
        ]
        self.sources = list(dict.fromkeys(shown_who(one) for one in self.parties.values()))

    def read_out(self) -> ReadOut:
        """Who is meant: a party that was chosen, else an entry of the directory, else only a name."""
        values = self.cleaned_data
        party = self.parties.get(values["who"])
        source = resolve_who(values["source"])
        told = {
            "heard": values["heard"],
            "source_name": values["source"].partition(" · ")[0],
            "source_office_id": source[0].office_id if len(source) == 1 else None,
        }
        return ReadOut(
            **told, **(_of_party(party, values["with_name"]) if party else _typed(values["with_name"]))
        )


def _of_party(party: Any, answered: str) -> dict[str, Any]:
    name = answered or ("" if party.professional_id else party.name or party.shown_name)
    return {
        "office_id": party.office_id,
        "professional_id": party.professional_id,
        "with_name": "" if party.office_id and not answered else name,
    }


def _typed(name: str) -> dict[str, Any]:
    found = resolve_who(name)
    if len(found) == 1:
        return {"office_id": found[0].office_id, "professional_id": found[0].professional_id}
    return {"with_name": name}
