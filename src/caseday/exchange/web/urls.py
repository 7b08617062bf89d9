"""Addresses of import and export."""

from django.urls import path

from caseday.exchange.web import views

app_name = "exchange"
urlpatterns = [
    path("", views.home, name="home"),
    path("template.csv", views.template, name="template"),
    path("export", views.export, name="export"),
    path("<uuid:run_id>", views.run, name="run"),
    path("<uuid:run_id>/columns", views.columns, name="columns"),
    path("<uuid:run_id>/import", views.start, name="start"),
    path("<uuid:run_id>/give-up", views.give_up, name="give_up"),
]
