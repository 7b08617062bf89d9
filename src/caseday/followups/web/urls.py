"""Addresses of to-dos."""

from django.urls import path

from caseday.followups.web import views

app_name = "followups"
urlpatterns = [
    path("", views.todo_list, name="list"),
    path("new", views.add, name="add"),
    path("<uuid:followup_id>", views.todo, name="todo"),
    path("<uuid:followup_id>/done", views.done, name="done"),
    path("<uuid:followup_id>/drop", views.drop, name="drop"),
    path("<uuid:followup_id>/move", views.move, name="move"),
    path("<uuid:followup_id>/reopen", views.reopen, name="reopen"),
]
