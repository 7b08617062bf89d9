from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "caseday.cases"
    label = "cases"

    def ready(self) -> None:
        from caseday.access.lookups import register_cases, register_subject
        from caseday.cases.permissions import chain_of_row, persons_of_caseload, persons_seen_by
        from caseday.cases.queries.exactly import (
            case_behind,
            case_numbers,
            case_of_assignment,
            cases_of_client,
        )
        from caseday.cases.queries.numbers_asked import client_is_asked_for_ssn
        from caseday.cases.queries.read_backs import case_of_identifier
        from caseday.cases.queries.stages import (
            has_closure_reason,
            has_goals,
            has_made_first_contacts,
            knows_work_status,
        )
        from caseday.cases.queries.versions import office_of_name, open_cases_of_program
        from caseday.cases.queries.work_status import case_of_duty_offer, case_of_work_status
        from caseday.cases.stage_facts import register_stage_fact
        from caseday.people.moves import register_rows
        from caseday.people.permissions import register_asks_ssn, register_close_sight, register_sight
        from caseday.programs.concerned import register_counts, register_offices

        register_counts(open_cases_of_program)
        register_offices(office_of_name)
        register_stage_fact("first_contacts_done", has_made_first_contacts)
        register_stage_fact("goals_set", has_goals)
        register_stage_fact("work_status_known", knows_work_status)
        register_stage_fact("closure_reason", has_closure_reason)
        register_sight(persons_seen_by)
        register_close_sight(persons_of_caseload)
        register_asks_ssn(client_is_asked_for_ssn)
        register_rows("cases.case", "person", chain_of_row)
        register_cases(labels=case_numbers, find=case_behind)
        register_subject("person_id", cases_of_client)
        register_subject("assignment_id", case_of_assignment)
        register_subject("identifier_id", case_of_identifier)
        register_subject("work_status_id", case_of_work_status)
        register_subject("offer_id", case_of_duty_offer)
