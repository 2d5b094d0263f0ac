"""The manifest of the Slack app asks for what the channel uses, and for nothing else."""

from __future__ import annotations

from typing import Any, Dict

import pytest
import yaml

from marrow.channels.slack.channel import SlackChannel
from marrow.channels.slack.requests import APP_MENTION, HOME_OPENED
from marrow.channels.slack.views import SLASH_COMMAND
from marrow.settings import ROOT
from tests.platforms.slack import SECRET, TOKEN

ADDRESS = "https://guide.example.org/webhooks/slack"


@pytest.fixture(scope="module")
def manifest() -> Dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docs" / "slack-app-manifest.yml").read_text(encoding="utf-8")))


def test_its_addresses_are_those_of_the_channel(manifest: Dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_SLACK_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("MARROW_SLACK_SIGNING_SECRET", SECRET)
    (command,) = manifest["features"]["slash_commands"]
    settings = manifest["settings"]
    addresses = [command, settings["event_subscriptions"], settings["interactivity"]]
    routes = SlackChannel().blueprint(None)._future_routes  # type: ignore[arg-type]
    assert {one.get("url") or one["request_url"] for one in addresses} == {f"{ADDRESS}{route.uri}" for route in routes}
    assert command["command"] == SLASH_COMMAND


def test_it_has_the_events_that_are_handled_and_the_rights_that_they_need(manifest: Dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == {APP_MENTION, HOME_OPENED, "message.im"}
    scopes = manifest["oauth_config"]["scopes"]
    assert scopes == {"bot": ["app_mentions:read", "chat:write", "commands", "im:history"]}


def test_it_is_within_slacks_limits(manifest: Dict[str, Any]) -> None:
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35 and len(shown["description"]) <= 140
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80
