"""Pages of other websites may talk to the guide only when the settings name them, letter by letter."""

from __future__ import annotations

from typing import Any, Iterator

import pytest

from marrow.channels.cors import cors_headers
from marrow.settings import SettingsError, get_settings
from tests.web import Site, new_site

CLINIC = "https://clinic.example"


def test_a_named_origin_is_allowed_and_told_back_as_it_is() -> None:
    assert cors_headers("POST", CLINIC, [CLINIC])["Access-Control-Allow-Origin"] == CLINIC


@pytest.mark.parametrize(
    "origin",
    [
        "", "null", "*", "https://evil.example", "http://clinic.example", "https://clinic.example:444",
        "https://clinic.example.evil.example", "https://sub.clinic.example", "https://clinicxexample",
        "https://CLINIC.example", "https://clinic.example/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_any_other_origin_is_told_nothing(origin: str, method: str) -> None:
    assert cors_headers(method, origin, [CLINIC]) == {}


def test_by_default_nobody_is_allowed() -> None:
    assert cors_headers("GET", CLINIC, get_settings().origins()) == {}
    assert cors_headers("GET", "", get_settings().origins()) == {}


def test_a_preflight_is_told_what_may_be_sent_and_nobody_may_bring_cookies() -> None:
    told = cors_headers("OPTIONS", CLINIC, [CLINIC])
    assert set(told["Access-Control-Allow-Methods"].split(", ")) == {"GET", "POST", "DELETE"}
    assert told["Access-Control-Allow-Headers"] == "Content-Type"
    assert "Access-Control-Allow-Credentials" not in told
    assert "Access-Control-Allow-Methods" not in cors_headers("POST", CLINIC, [CLINIC])


def test_several_origins_are_named_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_ALLOWED_ORIGINS", f"{CLINIC}, http://localhost:8080,")
    assert get_settings().origins() == [CLINIC, "http://localhost:8080"]


@pytest.mark.parametrize(
    "value",
    ["*", "clinic.example", f"{CLINIC}/", f"{CLINIC}/chat", "https://*.example", f"{CLINIC};x", "null", f"{CLINIC} x"],
)
def test_what_is_no_origin_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_ALLOWED_ORIGINS", f"http://localhost:8080,{value}")
    with pytest.raises(SettingsError, match="MARROW_ALLOWED_ORIGINS"):
        get_settings()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from new_site(tmp_path_factory.mktemp("site"), allowed_origins=CLINIC)


@pytest.mark.parametrize("origin, allowed", [(CLINIC, CLINIC), ("https://evil.example", None), (None, None)])
def test_only_named_origins_are_allowed(origin: Any, allowed: Any, site: Site) -> None:
    headers = {"Origin": origin} if origin else {}
    asked = {**headers, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    token = site.begin()
    for answer in (
        site.request("OPTIONS", f"/conversations/{token}/messages", headers=asked),
        site.request("GET", f"/conversations/{token}/messages", headers=headers),
        site.request("GET", "/conversations/guess/messages", headers=headers),
        site.request("GET", "/nothing", headers=headers),
        site.request("GET", "/", headers=headers),
    ):
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed
        assert "Origin" in answer.headers["Vary"]
        assert not (allowed and "Access-Control-Allow-Credentials" in answer.headers)
