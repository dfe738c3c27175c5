"""Addresses of the rooms, included below desk/."""

from __future__ import annotations

from django.urls import path

from motcua.desk.rooms import (
    calendar,
    catalogue,
    catalogue_file,
    delegation,
    drafts,
    offers,
    organisation,
    publishing,
    staff,
)

urlpatterns = [
    path("calendar/", calendar.calendar_page, name="desk_calendar"),
    path("calendar/day/", calendar.day_page, name="desk_calendar_day"),
    path("calendar/day/remove/", calendar.day_removal, name="desk_calendar_day_removal"),
    path("calendar/hours/", calendar.hours_page, name="desk_calendar_hours"),
    path("calendar/until/", calendar.until_page, name="desk_calendar_until"),
    path("organisation/", organisation.tree_page, name="desk_organisation"),
    path("organisation/<str:code>/", organisation.agency_page, name="desk_agency"),
    path("organisation/<str:code>/contact/", organisation.contact_page, name="desk_agency_contact"),
    path("organisation/<str:code>/agencies/new/", organisation.agency_new, name="desk_agency_new"),
    path("organisation/<str:code>/units/new/", organisation.unit_new, name="desk_unit_new"),
    path(
        "organisation/<str:code>/units/<int:unit>/close/",
        organisation.unit_close,
        name="desk_unit_close",
    ),
    path("organisation/<str:code>/posts/new/", staff.post_new, name="desk_post_new"),
    path("organisation/<str:code>/posts/<int:post>/end/", staff.post_end, name="desk_post_end"),
    path("organisation/<str:code>/staff/new/", staff.staff_new, name="desk_staff_new"),
    path("organisation/<str:code>/staff/<int:account>/", staff.account_page, name="desk_account"),
    path(
        "organisation/<str:code>/staff/<int:account>/password/",
        staff.password_reset,
        name="desk_password_reset",
    ),
    path(
        "organisation/<str:code>/staff/<int:account>/closing/",
        staff.account_closing,
        name="desk_account_closing",
    ),
    path(
        "organisation/<str:code>/staff/<int:account>/tokens/new/",
        staff.token_new,
        name="desk_token_new",
    ),
    path(
        "organisation/<str:code>/tokens/<int:token>/withdraw/",
        staff.token_withdrawal,
        name="desk_token_withdrawal",
    ),
    path("delegation/", delegation.delegation_page, name="desk_delegation"),
    path("delegation/<int:post>/new/", delegation.delegation_new, name="desk_delegation_new"),
    path("delegation/<int:delegation>/end/", delegation.delegation_end, name="desk_delegation_end"),
    path("catalogue/", catalogue.catalogue_page, name="desk_catalogue"),
    path("catalogue/new/", publishing.procedure_new, name="desk_procedure_new"),
    path("catalogue/export/", catalogue_file.catalogue_export, name="desk_catalogue_export"),
    path("catalogue/import/", catalogue_file.catalogue_import, name="desk_catalogue_import"),
    path("catalogue/decisions/", publishing.decisions_page, name="desk_decisions"),
    path("catalogue/decisions/new/", publishing.decision_new, name="desk_decision_new"),
    path(
        "catalogue/decisions/number/<path:number>/",
        publishing.decision_page,
        name="desk_decision",
    ),
    path("catalogue/<str:code>/", catalogue.procedure_view, name="desk_procedure"),
    path("catalogue/<str:code>/abolish/", publishing.abolish_page, name="desk_abolish"),
    path("catalogue/<str:code>/draft/", drafts.draft_page, name="desk_draft"),
    path("catalogue/<str:code>/draft/new/", drafts.draft_new, name="desk_draft_new"),
    path("catalogue/<str:code>/draft/discard/", drafts.draft_discard, name="desk_draft_discard"),
    path("catalogue/<str:code>/draft/publish/", publishing.publish_page, name="desk_publish"),
    path(
        "catalogue/<str:code>/draft/papers/<slug:case>/",
        drafts.papers_page,
        name="desk_draft_papers",
    ),
    path(
        "catalogue/<str:code>/draft/<slug:section>/",
        drafts.section_page,
        name="desk_draft_section",
    ),
    path("catalogue/<str:code>/offers/new/", offers.offer_agency, name="desk_offer_agency"),
    path("catalogue/<str:code>/offers/<str:agency>/", offers.offer_page, name="desk_offer"),
    path("catalogue/<str:code>/offers/<str:agency>/end/", offers.offer_end, name="desk_offer_end"),
]
