"""Settings come from the environment; a wrong one is named as the person wrote it."""

from __future__ import annotations

import re

import pytest

from marrow.settings import ROOT, Profile, Settings, SettingsError, get_settings


@pytest.mark.parametrize(
    "variable, value",
    [
        ("MARROW_PORT", "many"),
        ("MARROW_PROFILE", "holiday"),
        ("MARROW_ENCODER_THREADS", "0"),
        ("MARROW_MAX_MESSAGE_CHARS", "-1"),
        ("MARROW_DATABASE_URL", "postgres"),
        ("MARROW_CONVERSATIONS_URL", "mysql://localhost/talks"),
    ],
)
def test_a_wrong_value_names_the_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as error:
        get_settings()
    assert variable in str(error.value)


def test_a_password_in_an_address_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_DATABASE_URL", "postgresql://marrow:se@cret:x@db/marrow")
    with pytest.raises(SettingsError, match="MARROW_DATABASE_URL: no SQLAlchemy URL") as error:
        get_settings()
    assert "db" not in str(error.value)


def test_a_variable_sets_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_PORT", "6001")
    monkeypatch.setenv("MARROW_PROFILE", "production")
    assert (get_settings().port, get_settings().profile) == (6001, Profile.PRODUCTION)


def test_every_setting_says_what_it_does() -> None:
    undescribed = [name for name, field in Settings.__fields__.items() if not field.field_info.description]
    assert undescribed == []


def test_every_setting_is_in_the_table_of_the_readme() -> None:
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    documented = {name for row in rows for name in re.findall(r"MARROW_[A-Z_]+", row.split("|")[1])}
    assert documented == {f"MARROW_{name.upper()}" for name in Settings.__fields__}
