from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "caseday.compliance"
    label = "compliance"
