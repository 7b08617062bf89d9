"""Addresses of papers."""

from django.urls import path

from caseday.documents.web.views import files, papers, putting_in

app_name = "documents"
urlpatterns = [
    path("", papers.inbox, name="list"),
    path("add", putting_in.add, name="add"),
    path("add-thing", putting_in.add_thing, name="add_thing"),
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
]
