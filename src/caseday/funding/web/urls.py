from django.urls import path

from caseday.funding.web.views import cases, funds, hmis, household, inventory, reports, spending

app_name = "funding"
urlpatterns = [
    path("", funds.listing, name="list"),
    path("new/", funds.open_new, name="open"),
    path("<uuid:fund_id>/", funds.fund, name="fund"),
    path("<uuid:fund_id>/change/", funds.change, name="change"),
    path("<uuid:fund_id>/end/", funds.end, name="end"),
    path("<uuid:fund_id>/pays-for/", funds.add_unit, name="add_unit"),
    path("pays-for/<uuid:fund_unit_id>/end/", funds.end_unit, name="end_unit"),
    path("<uuid:fund_id>/case/", cases.put_on, name="put_on"),
    path("case/<uuid:case_id>/", cases.of_case, name="case"),
    path("on/<uuid:fund_case_id>/off/", cases.take_off, name="take_off"),
    path("on/<uuid:fund_case_id>/household/", household.household, name="household"),
    path("on/<uuid:fund_case_id>/spend/", spending.spend, name="spend"),
    path("spent/<uuid:spending_id>/void/", spending.void, name="void_spending"),
    path("spent/<uuid:spending_id>/approve/", spending.approve, name="approve_spending"),
    path("<uuid:fund_id>/spent.csv", reports.spent_csv, name="spent_csv"),
    path("<uuid:fund_id>/waiting/", cases.charge_open, name="charge_open"),
    path("<uuid:fund_id>/entry/<uuid:activity_id>/", cases.charge, name="charge"),
    path("<uuid:fund_id>/entry/<uuid:activity_id>/figures/", cases.charge_as, name="charge_as"),
    path("entry/<uuid:activity_id>/", cases.entry, name="entry"),
    path("charge/<uuid:charge_id>/void/", cases.void, name="void"),
    path("<uuid:fund_id>/counts.csv", reports.counts_csv, name="counts_csv"),
    path("<uuid:fund_id>/units/", reports.units, name="units"),
    path("<uuid:fund_id>/units.csv", reports.units_csv, name="units_csv"),
    path("<uuid:fund_id>/hmis/", hmis.project, name="hmis"),
    path("<uuid:fund_id>/hmis/beds/", inventory.inventory, name="inventory"),
    path("<uuid:fund_id>/hmis.zip", hmis.export, name="hmis_zip"),
    path("hmis/case/<uuid:case_id>/", hmis.answers, name="hmis_answers"),
]
