from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "caseday.correspondence"
    label = "correspondence"

    def ready(self) -> None:
        from caseday.access.lookups import register_subject
        from caseday.correspondence.actions.calls import hear_of_call
        from caseday.correspondence.permissions import chain_of_row
        from caseday.correspondence.queries.hand_outs import case_of_hand_out
        from caseday.correspondence.queries.inbox import waiting_count
        from caseday.correspondence.queries.messages import cases_of_message
        from caseday.correspondence.queries.updates import case_of_update
        from caseday.documents.keeping import register_files
        from caseday.journal.actions import register_listener
        from caseday.people.moves import register_rows
        from caseday.ui.navigation import register_count

        register_count("correspondence:inbox", waiting_count)
        register_listener(hear_of_call)
        register_subject("update_id", case_of_update)
        register_subject("hand_out_id", case_of_hand_out)
        register_subject("message_id", cases_of_message)
        register_rows("correspondence.message", "person", chain_of_row)
        register_files("correspondence.attachment", "sha256", called="attachment")
        register_files("correspondence.messagebody", "raw_sha256", called="message")
