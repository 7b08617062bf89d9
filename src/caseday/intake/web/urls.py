"""Addresses of intake."""

from django.urls import path

from caseday.intake.web import views

app_name = "intake"
urlpatterns = [
    path("", views.referral_list, name="list"),
    path("new", views.take, name="take"),
    path("duplicates", views.duplicates, name="duplicates"),
    path("conflicts", views.same_claim, name="same_claim"),
    path("<uuid:referral_id>", views.referral, name="referral"),
    path("<uuid:referral_id>/accept", views.accept, name="accept"),
    path("<uuid:referral_id>/decline", views.decline, name="decline"),
    path("<uuid:referral_id>/reconsider", views.reconsider, name="reconsider"),
]
