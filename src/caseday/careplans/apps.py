from django.apps import AppConfig


class CarePlansConfig(AppConfig):
    name = "caseday.careplans"
    label = "careplans"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.careplans.actions import hear_of_entry
        from caseday.careplans.queries import (
            case_of_measure,
            case_of_outcome,
            case_of_part,
            case_of_plan,
            case_of_version,
        )
        from caseday.journal.actions import register_listener

        register_listener(hear_of_entry)
        register_subject("care_plan_id", case_of_plan)
        register_subject("plan_part_id", case_of_part)
        register_subject("plan_version_id", case_of_version)
        register_subject("measure_id", case_of_measure)
        register_subject("outcome_id", case_of_outcome)
