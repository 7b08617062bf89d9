"""Addresses of cases."""

from django.urls import path

from caseday.cases.web import views

app_name = "cases"
urlpatterns = [
    path("", views.case_list, name="list"),
    path("filters/save", views.save_filter, name="save_filter"),
    path("filters/<uuid:filter_id>/forget", views.forget_filter, name="forget_filter"),
    path("who", views.who, name="who"),
    path("same-number", views.same_number, name="same_number"),
    path("offers/<uuid:assignment_id>/<slug:reply>", views.answer_offer, name="answer_offer"),
    path("stages", views.stages, name="stages"),
    path("versions/<slug:program>", views.versions, name="versions"),
    path("<uuid:case_id>/stage", views.stage, name="stage"),
    path("<uuid:case_id>/version", views.version, name="version"),
    path("<uuid:case_id>/facts", views.facts, name="facts"),
    path("<uuid:case_id>/facts/change", views.change_facts, name="change_facts"),
    path("<uuid:case_id>/workers", views.workers, name="workers"),
    path("<uuid:case_id>/workers/change", views.change_workers, name="change_workers"),
    path("<uuid:case_id>/workers/<uuid:assignment_id>/end", views.end_support, name="end_support"),
    path("<uuid:case_id>/status/<slug:step>", views.change_status, name="change_status"),
    path("<uuid:case_id>/work", views.work_status, name="work_status"),
    path("<uuid:case_id>/work/offer", views.offer_duty, name="offer_duty"),
    path("work/<uuid:work_status_id>/void", views.void_work_status, name="void_work_status"),
    path("work/offers/<uuid:offer_id>", views.answer_duty, name="answer_duty"),
    path("<uuid:case_id>/<slug:part>", views.part_card, name="part"),
    path("<uuid:case_id>/<slug:part>/new", views.add_entry, name="add"),
    path("<uuid:case_id>/<slug:part>/<uuid:item_id>", views.change_entry, name="change"),
    path("<uuid:case_id>/<slug:part>/<uuid:item_id>/<slug:ending>", views.end_entry, name="end"),
]
