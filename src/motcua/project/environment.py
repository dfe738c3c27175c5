"""Read the environment; refuse a bad value aloud, in one line that an administrator can act on.

Every function raises `ImproperlyConfigured` with a Vietnamese sentence and its English translation.
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def refuse(name: str, vietnamese: str, english: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: {vietnamese} / {english}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def words(name: str) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def some_of(name: str, known: Iterable[str]) -> list[str]:
    """A list separated by commas, all of them known; all that are known when it is not set."""
    choices = list(known)
    chosen = words(name) or choices
    if unknown := [word for word in chosen if word not in choices]:
        raise refuse(
            name,
            f"không có “{unknown[0]}”, chỉ có: {', '.join(choices)}",
            "holds an unknown word",
        )
    return chosen


def switch(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise refuse(name, f"phải là 1 hoặc 0, không phải “{value}”", "must be 1 or 0")


def number(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdecimal() or not least <= int(value) <= most:
        raise refuse(
            name,
            f"phải là số từ {least} đến {most}, không phải “{value}”",
            f"must be a number from {least} to {most}",
        )
    return int(value)


def home() -> Path:
    """The folder of database and papers, made when absent, closed to other users."""
    path = Path(text("MOTCUA_HOME", "var")).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise refuse(
            "MOTCUA_HOME",
            f"không tạo được thư mục {path} ({problem.strerror})",
            "this folder cannot be made",
        ) from problem
    return path


def public_url() -> str:
    """The address citizens see, without a slash at its end: it stands in QR codes and letters."""
    value = text("MOTCUA_URL", "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise refuse(
            "MOTCUA_URL",
            f"phải có dạng https://ten-mien, không phải “{value}”",
            "must look like https://host",
        )
    return value


def host_of(url: str) -> str:
    """The host as Django writes it in ALLOWED_HOSTS: brackets around IPv6, no port."""
    host = urlsplit(url).hostname or ""
    return f"[{host}]" if ":" in host else host


def secret_key(home: Path) -> str:
    """From MOTCUA_SECRET_KEY, else the file MOTCUA_SECRET_KEY_FILE, else made once in the home."""
    value = text("MOTCUA_SECRET_KEY")
    named = text("MOTCUA_SECRET_KEY_FILE")
    path = Path(named) if named else home / "secret_key"
    try:
        if not value and not named and not path.exists():
            _write_once(path, secrets.token_urlsafe(64))
        value = value or path.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise refuse(
            "MOTCUA_SECRET_KEY_FILE",
            f"không đọc được tệp {path} ({problem.strerror})",
            "this file cannot be read",
        ) from problem
    if len(value) < 32:
        raise refuse(
            "MOTCUA_SECRET_KEY", "khóa phải dài ít nhất 32 ký tự", "needs at least 32 characters"
        )
    return value


def _write_once(path: Path, value: str) -> None:
    """Two processes may start at once: whoever links first wins, both read the winner's."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, value.encode())
        os.fsync(handle)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.close(handle)
        draft.unlink()


def mail(home: Path) -> dict[str, object]:
    """Django's EMAIL_… settings from MOTCUA_MAIL_URL.

    `smtp://user:password@host:587?tls` or `smtps://…`.

    Without it letters are written into files in the home, so that a demo never sends one.
    """
    url = text("MOTCUA_MAIL_URL")
    if not url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": str(home / "mail")}
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or port == 0:
        # The value holds a password: it is not repeated here.
        raise refuse(
            "MOTCUA_MAIL_URL",
            "phải có dạng smtp://nguoi-dung:mat-khau@may-chu:587?tls",
            "must look like smtp://user:password@host:587?tls",
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and "tls" in parts.query,
        "EMAIL_TIMEOUT": 20,
    }


def identity_provider() -> dict[str, object]:
    """Where citizens prove who they are (VNeID, OpenID Connect): address, client, secret, name.

    Empty without MOTCUA_OIDC_URL: the button is not shown. The secret may stand in a file.
    """
    url = text("MOTCUA_OIDC_URL").rstrip("/")
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise refuse("MOTCUA_OIDC_URL", "phải là https://…", "must begin with https://")
    named = text("MOTCUA_OIDC_SECRET_FILE")
    try:
        secret = Path(named).read_text(encoding="utf-8").strip() if named else ""
    except OSError as problem:
        raise refuse(
            "MOTCUA_OIDC_SECRET_FILE",
            f"không đọc được tệp {named} ({problem.strerror})",
            "this file cannot be read",
        ) from problem
    return {
        "url": url,
        "client": text("MOTCUA_OIDC_CLIENT", "motcua"),
        "secret": text("MOTCUA_OIDC_SECRET") or secret,
        "name": text("MOTCUA_OIDC_NAME", "VNeID"),
    }


def gateway(name: str, simulator: Path) -> str:
    """Where short messages are handed over: `https://…`, or `file` for trying, which keeps them in
    the file `simulator`. Empty: none are sent.
    """
    value = text(name)
    if value == "file":
        return f"file://{simulator}"
    parts = urlsplit(value)
    local = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if value and not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        raise refuse(name, "phải là https://… hoặc file", "must be https://… or file")
    return value
