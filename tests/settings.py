"""The settings under test: a home of its own per process, and what only makes tests slow is off."""

import os
import sys
import tempfile
from pathlib import Path

# `make check` reads these settings too, without running tests: then nothing is left behind in /tmp.
if "pytest" in sys.modules:
    _home = tempfile.mkdtemp(prefix="motcua-test-")
else:
    _home = str(Path(__file__).resolve().parent.parent / "build" / "check")
for _name in [name for name in os.environ if name.startswith("MOTCUA_")]:
    if _name not in {"MOTCUA_VENDOR", "MOTCUA_NO_SKIP"}:
        del os.environ[_name]
os.environ["MOTCUA_HOME"] = _home

from motcua.project.settings import *  # noqa: E402, F403
from motcua.project.settings import DATABASES, MOTCUA_HOME, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)

# A file, not memory: several threads and processes must meet as they do in an office.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(MOTCUA_HOME / "test.sqlite3")}
    # Durability has tests of its own, on servers of their own.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
