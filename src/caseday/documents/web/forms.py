"""What a person tells of a paper."""

from typing import Any

from django import forms as fields

from caseday.access.viewer import Viewer
from caseday.documents.actions import Facts
from caseday.documents.queries import how_choices, kinds_for
from caseday.schedule.queries import cases_to_choose, office_label, office_named
from caseday.ui import forms


def case_label(case: Any) -> str:
    return f"{case.person.family_name}, {case.person.given_name} · {case.number}"


class FactsForm(forms.Form):
    kind = fields.ChoiceField(label="Kind", required=False)
    title = fields.CharField(
        label="Title", max_length=160, required=False, help_text="Empty: the kind, or the file's name."
    )
    service_on = forms.DateField(label="Day of the service", required=False)
    where = fields.CharField(
        label="From whom",
        max_length=160,
        required=False,
        help_text="An office of the directory, or a name.",
        widget=fields.TextInput(attrs={"list": "offices", "autocomplete": "off"}),
    )
    received_how = fields.ChoiceField(label="How it came", required=False)

    def __init__(self, *args: Any, viewer: Viewer, case: Any = None, keeps: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        kinds = [(one.slug, one.word) for one in kinds_for(case)]
        if keeps and keeps not in dict(kinds):
            kinds.append((keeps, keeps.replace("_", " ").capitalize()))
        self.fields["kind"].choices = [("", "Not known yet"), *kinds]
        self.fields["received_how"].choices = [("", "Not said"), *how_choices()]

    def facts(self, **more: Any) -> Facts:
        said = self.cleaned_data
        office = office_named(said["where"]) if said["where"] else None
        return Facts(
            kind=said["kind"],
            title=said["title"],
            service_on=said["service_on"],
            from_office_id=office.pk if office else None,
            from_name="" if office else said["where"],
            received_how=said["received_how"],
            **more,
        )

    def show_problems(self, error: Any) -> None:
        """Fields are named for people here, and for the record there."""
        names = {"from_office_id": "where", "files": None}
        for name, text in error.problems.items():
            known = names.get(name, name)
            self.add_error(known if known in self.fields else None, text)


class _WithCase(FactsForm):
    case = fields.ChoiceField(label="Case", required=False)

    def __init__(self, *args: Any, case: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        cases = cases_to_choose(self.viewer)
        if case is not None and case not in cases:
            cases = [case, *cases]
        self.fields["case"].choices = [
            ("", "Not filed yet"),
            *((str(one.pk), case_label(one)) for one in cases),
        ]


class PutInForm(_WithCase):
    is_one_paper = fields.BooleanField(
        label="These photos are the pages of one paper", required=False, initial=True
    )
    allows_same = fields.BooleanField(required=False, widget=fields.HiddenInput)
    appointment = fields.UUIDField(required=False, widget=fields.HiddenInput)


class ThingForm(_WithCase):
    whereabouts = fields.CharField(
        label="Where it is", max_length=160, help_text="In my car, in the office safe, left with the surgeon."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "CD of the MRI, original X-ray film."


class MoveThingForm(forms.PlainForm):
    whereabouts = fields.CharField(label="Where it is now", max_length=160)


class VoidForm(forms.PlainForm):
    reason = fields.CharField(
        label="Why it does not count", max_length=200, help_text="Another person's paper, a page is missing."
    )


class FileForm(forms.PlainForm):
    case = fields.ChoiceField(label="Case")
    allows_same = fields.BooleanField(required=False, widget=fields.HiddenInput)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases = cases_to_choose(viewer)
        self.fields["case"].choices = [("", "Choose"), *((str(one.pk), case_label(one)) for one in cases)]


def initial_of(document: Any, **more: Any) -> dict[str, Any]:
    where = office_label(document.from_office) if document.from_office else document.from_name
    return {
        "kind": document.kind,
        "title": document.title,
        "service_on": document.service_on,
        "where": where,
        "received_how": document.received_how,
        **more,
    }
