"""Where a person goes after an action: back to the page on which they tapped."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def back_or(request: HttpRequest, otherwise: str) -> str:
    """`next` of the form or the address, else the page before; never another host, never this page again."""
    before = urlsplit(request.headers.get("Referer", ""))
    here = request.get_full_path()
    for wanted in (
        request.POST.get("next"),
        request.GET.get("next"),
        before.path and before._replace(scheme="", netloc="").geturl(),
    ):
        if wanted and wanted != here and _is_ours(request, wanted):
            return wanted
    return otherwise


def _is_ours(request: HttpRequest, url: str) -> bool:
    return url.startswith("/") and url_has_allowed_host_and_scheme(
        url, {request.get_host()}, request.is_secure()
    )
