"""Forms of mail accounts. What was typed as a secret is never sent back to the browser."""

from typing import Any

from django import forms

from caseday.correspondence.actions.accounts import AccountDetails
from caseday.ui.forms import Form

_SECURITY = [("tls", "TLS"), ("starttls", "STARTTLS"), ("none", "None (this machine only)")]


class AccountForm(Form):
    name = forms.CharField(
        label="Name", max_length=120, help_text="As colleagues see it, e.g. Office mailbox."
    )
    address = forms.CharField(label="Email address", max_length=254)
    sign_in = forms.ChoiceField(
        label="Sign in with",
        choices=[("password", "Password"), ("oauth2", "OAuth 2 token")],
        initial="password",
    )
    user_name = forms.CharField(
        label="User name", max_length=254, required=False, help_text="If it is not the address."
    )
    secret = forms.CharField(
        label="Password or token", required=False, strip=False, max_length=8000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-keep-not": ""}),
    )  # fmt: skip
    token_url = forms.CharField(
        label="Token address",
        max_length=300,
        required=False,
        help_text="Where the provider renews tokens; then the token above is the refresh token. "
        "Empty: it is used as it is until it expires.",
    )
    client_id = forms.CharField(label="Client ID", max_length=254, required=False)
    client_secret = forms.CharField(
        label="Client secret", required=False, strip=False, max_length=2000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-keep-not": ""}),
    )  # fmt: skip
    imap_host = forms.CharField(
        label="Mail comes from (IMAP server)",
        max_length=255,
        required=False,
        help_text="E.g. imap.example.org",
    )
    imap_port = forms.IntegerField(label="Port", min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label="Encryption", choices=_SECURITY, initial="tls")
    imap_folder = forms.CharField(label="Folder", max_length=120, initial="INBOX")
    smtp_host = forms.CharField(
        label="Mail goes out by (SMTP server)",
        max_length=255,
        required=False,
        help_text="Empty: the agency's own.",
    )
    smtp_port = forms.IntegerField(label="Port", min_value=1, max_value=65535, initial=587)
    smtp_security = forms.ChoiceField(label="Encryption", choices=_SECURITY, initial="starttls")
    fax_domain = forms.CharField(
        label="Faxes go to NUMBER@",
        max_length=120,
        required=False,
        help_text="The domain of your fax service, if any.",
    )
    signature = forms.CharField(
        label="Signature", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, is_there: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_there:
            self.fields["secret"].help_text = "Empty: as it is. It is never shown."
            self.fields["client_secret"].help_text = "Empty: as it is. It is never shown."

    def details(self) -> AccountDetails:
        left_out = {"id", "secret", "client_secret"}
        return AccountDetails(
            **{key: value for key, value in self.cleaned_data.items() if key not in left_out}
        )
