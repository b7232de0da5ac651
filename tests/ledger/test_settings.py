"""The environment, read with types, and the settings that follow from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tiendo.config import env
from tiendo.vocabulary.errors import TiendoError

NAME = "TIENDO_TRIAL"


@pytest.mark.parametrize(
    ("said", "expected"),
    [("1", True), ("yes", True), ("TRUE", True), (" on ", True), ("0", False), ("no", False),
     ("", False)],
)  # fmt: skip
def test_flags(monkeypatch: pytest.MonkeyPatch, said: str, expected: bool) -> None:
    monkeypatch.setenv(NAME, said)
    assert env.flag(NAME) is expected


def test_a_flag_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.flag(NAME, default=True) is True
    monkeypatch.setenv(NAME, "maybe")
    with pytest.raises(TiendoError, match=f"{NAME} is 'maybe'"):
        env.flag(NAME)


def test_a_time_zone_and_a_level_that_are_none_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert env.time_zone(NAME, "Asia/Ho_Chi_Minh") == "Asia/Ho_Chi_Minh"
    assert env.log_level(NAME, "WARNING") == "WARNING"
    monkeypatch.setenv(NAME, "loud")
    with pytest.raises(TiendoError, match="'loud', which is no time zone"):
        env.time_zone(NAME, "UTC")
    with pytest.raises(TiendoError, match="write one of: DEBUG, INFO"):
        env.log_level(NAME, "WARNING")


def test_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.words(NAME) == []
    monkeypatch.setenv(NAME, " a.vn, b.vn ,,")
    assert env.words(NAME) == ["a.vn", "b.vn"]


def test_a_secret_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(NAME, "open")
    assert env.secret(NAME) == "open"
    (tmp_path / "key").write_text("hidden\n")
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "key"))
    assert env.secret(NAME) == "hidden"
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "none"))
    with pytest.raises(TiendoError, match="cannot be read"):
        env.secret(NAME)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://minh:s%40crets@db.example:5433/tiendo",
            {"USER": "minh", "PASSWORD": "s@crets", "HOST": "db.example", "PORT": "5433",
             "NAME": "tiendo", "OPTIONS": {"options": "-c datestyle=ISO"}},
        ),
        (
            "postgres:///tiendo?host=/run/postgresql",
            {"USER": "", "PASSWORD": "", "HOST": "/run/postgresql", "PORT": "", "NAME": "tiendo"},
        ),
        (
            "postgresql://minh@/tiendo?host=/run/postgresql&port=5433&sslmode=require",
            {"USER": "minh", "HOST": "/run/postgresql", "PORT": "5433",
             "OPTIONS": {"sslmode": "require", "options": "-c datestyle=ISO"}},
        ),
    ],
)  # fmt: skip
def test_addresses_of_postgresql(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: dict[str, Any]
) -> None:
    monkeypatch.setenv(NAME, url)
    found = env.postgresql(NAME)
    assert found is not None
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://a/b", "begins with 'mysql:'"),
        ("tiendo", "begins with ':'"),
        ("postgresql://host", "names no database"),
        ("postgresql://host:port/name", "is no number"),
        ("postgresql://[x/db", "is no address"),
    ],
)
def test_other_addresses_are_refused(
    monkeypatch: pytest.MonkeyPatch, url: str, message: str
) -> None:
    assert env.postgresql(NAME) is None
    monkeypatch.setenv(NAME, url)
    with pytest.raises(TiendoError, match=message) as refused:
        env.postgresql(NAME)
    assert "postgresql://" in refused.value.remedy


_SHOW = """
import json, sys
from django.conf import settings
print(json.dumps({name: str(getattr(settings, name)) for name in sys.argv[1:]}))
"""


def _settings(*names: str, **variables: str) -> dict[str, str]:
    """Return settings as a fresh process reads them."""
    done = subprocess.run(
        [sys.executable, "-c", _SHOW, *names],
        env={key: value for key, value in os.environ.items() if not key.startswith("TIENDO_")}
        | {"DJANGO_SETTINGS_MODULE": "tiendo.config.settings"}
        | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_reading_the_settings_makes_no_file(tmp_path: Path) -> None:
    found = _settings("DATABASES", "DEBUG", TIENDO_WORKSPACE=str(tmp_path / "w"))
    assert str(tmp_path / "w" / "tiendo.sqlite3") in found["DATABASES"]
    assert "IMMEDIATE" in found["DATABASES"]
    assert found["DEBUG"] == "False"
    assert not (tmp_path / "w").exists()


def test_the_signing_key_comes_from_the_workspace_or_the_environment(tmp_path: Path) -> None:
    first = _settings("SECRET_KEY", TIENDO_WORKSPACE=str(tmp_path))["SECRET_KEY"]
    assert first == (tmp_path / "secret.key").read_text().strip()
    assert _settings("SECRET_KEY", TIENDO_WORKSPACE=str(tmp_path))["SECRET_KEY"] == first
    assert _settings("SECRET_KEY", TIENDO_SECRET_KEY="k" * 60)["SECRET_KEY"] == "k" * 60


def test_https_switches_the_walls_on() -> None:
    names = ("CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS")
    plain = _settings(*names)
    assert plain == {
        "CSRF_COOKIE_SECURE": "False",
        "SECURE_HSTS_SECONDS": "0",
        "ALLOWED_HOSTS": "['localhost', '127.0.0.1', '[::1]']",
        "CSRF_TRUSTED_ORIGINS": "[]",
    }
    secure = _settings(*names, TIENDO_HTTPS="1", TIENDO_HOSTS="tiendo.example")
    assert secure["CSRF_COOKIE_SECURE"] == "True"
    assert int(secure["SECURE_HSTS_SECONDS"]) > 0
    assert "tiendo.example" in secure["ALLOWED_HOSTS"]
    assert secure["CSRF_TRUSTED_ORIGINS"] == "['https://tiendo.example']"


def test_the_database_may_be_named(tmp_path: Path) -> None:
    found = _settings("DATABASES", TIENDO_DATABASE_URL="postgresql:///tiendo?host=/run/pg")
    assert "django.db.backends.postgresql" in found["DATABASES"]


@pytest.mark.django_db
def test_every_answer_carries_the_walls(client) -> None:
    headers = client.get("/no-such-page").headers
    policy = headers["Content-Security-Policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_stranger_host_is_refused(client) -> None:
    assert client.get("/no-such-page", headers={"host": "evil.example"}).status_code == 400


def test_a_server_makes_no_workspace_by_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import tiendo.config.wsgi"],
        env=os.environ | {"TIENDO_WORKSPACE": str(tmp_path / "mistyped")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "there is no workspace in" in done.stderr
    assert not (tmp_path / "mistyped").exists()
