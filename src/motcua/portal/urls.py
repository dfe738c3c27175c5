"""Addresses of the citizens' door, in the citizens' language."""

from django.urls import URLPattern, path

from motcua.portal import (
    agencies,
    decisions,
    figures,
    home,
    kiosk,
    procedures,
    rating,
    site,
    tracking,
)

urlpatterns: list[URLPattern] = [
    path("", home.home, name="portal_home"),
    path("thu-tuc/", procedures.procedures, name="portal_procedures"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="portal_procedure"),
    path(
        "thu-tuc/<str:code>/ban-<int:number>/",
        procedures.procedure,
        name="portal_procedure_version",
    ),
    path("thu-tuc/<str:code>/niem-yet.pdf", procedures.notice, name="portal_notice"),
    path("quyet-dinh/", decisions.decisions, name="portal_decisions"),
    path("quyet-dinh/<path:number>/", decisions.decision, name="portal_decision"),
    path("tra-cuu/", tracking.track_page, name="portal_track"),
    path("tra-cuu/cho/", tracking.wait, name="portal_wait"),
    path("tra-cuu/dong/", tracking.close, name="portal_track_close"),
    path("tra-cuu/ho-so/<str:code>/", tracking.tracked, name="portal_tracked"),
    path(
        "tra-cuu/ho-so/<str:code>/<slug:kind>-<int:number>.pdf",
        tracking.slip_of_case,
        name="portal_slip",
    ),
    path("tra-cuu/ho-so/<str:code>/danh-gia/", rating.rate_file, name="portal_rate"),
    path("h/<str:code>", tracking.exchange, name="portal_exchange"),
    path("quay/", kiosk.kiosk, name="portal_kiosk"),
    path("quay/ghep/<str:token>/", kiosk.pair, name="portal_kiosk_pair"),
    path("quay/ho-so.json", kiosk.kiosk_files, name="portal_kiosk_files"),
    path("quay/tra-loi/", kiosk.kiosk_answer, name="portal_kiosk_answer"),
    path("so-lieu/", figures.figures, name="portal_figures"),
    path("so-lieu/hai-long/", rating.satisfaction, name="portal_satisfaction"),
    path("so-lieu.csv", figures.figures_csv, name="portal_figures_csv"),
    path("co-quan/", agencies.agencies, name="portal_agencies"),
    path("co-quan/<slug:slug>/", agencies.agency, name="portal_agency"),
    path("huong-dan/", home.guide, name="portal_help"),
    path("ngon-ngu/", site.set_language, name="set_language"),
    path("robots.txt", site.robots, name="portal_robots"),
    path("sitemap.xml", site.sitemap, name="portal_sitemap"),
    path(".well-known/security.txt", site.security, name="portal_security"),
]
