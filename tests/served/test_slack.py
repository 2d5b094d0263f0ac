"""The running assistant and a stand-in for Slack: the real SDK between them, real signatures, real failures."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import permutations
from typing import Any, Dict, List

import pytest
import requests

from marrow.conversation.words import CHOSEN, UNSEEN
from tests.bot import Bot
from tests.platform_limits import slack_shown
from tests.platforms.golden import assert_golden
from tests.platforms.slack import FakeSlack
from tests.platforms.slack_requests import SlackRequests
from tests.platforms.slack_talk import Talk, topics

TOPICS = ["definition", "recovery_time", "imaging_mri", "treatment_surgery", "symptoms"]
CHANNEL = "C0GENERAL"
Labels = Dict[str, str]


def kept_events(bot: Bot) -> int:
    """How many events of conversations the database has."""
    with closing(sqlite3.connect(bot.folder / "conversations.sqlite")) as database:
        return int(database.execute("SELECT count(*) FROM events").fetchone()[0])


def test_a_direct_message_is_answered_after_the_note(app: SlackRequests, labels: Labels) -> None:
    shown = Talk(app, "U1").says(labels["definition"])
    assert topics(shown) == ["smalltalk", "definition"]
    assert {one.thread for one in shown} == {None}


def test_a_mention_is_answered_in_its_thread_and_the_talk_is_followed_there(app: SlackRequests, labels: Labels) -> None:
    talk = Talk(app, "U2", CHANNEL)
    assert topics(talk.says(labels["recovery_time"])) == ["smalltalk", "recovery_time"]
    assert [one.turn.get("site") for one in talk.says("and in the knee?")] == ["knee"]
    other = Talk(app, "U3", CHANNEL)
    assert topics(other.says(labels["imaging_mri"])) == ["smalltalk", "imaging_mri"], "another thread is another talk"


def test_what_is_not_for_us_is_not_answered(app: SlackRequests, slack: FakeSlack, labels: Labels) -> None:
    talk, text = Talk(app, "U4"), labels["definition"]
    for fields in ({"bot_id": "B1"}, {"subtype": "message_deleted", "hidden": True}, {"subtype": "channel_join"}):
        assert app.send(app.direct("U4", text, **fields)).status_code == 200
    in_channel = {"type": "message", "channel_type": "channel", "channel": "C0OTHER", "user": "U4", "text": text}
    assert app.send(app.event(in_channel)).status_code == 200
    talk.says(text)
    assert len(talk.seen()) == 2 and slack.shown("C0OTHER") == []


@pytest.mark.parametrize("place", [{}, {"channel": CHANNEL}], ids=["direct", "mention"])
def test_an_edit_that_adds_a_red_flag_is_answered_and_a_link_that_unfolds_is_not(
    app: SlackRequests, labels: Labels, red_flag: str, place: Dict[str, Any]
) -> None:
    talk = Talk(app, f"U{len(place)}E", **place)
    event = talk.event(labels["definition"])
    said = event["event"]["text"]
    assert topics(talk.sends(event, turns=2)) == ["smalltalk", "definition"]
    assert app.send(app.edited(event, said)).status_code == 200
    assert topics(talk.sends(app.edited(event, f"{said}. {red_flag}"), turns=1)) == ["escalate"]
    assert {one.thread for one in talk.seen()} == {talk.thread}


def test_a_burst_of_one_person_is_answered_in_order(app: SlackRequests, labels: Labels) -> None:
    talk = Talk(app, "U7")
    for topic in TOPICS * 2:
        assert app.send(app.direct("U7", labels[topic])).status_code == 200
    app.slack.wait_for(lambda: len(talk.turns()) == 11)
    assert topics(talk.seen()) == ["smalltalk", *TOPICS * 2]


def test_answers_to_twenty_people_at_once_never_cross(app: SlackRequests, labels: Labels) -> None:
    asked = {f"U1{place}": pair for place, pair in enumerate(permutations(TOPICS, 2))}
    assert len(asked) == 20

    def ask(user: str) -> List[str]:
        talk = Talk(app, user)
        return topics([*talk.says(labels[asked[user][0]]), *talk.says(labels[asked[user][1]])])

    with ThreadPoolExecutor(20) as pool:
        answers = dict(zip(asked, pool.map(ask, asked)))
    assert answers == {user: ["smalltalk", *pair] for user, pair in asked.items()}
    for user in asked:
        assert len(Talk(app, user).seen()) == 3


def test_a_text_of_ten_thousand_letters_is_too_long_unless_a_red_flag_is_in_it(
    app: SlackRequests, red_flag: str
) -> None:
    assert topics(Talk(app, "U92").says("word " * 2000))[-1] == "error"
    text = f"{'word ' * 1000}{red_flag} {'word ' * 1000}"
    assert topics(Talk(app, "U93").says(text)) == ["escalate", "smalltalk"]


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f9b4\U0001f469\u200d\u2695\ufe0f?",
        "\u05e9\u05dc\u05d5\u05dd",
        "e\u0301 <&> *_~`",
        "\ud800 a",
        "\u200b",
        "\0 a",
    ],
)
def test_any_letters_are_answered(app: SlackRequests, text: str) -> None:
    sent = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert Talk(app, f"U94{hash(text)}").says(sent)[-1].text


def test_a_file_is_not_read_and_its_text_is(app: SlackRequests, labels: Labels) -> None:
    files = {"subtype": "file_share", "files": [{"id": "F1", "name": "scan.png"}]}
    talk = Talk(app, "U95")
    talk.begun = True
    assert topics(talk.says("", **files)) == ["error"]
    talk.begun = False
    shown = talk.says(labels["definition"], turns=2, **files)
    assert topics(shown) == ["smalltalk", "smalltalk", "definition"]
    assert slack_shown({"blocks": shown[1].blocks}) == UNSEEN


def test_a_button_is_replaced_by_what_was_chosen_and_its_answer_follows(app: SlackRequests, labels: Labels) -> None:
    talk = Talk(app, "U96")
    first = talk.says(labels["definition"])[-1]
    button = next(place for place, one in enumerate(first.buttons) if one["value"].lstrip("/") in labels)
    chosen = first.buttons[button]
    assert topics(talk.presses(first, button)) == [chosen["value"].lstrip("/")]
    assert (first.changes, first.buttons) == (1, [])
    assert f"{CHOSEN} {chosen['text']['text']}" in slack_shown({"blocks": first.blocks}).splitlines()


def test_who_reads_along_in_a_thread_takes_no_button_from_others(app: SlackRequests, labels: Labels) -> None:
    talk = Talk(app, "U94", CHANNEL)
    first = talk.says(labels["definition"])[-1]
    buttons = first.buttons
    place = next(place for place, one in enumerate(buttons) if one["value"].lstrip("/") in labels)
    told, followed = talk.presses(first, place)
    assert slack_shown({"blocks": told.blocks}) == f"{CHOSEN} {buttons[place]['text']['text']}"
    assert topics([followed]) == [buttons[place]["value"].lstrip("/")]
    assert (first.changes, first.buttons) == (0, buttons)


def test_a_button_further_up_counts_too(app: SlackRequests, labels: Labels) -> None:
    talk = Talk(app, "U97")
    first = talk.says(labels["definition"])[-1]
    topic = next(one["value"].lstrip("/") for one in first.buttons if one["value"].lstrip("/") in labels)
    place = [one["value"] for one in first.buttons].index(f"/{topic}")
    talk.says(labels["treatment_surgery"])
    assert topics(talk.presses(first, place)) == [topic]
    assert first.changes == 1


def test_what_is_asked_with_the_slash_command_only_its_author_sees(app: SlackRequests, labels: Labels) -> None:
    talk = Talk(app, "U98", "C0QUIET", alone=True)
    assert topics(talk.asks_for("")) == topics(talk.asks_for("help")) == ["smalltalk"]
    answer = talk.says(labels["definition"])[-1]
    assert answer.turn["topic"] == "definition"
    button = next(place for place, one in enumerate(answer.buttons) if one["value"].lstrip("/") in labels)
    chosen = answer.buttons[button]
    told, followed = talk.presses(answer, button)
    assert slack_shown({"blocks": told.blocks}) == f"{CHOSEN} {chosen['text']['text']}"
    assert topics([followed]) == [chosen["value"].lstrip("/")]
    assert app.slack.shown("C0QUIET") == app.slack.shown("C0QUIET", user="U99") == []


@pytest.mark.parametrize("place", [{}, {"channel": CHANNEL}, {"channel": CHANNEL, "alone": True}])
def test_what_was_said_can_be_forgotten_wherever_it_was_said(
    app: SlackRequests, slack_bot: Bot, labels: Labels, place: Dict[str, Any]
) -> None:
    before = kept_events(slack_bot)
    talk = Talk(app, f"U{len(place)}F", **place)
    talk.says(labels["definition"])
    assert topics(talk.asks_for("sources")) == ["smalltalk"]
    assert kept_events(slack_bot) > before
    assert topics(talk.asks_for("forget")) == ["privacy"]
    assert kept_events(slack_bot) == before


def test_the_slash_command_in_a_direct_talk_is_about_that_talk(
    app: SlackRequests, slack_bot: Bot, labels: Labels
) -> None:
    before = kept_events(slack_bot)
    Talk(app, "U1F").says(labels["definition"])
    assert topics(Talk(app, "U1F", alone=True).asks_for("forget")) == ["privacy"]
    assert kept_events(slack_bot) == before


def test_our_home_welcomes_who_opens_it(app: SlackRequests, slack: FakeSlack) -> None:
    assert app.send(app.home_opened("U1H")).status_code == 200
    slack.wait_for(lambda: "U1H" in slack.homes)
    assert "/bme forget" in slack_shown(slack.homes["U1H"])


def test_without_a_token_there_is_no_slack(bot: Bot) -> None:
    for ending in ("events", "interactions", "commands"):
        assert requests.post(f"{bot.url}/webhooks/slack/{ending}", data=b"{}", timeout=30).status_code == 404


@pytest.mark.parametrize("name", ["direct", "thread", "command"])
def test_the_main_journeys_go_as_they_did(app: SlackRequests, labels: Labels, red_flag: str, name: str) -> None:
    places: Dict[str, Dict[str, Any]] = {"direct": {}, "thread": {"channel": "C0G"}}
    talk = Talk(app, "PERSON", **places.get(name, {"channel": "C0G", "alone": True}))
    talk.asks_for("help" if talk.alone else "sources")
    talk.says(labels["recovery_time"], called="the label of recovery_time")
    answer = talk.says("and in the knee?", called="a question that leans on the last")[-1]
    talk.presses(answer)
    talk.says("hello", called="hello")
    talk.says(red_flag, called="a red flag")
    talk.says(labels["definition"], called="the label of definition")
    talk.asks_for("sources")
    talk.asks_for("forget")
    talk.says(red_flag, called="a red flag, as the first message")
    assert_golden(f"slack_{name}", [f"A talk on Slack: {name}", *talk.transcript])
