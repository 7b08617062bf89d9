"""What a person types about a request and its steps."""

from typing import Any
from uuid import UUID

from django import forms as fields

from caseday.cases.queries import resolve_who
from caseday.followups.actions import HOW, RequestDetails, Said
from caseday.followups.queries import CHANNELS, Document
from caseday.followups.web.speakers import Speaker, speaker_of
from caseday.kernel.ids import parse_id
from caseday.programs.rules import Pack, Step
from caseday.ui import forms

_SIDES = [("", "No side"), ("left", "Left"), ("right", "Right"), ("both", "Both")]


def _line(label: str, size: int, *, required: bool = False, help: str = "", **attrs: Any) -> fields.CharField:
    widget = fields.TextInput(attrs={"autocomplete": "off", **attrs})
    return fields.CharField(label=label, max_length=size, required=required, help_text=help, widget=widget)


class RequestForm(forms.Form):
    title = _line("What", 200, help="As you would say it. Empty: the kind's name.")
    side = fields.ChoiceField(label="Side", choices=_SIDES, required=False)
    body_part = _line("Body part", 60)
    whom = _line("Of whom", 300, help="An office or a professional of the directory", list="who-options")
    appointment = fields.ChoiceField(label="Appointment", required=False)
    needed_by = forms.DateTimeField(label="Needed by", required=False)
    reference = _line("Their number for it", 60)
    expires_on = forms.DateField(label="Approved until", required=False)
    units_approved = fields.IntegerField(label="Approved", min_value=0, max_value=10_000, required=False)
    unit_word = _line("Of what", 40, help="visits, hours, items")

    def __init__(self, *args: Any, appointments: list[tuple[str, str]], pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appointment"].choices = [("", "None"), *appointments]
        if any(one.is_about_side for one in pack.document_kinds):
            self.fields[
                "title"
            ].help_text = "As you would say it: MRI of the left knee. Empty: the kind's name."
        else:
            del self.fields["side"], self.fields["body_part"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        typed = cleaned.get("whom", "").strip()
        found = resolve_who(typed)
        if typed and len(found) != 1:
            why = "There are several by this name. " if found else "This name is not in the directory. "
            self.add_error("whom", why + "Choose one from the list, or leave it empty.")
        cleaned["office_id"] = found[0].office_id if len(found) == 1 else None
        cleaned["professional_id"] = found[0].professional_id if len(found) == 1 else None
        return cleaned

    def details(self, part_of_id: UUID | None = None) -> RequestDetails:
        said = self.cleaned_data
        same = ("title", "office_id", "professional_id", "needed_by", "reference")
        more = ("expires_on", "units_approved", "unit_word")
        return RequestDetails(
            **{name: said[name] for name in (*same, *more)},
            **{name: said.get(name, "") for name in ("side", "body_part")},
            appointment_id=parse_id(said["appointment"]),
            part_of_id=part_of_id,
        )


class ClaimForm(forms.Form):
    """Who says what of one step. On the ladder most of it is left out; the page of one step asks for all."""

    speaker = fields.ChoiceField(label="Who says it", required=False)
    name = _line("Who exactly", 120, help="Where it is not the one named")
    channel = fields.ChoiceField(label="How", choices=[("", "Not said"), *CHANNELS], required=False)
    outcome = fields.ChoiceField(label="How did it end?", widget=fields.RadioSelect, required=False)
    reason = _line("Why, as they say", 300)
    at = forms.DateTimeField(label="When they said it", required=False)
    happened_on = forms.DateField(label="When it was done, as they say", required=False)
    document = fields.ChoiceField(label="With which paper", required=False)
    how = fields.ChoiceField(
        label="Verified?", choices=[("", "Not yet, only said"), *HOW.items()], required=False
    )
    also_skipped = fields.BooleanField(label="Claim the steps before it, too", required=False)
    version = fields.IntegerField(required=False, widget=fields.HiddenInput)
    activity = fields.UUIDField(required=False, widget=fields.HiddenInput)

    def __init__(
        self,
        *args: Any,
        speakers: list[Speaker],
        rung: Step | None = None,
        papers: list[Document] | None = None,
        is_denial: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.speakers = speakers
        self.fields["speaker"].choices = [("", "Somebody"), *((one.key, one.label) for one in speakers)]
        self.fields["outcome"].choices = [(one.slug, one.word) for one in rung.outcomes] if rung else []
        self.fields["outcome"].required = bool(rung and rung.outcomes and not is_denial)
        self.fields["outcome"].error_messages["required"] = "Say how it ended."
        self.fields["document"].choices = [("", "None"), *((str(one.pk), one.title) for one in papers or [])]

    def said(self) -> Said:
        typed = self.cleaned_data
        who = speaker_of(typed["speaker"], self.speakers)
        return Said(
            by=typed["name"].strip() or (who.name if who else ""),
            role=who.role if who else "",
            office_id=who.office_id if who else None,
            channel=typed["channel"],
            at=typed["at"],
            happened_on=typed["happened_on"],
            activity_id=typed["activity"],
            document_id=parse_id(typed["document"]),
        )


class ReasonForm(forms.PlainForm):
    reason = _line("Why", 200)
