from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "caseday.journal"
    label = "journal"
