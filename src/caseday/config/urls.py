"""Every address, app by app in the order in which the data passes through."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from caseday.config.health import healthz

_PREFIXES = {
    "ui": "ui/",
    "access": "access/",
    "programs": "programs/",
    "directory": "directory/",
    "people": "people/",
    "cases": "cases/",
    "schedule": "calendar/",
    "documents": "papers/",
    "followups": "to-dos/",
    "journal": "journal/",
    "correspondence": "messages/",
    "intake": "referrals/",
    "assessments": "assessments/",
    "careplans": "plans/",
    "advocacy": "advocacy/",
    "meetings": "meetings/",
    "compliance": "documentation/",
    "funding": "funds/",
    "search": "search/",
    "looseends": "loose-ends/",
    "dayplan": "plan/",
    "casefile": "case/",
    "reports": "reports/",
    "exchange": "exchange/",
    "today": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("caseday.access.web.account_urls")),
]
urlpatterns += [
    path(prefix, include(f"caseday.{app}.web.urls"))
    for app, prefix in _PREFIXES.items()
    if find_spec(f"caseday.{app}.web") and find_spec(f"caseday.{app}.web.urls")
]

handler500 = "caseday.access.web.errors.server_error"
