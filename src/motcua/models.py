"""The list of tables, so that Django finds every context's models under one label."""

from motcua.accounts import models as accounts
from motcua.appraisal import models as appraisal
from motcua.cases import models as cases
from motcua.catalogue import models as catalogue
from motcua.files import models as files
from motcua.forms import models as forms
from motcua.history import models as history
from motcua.indicators import models as indicators
from motcua.journal import models as journal
from motcua.notices import models as notices
from motcua.online import models as online
from motcua.organisation import models as organisation
from motcua.places import models as places
from motcua.process import models as process
from motcua.reorganisation import models as reorganisation
from motcua.reports import models as reports
from motcua.surveys import models as surveys
from motcua.workcalendar import models as workcalendar

__all__ = [
    "accounts",
    "appraisal",
    "cases",
    "catalogue",
    "files",
    "forms",
    "history",
    "indicators",
    "journal",
    "notices",
    "online",
    "organisation",
    "places",
    "process",
    "reorganisation",
    "reports",
    "surveys",
    "workcalendar",
]
