from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "caseday.documents"
    label = "documents"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.documents.keeping import register_files
        from caseday.documents.queries.seen import case_of_delivery, case_of_document, case_of_packet

        register_subject("document_id", case_of_document)
        register_subject("delivery_id", case_of_delivery)
        register_subject("packet_id", case_of_packet)
        register_files("access.license", "certificate_sha256", called="certificate")
        register_files("access.continuingeducation", "certificate_sha256", called="certificate")
