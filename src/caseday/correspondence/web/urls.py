"""Addresses of correspondence."""

from django.urls import path

from caseday.correspondence.web.views import inbox

app_name = "correspondence"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
]
