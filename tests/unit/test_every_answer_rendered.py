"""Everything that the guide can say, on every channel: within the platform's limits, and nothing of it lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Sequence

import pytest

from marrow.clinic import get_clinic
from marrow.contract import turn_schema
from marrow.knowledge.database import open_session
from marrow.knowledge.files import Knowledge
from marrow.knowledge.loading import load
from marrow.rendering import plain, slack, telegram
from marrow.rendering.said import Said
from marrow.settings import ROOT, get_settings
from tests.every_turn import EveryTurn
from tests.marks import marks
from tests.platform_limits import (
    TelegramHtml,
    slack_links,
    slack_problems,
    slack_shown,
    telegram_problems,
)

CLINICS = {
    "a clinic that nobody has described": "{}",
    "a clinic with all that can be known": """
name: Foot and Ankle Clinic
phone: "020 7946 0000"
website: https://clinic.example
address: 1 High Street
opening_hours: Monday to Friday, 8 to 17
country: GB
urgent_number: "020 7946 0001"
""",
}
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
LISTED_ADDRESS = re.compile(r": (https?://\S+)$", re.MULTILINE)


class Shown(NamedTuple):
    """A turn as a person meets it. ``buttons``: what can be pressed, as (title, what it sends)."""

    text: str
    links: List[str]
    buttons: List[Any]
    problems: List[str]


class Turn(NamedTuple):
    """A turn, and how it is shown."""

    said: Said
    shown: Shown


def in_slack(said: Said) -> Shown:
    messages = slack.render(said)
    rows = [block for message in messages for block in message["blocks"] if block["type"] == "actions"]
    pressed = [(button["text"]["text"], button["value"]) for row in rows for button in row["elements"]]
    return Shown(
        "\n".join(map(slack_shown, messages)),
        [link for message in messages for link in slack_links(message)],
        pressed,
        [problem for message in messages for problem in slack_problems(message)],
    )


def in_telegram(said: Said) -> Shown:
    messages = telegram.render(said)
    parsed = [TelegramHtml(message["text"]) for message in messages]
    rows = [row for message in messages for row in message.get("reply_markup", {}).get("inline_keyboard", [])]
    return Shown(
        "\n".join(one.text for one in parsed),
        [link for one in parsed for link in one.links],
        [(button["text"], button["callback_data"]) for row in rows for button in row],
        [problem for message in messages for problem in telegram_problems(message)],
    )


def in_plain_text(said: Said) -> Shown:
    text = plain.render(said)
    return Shown(text, LISTED_ADDRESS.findall(text), [], [])


CHANNELS: Dict[str, Callable[[Said], Shown]] = {"Slack": in_slack, "Telegram": in_telegram, "plain": in_plain_text}


@pytest.fixture(scope="module")
def every_turn(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Dict[str, Said]:
    """All turns by name, in each of the clinics."""
    folder = Path(tmp_path_factory.mktemp("every"))
    url = f"sqlite:///{folder / 'knowledge.sqlite'}"
    load(ROOT / "knowledge", url)
    said: Dict[str, Said] = {}
    for clinic, described in CLINICS.items():
        (folder / "clinic.yml").write_text(described, encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch, open_session(url) as session:
            patch.setenv("MARROW_CLINIC_FILE", str(folder / "clinic.yml"))
            get_settings.cache_clear()
            get_clinic.cache_clear()
            named = enumerate(EveryTurn(session, knowledge).all())
            said.update((f"{clinic}: {name} ({number})", one) for number, (name, one) in named)
    return said


@pytest.fixture(scope="module", params=CHANNELS)
def turns(request: pytest.FixtureRequest, every_turn: Dict[str, Said]) -> Dict[str, Turn]:
    """All turns by name, as they are shown on this channel."""
    return {name: Turn(said, CHANNELS[request.param](said)) for name, said in every_turn.items()}


def packed(text: str) -> str:
    """Without white space, which a channel may set as it likes, and with Slack's likenesses as they were."""
    return "".join(text.translate(str.maketrans("∗ˍ∼ˋ∶", "*_~`:")).split())


def in_order(sentences: Sequence[str], text: str) -> bool:
    at = 0
    for sentence in map(packed, sentences):
        at = text.find(sentence, at)
        if at < 0:
            return False
        at += len(sentence)
    return True


def failing(turns: Dict[str, Turn], fails: Callable[[Said, Shown], Any]) -> List[str]:
    return [name for name, turn in turns.items() if fails(*turn)]


def test_all_kinds_of_turns_are_among_them(every_turn: Dict[str, Said]) -> None:
    assert {said.kind for said in every_turn.values()} == set(turn_schema()["properties"]["kind"]["enum"])


def test_everything_is_within_the_limits(turns: Dict[str, Turn]) -> None:
    assert {name: turn.shown.problems for name, turn in turns.items() if turn.shown.problems} == {}


def test_no_sentence_is_lost(turns: Dict[str, Turn]) -> None:
    def lost(said: Said, shown: Shown) -> bool:
        sentences = [sentence for text in (said.text, *said.after) for sentence in SENTENCE.split(text)]
        return not in_order(sentences, packed(shown.text)) or not in_order(said.before, packed(shown.text))

    assert failing(turns, lost) == []


def test_every_source_is_listed_with_its_address(turns: Dict[str, Turn]) -> None:
    def lost(said: Said, shown: Shown) -> bool:
        listed = [f"[{one['n']}]{one['title']},{one['publisher']}" for one in said.citations]
        return not in_order(listed, packed(shown.text)) or not {one["url"] for one in said.citations} <= set(
            shown.links
        )

    assert failing(turns, lost) == []


def test_every_mark_has_its_source_and_the_other_way_round(turns: Dict[str, Turn]) -> None:
    def apart(said: Said, shown: Shown) -> bool:
        text, _, listed = shown.text.partition("\nSources\n")
        return not marks(text) == marks(listed) == {citation["n"] for citation in said.citations}

    assert failing(turns, apart) == []


def test_every_button_can_be_pressed_or_written(turns: Dict[str, Turn]) -> None:
    def lost(said: Said, shown: Shown) -> bool:
        expected = [(button.title, button.payload) for button in said.buttons]
        return shown.buttons != expected and any(title not in shown.text for title, _ in expected)

    assert failing(turns, lost) == []


def test_an_emergency_shows_at_a_glance_with_the_number_to_call(turns: Dict[str, Turn]) -> None:
    def hidden(said: Said, shown: Shown) -> bool:
        first, second, *_ = filter(None, shown.text.split("\n"))
        return not first.startswith("🚨 Get ") or bool(said.call and second != said.call["title"])

    escalations = {name: turn for name, turn in turns.items() if turn.said.kind == "escalate"}
    assert escalations and failing(escalations, hidden) == []
