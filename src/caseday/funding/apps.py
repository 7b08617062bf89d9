from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "caseday.funding"
    label = "funding"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.funding.queries.behind import case_of_charge, case_of_fund_case

        register_subject("charge_id", case_of_charge)
        register_subject("fund_case_id", case_of_fund_case)
