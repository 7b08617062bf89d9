from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "caseday.meetings"
    label = "meetings"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.access.record import register_follower
        from caseday.correspondence.actions import register_answers
        from caseday.meetings.actions.answers import hear_answers
        from caseday.meetings.actions.following import follow_change
        from caseday.meetings.permissions import chain_of_participant
        from caseday.meetings.queries import case_of_disagreement, case_of_meeting
        from caseday.people.moves import register_rows

        register_rows("meetings.participant", "person", chain_of_participant)
        register_subject("meeting_id", case_of_meeting)
        register_subject("disagreement_id", case_of_disagreement)
        register_follower(follow_change)
        register_answers(hear_answers)
