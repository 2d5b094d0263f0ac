"""The running assistant and a stand-in for Telegram: the real client library between them, real talks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any, Dict, List

import pytest

from marrow.clinic import get_clinic
from marrow.conversation.words import DELETED, LAST_SOURCES, NO_SOURCES, OLD_BUTTON, UNSEEN, on_a_platform, text_only
from marrow.rendering.parts import ALERT
from tests.bot import Bot
from tests.platforms.golden import assert_golden
from tests.platforms.telegram import BOT_NAME, FakeTelegram
from tests.platforms.telegram_people import Message, Post
from tests.platforms.telegram_stage import rows
from tests.platforms.telegram_visit import Visit, bold, keys, sources

TOPICS = ["definition", "recovery_time", "imaging_mri", "treatment_surgery", "symptoms"]
VAGUE = ["what is that thing for", "is it good", "the other thing", "qwrtz plmk", "so and so"]  # one of them is unclear
Labels = Dict[str, str]


def headings(messages: List[Message]) -> List[str]:
    """What stands over the answers, in order; nothing does over the assistant's notes."""
    return [bold(message)[0] for message in messages if bold(message)]


def topic_under(message: Message, labels: Labels) -> str:
    """A topic that is offered under an answer."""
    offered = [key["callback_data"].lstrip("/") for key in keys(message)]
    return next(topic for topic in offered if topic in labels)


def test_a_question_is_answered_after_the_note(post: Post, labels: Labels) -> None:
    note, answer = Visit(post.talk()).says(labels["definition"])
    assert note["text"] == on_a_platform("Telegram", get_clinic())
    assert (headings([answer]), sources(answer) > 1) == ([labels["definition"]], True)


def test_a_talk_is_followed(post: Post, labels: Labels) -> None:
    visit = Visit(post.talk())
    general = visit.says(labels["recovery_time"])[-1]
    special = visit.says("and in the knee?")[-1]
    assert headings([special]) == headings([general]) == [labels["recovery_time"]]
    assert special["text"] != general["text"] and "knee" in special["text"].lower()


def test_a_burst_of_one_person_is_answered_in_order(post: Post, labels: Labels) -> None:
    visit = Visit(post.talk())
    sent = visit.after(lambda: [visit.talk.say(labels[topic]) for topic in TOPICS * 2])
    assert headings(sent) == [labels[topic] for topic in TOPICS * 2]


def test_answers_to_twenty_people_at_once_never_cross(post: Post, labels: Labels) -> None:
    pairs = list(permutations(TOPICS, 2))
    visits = [Visit(post.talk()) for _ in pairs]
    assert len(pairs) == 20

    def ask(visit: Visit, topics: Any) -> List[str]:
        return headings([message for topic in topics for message in visit.says(labels[topic])])

    with ThreadPoolExecutor(len(pairs)) as pool:
        answers = list(pool.map(ask, visits, pairs))
    assert answers == [[labels[topic] for topic in pair] for pair in pairs]
    assert {len(visit.talk.received) for visit in visits} == {5}, "the note, two answers, and twice the help"


def test_what_is_not_understood_is_asked_back_with_topics_to_choose_from(
    post: Post, labels: Labels, telegram_bot: Bot
) -> None:
    vague = next(text for text in VAGUE if telegram_bot.ask(text).kind == "clarify")
    visit = Visit(post.talk())
    asked_back = visit.says(vague)[-1]
    topic = topic_under(asked_back, labels)
    assert headings([asked_back]) == []
    assert headings(visit.presses(f"/{topic}", asked_back)) == [labels[topic]]


def test_the_buttons_of_a_red_flag_hold_on(post: Post, labels: Labels, red_flag: str) -> None:
    visit = Visit(post.talk())
    alarm = visit.says(red_flag)[0]
    reminded = visit.says(labels["definition"])[-1]
    visit.presses("/not_in_danger", alarm)
    not_reminded = visit.says(labels["definition"])[-1]
    assert len(reminded["text"]) > len(not_reminded["text"])
    assert reminded["text"].startswith(not_reminded["text"].split("\n\n")[0])


def test_a_pressed_button_is_answered_and_marked(post: Post, labels: Labels) -> None:
    visit = Visit(post.talk())
    answer = visit.says(labels["definition"])[-1]
    topic = topic_under(answer, labels)
    assert headings(visit.presses(f"/{topic}", answer)) == [labels[topic]]
    assert [(key["text"][:1], key["callback_data"]) for key in keys(answer)] == [("✓", f"/{topic}")]


def test_a_button_further_up_counts_too(post: Post, labels: Labels) -> None:
    visit = Visit(post.talk())
    answer = visit.says(labels["definition"])[-1]
    topic = topic_under(answer, labels)
    visit.says(labels["treatment_surgery"])
    assert headings(visit.presses(f"/{topic}", answer)) == [labels[topic]]
    assert headings(visit.presses(f"/{topic}", answer)) == [labels[topic]], "also once more"


def test_a_button_of_a_message_that_telegram_has_no_more_is_answered_at_the_button(
    post: Post, telegram: FakeTelegram, labels: Labels
) -> None:
    visit = Visit(post.talk())
    answer = visit.says(labels["definition"])[-1]
    update = visit.talk.press(keys(answer)[0]["text"], answer, date=0)
    query = update["callback_query"]["id"]
    telegram.wait_for(lambda: query in telegram.notices)
    assert telegram.notices[query] == OLD_BUTTON


def test_the_commands(post: Post, telegram_bot: Bot, labels: Labels) -> None:
    before = rows(telegram_bot.folder / "conversations.sqlite")
    visit = Visit(post.talk())
    greeting = visit.asks_for("start")[-1]
    assert keys(greeting) and headings(visit.presses(keys(greeting)[0]["callback_data"], greeting))
    answer = visit.says(labels["definition"])[-1]
    listed = visit.asks_for("sources")[0]
    assert listed["text"].startswith(LAST_SOURCES) and sources(listed) == sources(answer)
    assert [message["text"] for message in visit.asks_for("forget")] == [DELETED]
    assert [message["text"] for message in visit.asks_for("sources")] == [NO_SOURCES]
    kept = rows(telegram_bot.folder / "conversations.sqlite") - before
    assert kept == 12, "that each of twelve updates came, and no word of them"
    assert len(visit.says(labels["definition"])) == 2, "a new talk begins with the note"


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "sticker", "location"])
def test_only_text_is_read(kind: str, post: Post, labels: Labels) -> None:
    visit = Visit(post.talk())
    emergency = get_clinic().ways_to_get_help()["emergency"]
    assert [message["text"] for message in visit.says(**{kind: {}})] == [text_only(emergency)]


def test_words_under_a_picture_are_answered(post: Post, labels: Labels) -> None:
    note, unseen, answer = Visit(post.talk()).says(photo=[], caption=labels["definition"])
    assert unseen["text"] == UNSEEN
    assert headings([answer]) == [labels["definition"]]


def test_a_mended_question_is_answered_anew(post: Post, labels: Labels) -> None:
    visit = Visit(post.talk())
    visit.says(labels["definition"])
    asked = visit.talk.say("qwrtz plmk")
    visit.after(lambda: None)
    mended = visit.after(lambda: visit.talk.edit(asked, labels["symptoms"]))
    assert headings(mended) == [labels["symptoms"]]
    assert mended[-1]["reply_to_message"]["message_id"] == asked["message"]["message_id"]


def test_in_a_group_two_talks_go_beside_each_other(post: Post, labels: Labels) -> None:
    group = post.group()
    one, other = post.talk(**group), post.talk(**group)
    Visit(one).says(f"@{BOT_NAME} {labels['recovery_time']}")
    Visit(other).says(f"@{BOT_NAME} {labels['imaging_mri']}")
    answer = Visit(one).says(f"and in the knee, @{BOT_NAME}?")[-1]
    assert headings([answer]) == [labels["recovery_time"]]
    assert answer["reply_to_message"]["from"] == one.user
    before = len(one.received)
    one.say(labels["definition"])
    Visit(other).after(lambda: other.reply(answer, labels["symptoms"]))
    assert headings(one.received[before:]) == [labels["symptoms"]], "what is not said to the bot is not answered"


def test_a_text_of_ten_thousand_letters_is_too_long_unless_a_red_flag_is_in_it(post: Post, red_flag: str) -> None:
    note, too_long = Visit(post.talk()).says("word " * 2000)
    assert not bold(note) and not bold(too_long)
    first, note = Visit(post.talk()).says(f"{red_flag}{' ' * 10_000}.")
    assert bold(first)[0].startswith(ALERT) and not bold(note)


@pytest.mark.parametrize(
    "text", ["🦴👩‍⚕️?", "שלום", "e\u0301 <&> *_~`", "\ud800 a", "\u200b", "\0 a", "&amp; &lt;b&gt;"]
)
def test_any_letters_are_answered(text: str, post: Post) -> None:
    assert Visit(post.talk()).says(text)[-1]["text"]


@pytest.mark.parametrize("name", ["private", "group", "topic"])
def test_the_main_journeys_go_as_they_did(name: str, post: Post, labels: Labels, red_flag: str) -> None:
    topic: Dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True} if name == "topic" else {}
    talk = post.talk() if name == "private" else post.talk(**post.group(is_forum=bool(topic)))
    visit, to = Visit(talk, **topic), "" if name == "private" else f"@{BOT_NAME} "
    visit.asks_for("start")
    answer = visit.says(f"{to}{labels['recovery_time']}", "the label of recovery_time")[-1]
    visit.says(f"{to}and in the knee?", "a question that leans on the last")
    visit.presses("/more_detail", answer)
    visit.says(called="nothing, with a picture", photo=[], caption=to)
    alarm = visit.says(f"{to}{red_flag}", "a red flag")[0]
    visit.says(f"{to}{labels['definition']}", "the label of definition")
    visit.presses("/not_in_danger", alarm)
    visit.asks_for("sources")
    visit.asks_for("forget")
    visit.says(f"{to}{red_flag}", "a red flag, as the first message")
    assert_golden(f"telegram_{name}", [f"A talk on Telegram: {name}", *visit.transcript])
