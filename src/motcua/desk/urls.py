"""Addresses of the officers' door."""

from django.urls import include, path

from motcua.desk import case, figures, intake, leader, letters, lists, register, reports, session

urlpatterns = [
    path("sign-in/", session.sign_in_page, name="sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("alive/", session.alive, name="desk_alive"),
    path("post/", session.switch_post, name="desk_switch_post"),
    path("", lists.home, name="desk_home"),
    path("lists/<slug:name>/", lists.work_list, name="desk_list"),
    path("lists/<slug:name>/bulk/", lists.bulk, name="desk_bulk"),
    path("all/", lists.all_files, name="desk_all"),
    path("all/export.<slug:kind>", lists.export, name="desk_export"),
    path("register/", register.book, name="desk_register"),
    path("register/print/", register.book_pdf, name="desk_register_pdf"),
    path("figures/", figures.figures, name="desk_figures"),
    path("figures/export.<slug:kind>", figures.figures_export, name="desk_figures_export"),
    path("figures/files/", figures.figure_files, name="desk_figure_files"),
    path(
        "figures/files/export.<slug:kind>",
        figures.figure_files_export,
        name="desk_figure_files_export",
    ),
    path("reports/", reports.report, name="desk_report"),
    path("reports/export.<slug:kind>", reports.report_file, name="desk_report_file"),
    path("reports/procedures/", reports.report_procedures, name="desk_report_procedures"),
    path("search/", lists.search, name="desk_search"),
    path("leader/", leader.leader, name="desk_leader"),
    path("leader/export.<slug:kind>", leader.leader_file, name="desk_leader_file"),
    path("intake/", intake.intake, name="desk_intake"),
    path("intake/part/", intake.intake_part, name="desk_intake_part"),
    path("intake/procedures/", intake.procedure_options, name="desk_procedure_options"),
    path("intake/card/", intake.read_card, name="desk_read_card"),
    path("cases/<str:number>/", case.case, name="desk_case"),
    path("cases/<str:number>/accepted/", case.accepted, name="desk_accepted"),
    path("cases/<str:number>/preview/", lists.preview, name="desk_preview"),
    path("cases/<str:number>/slips/<slug:kind>/", case.slip_pdf, name="desk_slip"),
    path("cases/<str:number>/slips/<slug:kind>/<int:nth>/", case.slip_pdf, name="desk_slip"),
    path("cases/<str:number>/papers/<int:paper>/", case.paper_file, name="desk_paper"),
    path("cases/<str:number>/letters/", letters.letters, name="desk_letters"),
    path("cases/<str:number>/<slug:verb>/", case.act, name="desk_act"),
    path("", include("motcua.desk.rooms.urls")),
]
