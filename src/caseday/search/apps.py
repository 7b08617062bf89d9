from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "caseday.search"
    label = "search"

    def ready(self) -> None:
        from caseday.access.record import register_index
        from caseday.search.indexing import refresh

        register_index(refresh)
