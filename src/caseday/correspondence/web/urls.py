"""Addresses of correspondence."""

from django.urls import path

from caseday.correspondence.web.views import filing, hooks, inbox, reading

app_name = "correspondence"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("hooks/<slug:provider>/incoming/", hooks.incoming, name="text_incoming"),
    path("hooks/<slug:provider>/status/", hooks.status, name="text_status"),
    path("hooks/<slug:provider>/status/<uuid:sending_key>/", hooks.status, name="text_status_of"),
    path("<uuid:message_id>/", reading.message, name="message"),
    path("<uuid:message_id>/conversation", reading.conversation, name="conversation"),
    path("<uuid:message_id>/file", filing.file, name="file"),
    path("<uuid:message_id>/unfile/<uuid:case_id>", filing.unfile, name="unfile"),
    path("<uuid:message_id>/aside", filing.set_aside, name="set_aside"),
    path("<uuid:message_id>/back", filing.take_back, name="take_back"),
]
