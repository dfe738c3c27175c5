"""The one Django app that owns all tables."""

from django.apps import AppConfig


class MotcuaConfig(AppConfig):
    """Every model under `motcua.*` gets this label."""

    name = "motcua"
    label = "motcua"
    default_auto_field = "django.db.models.BigAutoField"
