"""Addresses of all pages; Latvian without a prefix, English under /en/. None says who or what a case is about."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from dienests.site.pages import (
    absences,
    act,
    case,
    desk,
    failures,
    home,
    letter,
    mine,
    offices,
    parameters,
    print_case,
    procedure,
    provision,
    provision_data,
    reads,
    receipt,
    rulebook,
    search,
    second_factor,
    services,
    sessions,
    sign_in,
    start,
)  # fmt: skip

urlpatterns = i18n_patterns(
    path("", home.page, name="home"),
    path("rulebook/<slug:act>/", rulebook.page, name="rulebook"),
    path("rulebook/<slug:act>/<str:address>/", provision.page, name="provision"),
    path("rulebook/<slug:act>/<str:address>/json/", provision_data.as_json, name="provision-json"),
    path("rulebook/<slug:act>/<str:address>/csv/", provision_data.as_csv, name="provision-csv"),
    path("rulebook/<slug:act>/<str:address>/feed/", provision_data.as_feed, name="provision-feed"),
    path("search/", search.page, name="search"),
    path("services/", services.page, name="services"),
    path("services/<slug:slug>/", procedure.page, name="procedure"),
    path("services/<slug:slug>/start/<slug:action>/", start.page, name="start"),
    path("mine/", mine.page, name="mine"),
    path("desk/", desk.page, name="desk"),
    path("desk/all/", desk.all_cases, name="desk-all"),
    path("case/<uuid:pk>/", case.page, name="case"),
    path("case/<uuid:pk>/print/", print_case.page, name="print"),
    path("case/<uuid:pk>/receipt/", receipt.page, name="receipt"),
    path("case/<uuid:pk>/act/<slug:action>/", act.page, name="act"),
    path("case/<uuid:pk>/letter/<int:number>/", letter.page, name="letter"),
    path("sign-in/", sign_in.page, name="sign-in"),
    path("sign-in/code/", second_factor.sign_in_page, name="sign-in-code"),
    path("sign-in/demonstration/", sign_in.demonstration, name="sign-in-demonstration"),
    path("sign-out/", sign_in.leave, name="sign-out"),
    path("account/reads/", reads.page, name="reads"),
    path("account/own-reads/", reads.own, name="own-reads"),
    path("account/sessions/", sessions.page, name="sessions"),
    path("account/second-factor/", second_factor.page, name="second-factor"),
    path("administration/", offices.page, name="administration"),
    path("administration/offices/", offices.appoint_page, name="appoint"),
    path("administration/mandates/<uuid:pk>/end/", offices.end_page, name="end-mandate"),
    path("administration/absences/", absences.page, name="absences"),
    path("administration/absences/<uuid:pk>/return/", absences.return_page, name="return"),
    path("administration/parameters/", parameters.page, name="parameters"),
    path("administration/parameters/<str:slug>/", parameters.edit, name="parameter"),
    prefix_default_language=False,
)

handler400 = failures.bad_request
handler403 = failures.denied
handler404 = failures.absent
handler500 = failures.broken
