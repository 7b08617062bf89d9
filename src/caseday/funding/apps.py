from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "caseday.funding"
    label = "funding"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.funding.queries.behind import case_of_charge, case_of_fund_case, case_of_spending
        from caseday.funding.queries.household import member_is_asked_for_ssn
        from caseday.people.permissions import register_asks_ssn

        register_asks_ssn(member_is_asked_for_ssn)
        register_subject("charge_id", case_of_charge)
        register_subject("fund_case_id", case_of_fund_case)
        register_subject("spending_id", case_of_spending)
