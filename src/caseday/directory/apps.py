from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "caseday.directory"
    label = "directory"
