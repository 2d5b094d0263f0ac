"""Every topic of the contract answers with its sources: by its button, by a question, and after another topic."""

from __future__ import annotations

import uuid

import pytest

from marrow.contract import topic_ids
from marrow.knowledge.files import Knowledge, examples
from tests.bot import Bot, Reply
from tests.marks import marks


def assert_answers(reply: Reply, topic: str) -> None:
    assert reply.kind == "answer" and reply.turn["topic"] == topic, (reply.kind, reply.topics, reply.text)
    citations = reply.turn["citations"]
    assert len({citation["source_id"] for citation in citations}) >= 2
    assert len({citation["publisher"] for citation in citations}) >= 2
    assert marks(reply.text) == {citation["n"] for citation in citations}
    assert 2 <= len(reply.buttons) <= 6
    assert reply.turn["reviewed_on"]


@pytest.mark.parametrize("topic", topic_ids())
def test_a_topic_answers(topic: str, bot: Bot, knowledge: Knowledge) -> None:
    entry = next(entry for entry in knowledge.topics if entry.topic == topic)
    other = "imaging_mri" if topic != "imaging_mri" else "recovery_time"
    other_label = next(entry.label for entry in knowledge.topics if entry.topic == other)
    conversation = uuid.uuid4().hex
    assert_answers(bot.ask(entry.label, conversation), topic)
    assert_answers(bot.ask(entry.examples[0]), topic)
    assert_answers(bot.ask(other_label, conversation), other)
    assert_answers(bot.ask(entry.label, conversation), topic)


@pytest.mark.parametrize("topic", topic_ids())
def test_every_label_and_example_question_reaches_its_own_answer(topic: str, bot: Bot, knowledge: Knowledge) -> None:
    entry = next(entry for entry in knowledge.topics if entry.topic == topic)
    replies = {text: bot.ask(text) for _, text in examples([entry])}
    assert {text: reply.topics for text, reply in replies.items() if topic not in reply.topics} == {}


def test_a_button_reaches_its_own_answer(bot: Bot) -> None:
    conversation = uuid.uuid4().hex
    offered = [button["payload"] for button in bot.ask("what is bone marrow edema", conversation).buttons]
    (topic, *_) = [payload.lstrip("/") for payload in offered if payload.lstrip("/") in topic_ids()]
    assert_answers(bot.ask(f"/{topic}", conversation), topic)
