"""Addresses of correspondence."""

from django.urls import path

from caseday.correspondence.web.views import compose, filing, hand_outs, hooks, inbox, phone, reading, safety, templates, updates

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
    path("safety/", safety.phrases, name="safety_phrases"),
    path("safety/switch", safety.switch, name="switch_safety_phrase"),
    path("safety/<uuid:phrase_id>/remove", safety.remove, name="remove_safety_phrase"),
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
    path("education/<uuid:case_id>/", hand_outs.hand_outs, name="hand_outs"),
    path("education/given/<uuid:hand_out_id>/taught-back", hand_outs.taught_back, name="taught_back"),
    path("words/", hand_outs.words, name="words"),
    path("words/note/<uuid:note_id>/", hand_outs.words_of_note, name="words_of_note"),
    path("<uuid:message_id>/words", hand_outs.words_of_message, name="words_of_message"),
]
