"""Addresses of papers."""

from django.urls import path

from caseday.documents.web.views import certificates, deliveries, files, packets, papers, putting_in

app_name = "documents"
urlpatterns = [
    path("", papers.inbox, name="list"),
    path("add", putting_in.add, name="add"),
    path("add-thing", putting_in.add_thing, name="add_thing"),
    path("certificates/license/<uuid:license_id>/", certificates.of_license, name="license_certificate"),
    path("certificates/hours/<uuid:education_id>/", certificates.of_education, name="education_certificate"),
    path("case/<uuid:case_id>/", papers.of_case, name="case"),
    path("<uuid:document_id>/", papers.document, name="document"),
    path("<uuid:document_id>/reading", papers.reading, name="reading"),
    path("<uuid:document_id>/read-again", papers.read_again, name="read_again"),
    path("<uuid:document_id>/file", papers.file_to_case, name="file"),
    path("<uuid:document_id>/void", papers.void, name="void"),
    path("<uuid:document_id>/move", papers.move, name="move"),
    path("<uuid:document_id>/page/<int:number>.png", files.page, name="page"),
    path("<uuid:document_id>/original/<int:position>", files.original, name="original"),
    path("<uuid:document_id>/pdf", files.pdf, name="pdf"),
    path("<uuid:document_id>/deliveries/", deliveries.deliveries, name="deliveries"),
    path("<uuid:document_id>/send/", deliveries.send, name="send"),
    path("delivery/<uuid:delivery_id>/", deliveries.delivery, name="delivery"),
    path("delivery/<uuid:delivery_id>/received/", deliveries.received, name="say_received"),
    path("delivery/<uuid:delivery_id>/in-chart/", deliveries.verify, name="verify_in_chart"),
    path("delivery/<uuid:delivery_id>/failed/", deliveries.fail, name="fail_delivery"),
    path("delivery/<uuid:delivery_id>/denied/", deliveries.deny, name="deny_delivery"),
    path("office/<uuid:office_id>/", deliveries.of_office, name="of_office"),
    path("appointment/<uuid:appointment_id>/", packets.appointment_papers, name="appointment_papers"),
    path("appointment/<uuid:appointment_id>/hand-over/", packets.hand_over, name="hand_over"),
    path("case/<uuid:case_id>/packet/", packets.new_packet, name="new_packet"),
    path("packet/<uuid:packet_id>/", packets.packet, name="packet"),
    path("packet/<uuid:packet_id>/packet.pdf", packets.packet_pdf, name="packet_pdf"),
    path("packet/<uuid:packet_id>/hand-over/", packets.hand_over_packet, name="hand_over_packet"),
]
