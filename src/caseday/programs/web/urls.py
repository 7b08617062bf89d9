"""Addresses of programs."""

from django.urls import path

from caseday.programs.web import views

app_name = "programs"
urlpatterns = [
    path("", views.packs, name="packs"),
    path("diagnoses", views.diagnoses, name="diagnoses"),
    path("deadlines/<slug:jurisdiction>", views.deadlines, name="deadlines"),
    path("<slug:slug>", views.pack, name="pack"),
]
