"""The command `motcua`: Django's commands and ours, each failure one clear line."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError


def main() -> None:
    """Exit 0 when done; 1 with one line on standard error when not; 2 on a misspelt line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.project.settings")
    arguments = ["motcua", *sys.argv[1:]]
    try:
        settings.configured or settings.DEBUG  # noqa: B018  # reads the settings now, not later
        execute_from_command_line(arguments)
    except (ImproperlyConfigured, DatabaseError) as problem:
        if "--traceback" in arguments:
            raise
        sys.exit(f"motcua: {one_line(problem)}")
    except BrokenPipeError:
        # The reader of our output, `head` perhaps, has gone: nobody is left to tell.
        sys.stdout = None
        sys.exit(1)


def one_line(problem: Exception) -> str:
    return " ".join(str(problem).split()) or type(problem).__name__
