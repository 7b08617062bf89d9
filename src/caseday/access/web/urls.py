"""Addresses of access."""

from django.urls import path

from caseday.access.web.views import agency, coverage, glass, licenses, locking, log, me, staff, teams

app_name = "access"
urlpatterns = [
    path("", agency.agency, name="agency"),
    path("staff/", staff.staff_list, name="staff"),
    path("staff/add/", staff.add, name="add_staff"),
    path("staff/<uuid:staff_id>/", staff.edit, name="edit_staff"),
    path("staff/<uuid:staff_id>/link/", staff.link, name="staff_link"),
    path("staff/<uuid:staff_id>/disable/", staff.disable, name="disable_staff"),
    path("staff/<uuid:staff_id>/enable/", staff.enable, name="enable_staff"),
    path("staff/<uuid:staff_id>/release/", staff.release, name="release_staff"),
    path("staff/<uuid:staff_id>/second-steps/", staff.second_steps, name="remove_second_steps"),
    path("teams/", teams.team_list, name="teams"),
    path("teams/add/", teams.add, name="add_team"),
    path("teams/<uuid:team_id>/", teams.edit, name="edit_team"),
    path("teams/<uuid:team_id>/remove/", teams.remove, name="remove_team"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/<uuid:coverage_id>/end/", coverage.end, name="end_coverage"),
    path("log/", log.log, name="log"),
    path("glass/", glass.break_the_glass, name="glass"),
    path("glass/review/", glass.review_list, name="glass_review"),
    path("glass/<uuid:glass_id>/review/", glass.review, name="review_glass"),
    path("glass/<uuid:glass_id>/close/", glass.close, name="close_glass"),
    path("licenses/", licenses.mine, name="licenses"),
    path("licenses/team/", licenses.team, name="team_licenses"),
    path("licenses/of/<uuid:staff_id>/", licenses.of_staff, name="staff_licenses"),
    path("licenses/of/<uuid:staff_id>/add/", licenses.add, name="add_license"),
    path("licenses/of/<uuid:staff_id>/hours/", licenses.add_education, name="add_education"),
    path("licenses/hours/<uuid:education_id>/void/", licenses.void_education, name="void_education"),
    path("licenses/<uuid:license_id>/", licenses.edit, name="edit_license"),
    path("licenses/<uuid:license_id>/end/", licenses.end, name="end_license"),
    path("me/", me.settings, name="me"),
    path("account/", me.account, name="account"),
    path("account/sessions/<int:session_id>/end/", me.end_session, name="end_session"),
    path("lock/", locking.lock, name="lock"),
    path("unlock/", locking.unlock, name="unlock"),
    path("locked/", locking.locked, name="locked"),
]
