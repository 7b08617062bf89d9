from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "caseday.exchange"
    label = "exchange"
