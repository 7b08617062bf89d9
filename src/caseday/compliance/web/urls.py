from django.urls import path

from caseday.compliance.web import views

app_name = "compliance"
urlpatterns = [
    path("", views.caseload, name="caseload"),
    path("case/<uuid:case_id>/", views.of_case, name="case"),
    path("note/<uuid:activity_id>/", views.of_note, name="note"),
    path("visit/<uuid:appointment_id>/", views.of_visit, name="visit"),
    path("audit/", views.audit, name="audit"),
    path("audit/list/", views.list_cases, name="audit_list"),
    path("audit.csv", views.audit_csv, name="audit_csv"),
    path("audit.pdf", views.audit_pdf, name="audit_pdf"),
]
