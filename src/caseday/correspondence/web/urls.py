"""Addresses of correspondence."""

from django.urls import path

from caseday.correspondence.web.views import compose, filing, hooks, inbox, phone, reading, templates, updates

app_name = "correspondence"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("hooks/<slug:provider>/incoming/", hooks.incoming, name="text_incoming"),
    path("hooks/<slug:provider>/status/", hooks.status, name="text_status"),
    path("hooks/<slug:provider>/status/<uuid:sending_key>/", hooks.status, name="text_status_of"),
    path("phone/", phone.phones, name="phones"),
    path("phone/<uuid:contact_point_id>/", phone.phone, name="phone"),
    path("phone/<uuid:contact_point_id>/texts", phone.phone_texts, name="phone_texts"),
    path("write", compose.compose, name="compose"),
    path("write/preview", compose.preview, name="compose_preview"),
    path("templates/", templates.templates, name="templates"),
    path("templates/new", templates.new, name="new_template"),
    path("templates/<slug:wording>/<slug:channel>/<slug:language>/", templates.template, name="template"),
    path(
        "templates/<slug:wording>/<slug:channel>/<slug:language>/retire",
        templates.retire,
        name="retire_template",
    ),
    path(
        "templates/<slug:wording>/<slug:channel>/<slug:language>/restore",
        templates.restore,
        name="restore_template",
    ),
    path("<uuid:message_id>/letter.pdf", compose.letter, name="letter"),
    path("<uuid:message_id>/stop", compose.stop, name="stop"),
    path("<uuid:message_id>/retry", compose.retry, name="retry"),
    path("<uuid:message_id>/arrived", compose.arrived, name="arrived"),
    path("<uuid:message_id>/mailed", compose.mailed, name="mailed"),
    path("<uuid:message_id>/", reading.message, name="message"),
    path("<uuid:message_id>/conversation", reading.conversation, name="conversation"),
    path("<uuid:message_id>/file", filing.file, name="file"),
    path("<uuid:message_id>/unfile/<uuid:case_id>", filing.unfile, name="unfile"),
    path("<uuid:message_id>/aside", filing.set_aside, name="set_aside"),
    path("<uuid:message_id>/back", filing.take_back, name="take_back"),
    path("<uuid:message_id>/no-answer", filing.no_answer, name="no_answer"),
    path("<uuid:message_id>/answer-needed", filing.needs_answer, name="needs_answer"),
    path("<uuid:message_id>/safety-seen", filing.safety_seen, name="safety_seen"),
    path("update/<uuid:case_id>/", updates.update, name="update"),
    path("update/<uuid:case_id>/save", updates.save, name="save_update"),
    path("update/<uuid:case_id>/tell", updates.tell, name="tell_update"),
    path("updates/<uuid:update_id>/", updates.told, name="told_update"),
    path("updates/<uuid:update_id>/discard", updates.discard, name="discard_update"),
]
