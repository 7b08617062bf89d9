from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "caseday.documents"
    label = "documents"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.documents.queries.seen import case_of_document

        register_subject("document_id", case_of_document)
