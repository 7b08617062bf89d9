"""What people type on the pages of access. Forms check the spelling; actions check the sense."""

from collections.abc import Callable
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.webauthn import forms as passkeys
from django import forms

from caseday.access.permissions import can_manage_staff
from caseday.access.web import lockout
from caseday.ui.forms import DateField, Form, PhoneField, PlainForm

ROLES = (
    ("case_manager", "Case manager: works the own caseload"),
    ("supervisor", "Supervisor: sees and works the cases of the teams they lead"),
    ("administrator", "Administrator: staff and settings, no cases"),
    ("auditor", "Auditor: reads everything, changes nothing"),
)
COMMON_ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Puerto Rico"),
    ("UTC", "UTC"),
)


class ZoneField(forms.ChoiceField):
    """The usual ones by name, and whatever is set already."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=COMMON_ZONES, **{"label": "Time zone", **kwargs})

    def valid_value(self, value: Any) -> bool:
        return value in available_timezones()

    def offer(self, value: str) -> None:
        if value and value not in dict(COMMON_ZONES):
            self.choices = [*COMMON_ZONES, (value, value.replace("_", " "))]


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self)
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, oldpassword="Present password", password1="New password", password2="New password again")


class SetPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, password1="New password", password2="New password again")


class _CountsFailures:
    """Wrong codes count like wrong passwords, in the database, so that more processes give no more tries."""

    def clean_code(self: Any) -> str:
        email = self.user.email
        if lockout.is_shut_out(context.request, email):
            raise forms.ValidationError(lockout.TOO_MANY)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            lockout.note_failure(context.request, email)
            raise
        return code


class SecondFactorForm(_CountsFailures, second_step.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, code="Code")
        self.fields["code"].widget.attrs["autofocus"] = True


class SecondFactorAgainForm(_CountsFailures, second_step.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, code="Code")


class _TakesNonsense:
    """What a script makes up as a passkey is a wrong one; allauth alone would answer with an error of ours."""

    def clean_credential(self: Any) -> Any:
        return _or_wrong(super().clean_credential)  # type: ignore[misc]


class PasskeySignInForm(_TakesNonsense, passkeys.LoginWebAuthnForm):
    pass


class PasskeyStepForm(_TakesNonsense, passkeys.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(_TakesNonsense, passkeys.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _tidy(self, name="Name of the passkey")

    def clean(self) -> Any:
        return _or_wrong(super().clean)


def _or_wrong(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError, LookupError) as error:
        raise forms.ValidationError("That passkey could not be read. Try again.") from error


def _tidy(form: Any, **labels: str) -> None:
    """Labels instead of placeholders, which vanish when one types."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)
    if "password1" in form.fields:
        form.fields["password1"].help_text = "At least 12 characters. Four or five unrelated words do well."


class StaffForm(Form):
    name = forms.CharField(max_length=120, label="Name", help_text="As it is signed: Nora Field")
    email = forms.EmailField(label="Email", help_text="They sign in with it.")
    role = forms.ChoiceField(choices=ROLES, widget=forms.RadioSelect, label="Role")
    credentials = forms.CharField(max_length=60, required=False, help_text="After the name: RN, CCM")
    languages = forms.CharField(
        max_length=120,
        required=False,
        label="Languages",
        help_text="Spoken with clients besides English, by commas: Spanish, Vietnamese",
    )
    phone = PhoneField(required=False, label="Phone")
    time_zone = ZoneField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].offer(self.initial.get("time_zone", ""))


class TeamForm(Form):
    name = forms.CharField(max_length=80)
    leads = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Supervisors who lead it",
        help_text="They see and work the cases of the members.",
    )
    members = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="Members")

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [(str(one.pk), one.name) for one in staff]
        supervisors = [one for one in staff if one.role == "supervisor"]
        self.fields["leads"].choices = [(str(one.pk), one.name) for one in supervisors]


class CoverageForm(Form):
    absent = forms.ChoiceField(label="Who is away")
    covering = forms.ChoiceField(label="Who stands in")
    from_on = DateField(label="First day")
    to_on = DateField(label="Last day", help_text="Both days are included.")
    reason = forms.CharField(max_length=120, required=False, help_text="Vacation, training; no diagnosis")

    def __init__(self, *args: Any, viewer: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.name) for one in staff]
        mine = [p for p in people if _may_choose(viewer, p[0])]
        self.fields["absent"].choices = [("", "Choose"), *mine]
        self.fields["covering"].choices = [("", "Choose"), *people]
        if len(mine) == 1:
            self.fields["absent"].initial = mine[0][0]


def _may_choose(viewer: Any, staff_id: str) -> bool:
    if can_manage_staff(viewer):
        return True
    own = {str(viewer.staff_id)}
    return staff_id in (
        own | {str(one) for one in viewer.caseload_staff_ids} if viewer.is_supervisor else own
    )


class AgencyForm(PlainForm):
    name = forms.CharField(max_length=120, label="Name of the agency")
    phone = PhoneField(required=False, label="Phone")
    state = forms.CharField(
        max_length=2, min_length=2, required=False, label="State", help_text="For its holidays: TX"
    )
    time_zone = ZoneField()
    lock_after_minutes = forms.IntegerField(
        min_value=0,
        max_value=240,
        label="Lock screens after (minutes)",
        help_text="Without activity. 0: never by time.",
    )
    needs_second_factor = forms.BooleanField(
        required=False, label="Everybody needs a second step", help_text="An authenticator app or a passkey."
    )
    feed_shows_details = forms.BooleanField(
        required=False,
        label="Calendar feeds may show names and places",
        help_text="Otherwise an outside calendar shows only “appointment”.",
    )
    paper_size = forms.ChoiceField(
        choices=[("letter", "Letter (8.5 × 11 in)"), ("a4", "A4 (210 × 297 mm)")],
        label="Paper",
        help_text="Packets for offices are drawn for it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].offer(self.initial.get("time_zone", ""))

    def clean_state(self) -> str:
        return self.cleaned_data["state"].upper()


class MySettingsForm(PlainForm):
    name = forms.CharField(max_length=120, label="Name", help_text="As you sign")
    credentials = forms.CharField(max_length=60, required=False, help_text="After your name: RN, CCM")
    languages = forms.CharField(
        max_length=120,
        required=False,
        label="Languages",
        help_text="Spoken with clients besides English, by commas: Spanish, Vietnamese",
    )
    phone = PhoneField(required=False, label="Phone")
    time_zone = ZoneField()
    home_base = forms.CharField(
        max_length=200,
        required=False,
        label="Where your day starts",
        help_text="The address; travel times count from it.",
    )
    playlist_url = forms.URLField(
        required=False,
        label="Playlist for the road",
        assume_scheme="https",
        help_text="Your own link; opens when you drive.",
    )
    navigates_with = forms.ChoiceField(
        choices=[
            ("google", "Google Maps"),
            ("apple", "Apple Maps"),
            ("geo", "The map app of this device"),
        ],
        required=False,
        label="Navigate with",
        help_text="The last one suits Android phones.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].offer(self.initial.get("time_zone", ""))

    def clean_navigates_with(self) -> str:
        return self.cleaned_data["navigates_with"] or self.initial["navigates_with"]


class GlassForm(Form):
    number = forms.CharField(
        max_length=60, label="Case or claim number", help_text="The whole number, exactly."
    )
    reason = forms.CharField(
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why you need it now",
        help_text="Your supervisor reads this.",
    )


class ReviewForm(PlainForm):
    note = forms.CharField(
        max_length=400, required=False, label="Note", widget=forms.Textarea(attrs={"rows": 2})
    )


class LogFilterForm(PlainForm):
    case = forms.CharField(max_length=60, required=False, label="Case or claim number")
    staff = forms.ChoiceField(required=False, label="Who")
    on = DateField(required=False, label="Day")

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [("", "Everybody"), *((str(one.pk), one.name) for one in staff)]
