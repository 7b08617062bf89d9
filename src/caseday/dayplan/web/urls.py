"""Addresses of the day plan."""

from django.urls import path

from caseday.dayplan.web import views

app_name = "dayplan"
urlpatterns = [
    path("map", views.day_map, name="map"),
    path("sheet", views.sheet, name="sheet"),
    path("aloud", views.aloud, name="aloud"),
    path("wishes", views.wishes, name="wishes"),
    path("choose", views.choose, name="choose"),
    path("take-back", views.take_back, name="take_back"),
    path("pin/office/<uuid:office_id>", views.pin_office, name="pin_office"),
    path("pin/address/<uuid:address_id>", views.pin_address, name="pin_address"),
    path("team", views.team, name="team"),
    path("team/better", views.better, name="better_team"),
    path("team/apply", views.apply_visits, name="apply_team"),
    path("team/hand-over", views.hand_over, name="hand_over_visit"),
]
