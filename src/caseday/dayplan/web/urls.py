"""Addresses of the day plan."""

from django.urls import path

from caseday.dayplan.web import views

app_name = "dayplan"
urlpatterns = [
    path("map", views.day_map, name="map"),
    path("pin/office/<uuid:office_id>", views.pin_office, name="pin_office"),
    path("pin/address/<uuid:address_id>", views.pin_address, name="pin_address"),
]
