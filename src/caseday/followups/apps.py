from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "caseday.followups"
    label = "followups"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.access.record import register_follower
        from caseday.cases.moved_requests import register_requests
        from caseday.followups.actions.following import follow_change
        from caseday.followups.actions.moving import give_kind
        from caseday.followups.queries import (
            case_of_claim,
            case_of_clock,
            case_of_followup,
            case_of_line,
            case_of_request,
        )
        from caseday.followups.queries.moving import open_requests_by_case

        register_subject("followup_id", case_of_followup)
        register_subject("request_id", case_of_request)
        register_subject("line_id", case_of_line)
        register_subject("claim_id", case_of_claim)
        register_subject("clock_id", case_of_clock)
        register_follower(follow_change)
        register_requests(open_requests_by_case, give_kind)
