from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "caseday.documents"
    label = "documents"
