from django.urls import path

from caseday.compliance.web import reports, views

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
    path("reports/case/<uuid:case_id>/", reports.of_case, name="reports"),
    path("reports/case/<uuid:case_id>/draft/", reports.draft, name="draft_report"),
    path("reports/<uuid:program_report_id>/", reports.report, name="report"),
    path("reports/<uuid:program_report_id>/save/", reports.save, name="save_report"),
    path("reports/<uuid:program_report_id>/typed/", reports.keep_typing, name="keep_typing"),
    path("reports/<uuid:program_report_id>/sign/", reports.sign, name="sign_report"),
    path("reports/<uuid:program_report_id>/discard/", reports.discard, name="discard_report"),
    path("reports/<uuid:program_report_id>/amend/", reports.amend, name="amend_report"),
    path("reports/<uuid:program_report_id>/pdf/", reports.pdf, name="report_pdf"),
    path("reports/<uuid:program_report_id>/send/", reports.send, name="send_report"),
    path("reports/<uuid:program_report_id>/receipt/", reports.note, name="note_receipt"),
]
