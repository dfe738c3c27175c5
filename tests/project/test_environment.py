"""The settings refuse a bad value in one line that says the variable and what is allowed."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from motcua.project import environment


@pytest.mark.parametrize("value", ["1", "true", "Yes", " on "])
def test_a_switch_is_on(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MOTCUA_DEBUG", value)
    assert environment.switch("MOTCUA_DEBUG") is True


def test_a_switch_is_off_when_absent_or_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DEBUG", "")
    assert environment.switch("MOTCUA_DEBUG") is False


def test_a_misspelt_switch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match=r"MOTCUA_DEBUG: phải là 1 hoặc 0.*must be"):
        environment.switch("MOTCUA_DEBUG")


@pytest.mark.parametrize("value", ["0", "65", "two", "-1", "1.5", "²"])
def test_a_number_outside_its_range_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MOTCUA_WORKERS", value)
    with pytest.raises(ImproperlyConfigured, match="từ 1 đến 64"):
        environment.number("MOTCUA_WORKERS", 2, least=1, most=64)


@pytest.mark.parametrize("value", ["motcua.vn", "ftp://motcua.vn", "https://", "https://a/b"])
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MOTCUA_URL", value)
    with pytest.raises(ImproperlyConfigured, match="MOTCUA_URL"):
        environment.public_url()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://motcua.gov.vn:8443", "motcua.gov.vn"),
        ("http://[::1]:8000", "[::1]"),
        ("http://127.0.0.1:8000", "127.0.0.1"),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert environment.host_of(url) == host


def test_the_secret_key_is_made_once_and_closed_to_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MOTCUA_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert environment.secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_who_loses_the_race_for_the_key_reads_the_winners(tmp_path: Path) -> None:
    environment._write_once(tmp_path / "secret_key", "first")
    environment._write_once(tmp_path / "secret_key", "second")
    assert (tmp_path / "secret_key").read_text() == "first"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_named_key_file_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOTCUA_SECRET_KEY_FILE", str(tmp_path / "absent"))
    with pytest.raises(ImproperlyConfigured, match="absent"):
        environment.secret_key(tmp_path)


def test_a_short_key_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "hunter2")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.secret_key(tmp_path)
    assert "hunter2" not in str(refusal.value)


def test_without_a_mail_server_letters_stay_in_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MOTCUA_MAIL_URL", raising=False)
    assert environment.mail(tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path / "mail")


def test_a_mail_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOTCUA_MAIL_URL", "smtp://desk%40x.vn:p%3Aw@mail.x.vn?tls")
    settings = environment.mail(tmp_path)
    assert settings["EMAIL_HOST_USER"] == "desk@x.vn"
    assert settings["EMAIL_HOST_PASSWORD"] == "p:w"
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.x.vn", 587)
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (True, False)


@pytest.mark.parametrize(
    "url", ["mail.x.vn", "http://x", "smtp://u:geheim@x:0", "smtp://u:geheim@x:y"]
)
def test_a_bad_mail_address_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    monkeypatch.setenv("MOTCUA_MAIL_URL", url)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.mail(tmp_path)
    assert "geheim" not in str(refusal.value)


def test_some_of_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_UPLOAD_KINDS", "pdf, jpeg")
    assert environment.some_of("MOTCUA_UPLOAD_KINDS", ["pdf", "jpeg", "png"]) == ["pdf", "jpeg"]
    monkeypatch.setenv("MOTCUA_UPLOAD_KINDS", "")
    assert environment.some_of("MOTCUA_UPLOAD_KINDS", ["pdf", "png"]) == ["pdf", "png"]
    monkeypatch.setenv("MOTCUA_UPLOAD_KINDS", "pdf, exe")
    with pytest.raises(ImproperlyConfigured, match="MOTCUA_UPLOAD_KINDS: không có “exe”, chỉ có"):
        environment.some_of("MOTCUA_UPLOAD_KINDS", ["pdf", "png"])
