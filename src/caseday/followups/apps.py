from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    name = "caseday.followups"
    label = "followups"
