from django.urls import path

from caseday.reports.web import views

app_name = "reports"
urlpatterns = [
    path("miles/", views.miles, name="miles"),
    path("miles.csv", views.miles_csv, name="miles_csv"),
    path("miles/<uuid:staff_id>/<str:on>/<uuid:drive_id>/", views.correct, name="correct"),
    path("miles/<uuid:staff_id>/<str:on>/<uuid:drive_id>/add/", views.add, name="add"),
    path("miles/<uuid:staff_id>/<str:on>/<uuid:drive_id>/restore/", views.restore, name="restore"),
]
