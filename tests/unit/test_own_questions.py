"""The guide's own questions, as a person types them off the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from marrow.knowledge.files import Knowledge, examples
from marrow.understanding.attributes import ALSO, OWN_QUESTION, READING
from marrow.understanding.language import Reading
from marrow.understanding.own_questions import OwnQuestionClassifier, plain

BEFORE = {"name": "out_of_scope", "confidence": 0.6}


@pytest.fixture(scope="module")
def component(tmp_path_factory: pytest.TempPathFactory) -> OwnQuestionClassifier:
    """Trained, stored, and loaded again."""
    storage = LocalModelStorage(Path(tmp_path_factory.mktemp("model")))
    resource = OwnQuestionClassifier.create({}, storage, Resource("own"), None).train(TrainingData())
    return OwnQuestionClassifier.load({}, storage, resource, None)


def read(component: OwnQuestionClassifier, text: str, fragment: bool = False) -> Message:
    before = {INTENT: BEFORE, INTENT_RANKING_KEY: [BEFORE], ALSO: ["causes_overview"]}
    message = Message({TEXT: text, READING: Reading((), fragment=fragment), **before})
    component.process([message])
    return message


def test_no_two_topics_have_the_same_question(knowledge: Knowledge) -> None:
    topics: dict = {}
    for topic, text in examples(knowledge.topics):
        topics.setdefault(plain(text), set()).add(topic.topic)
    assert {text: found for text, found in topics.items() if len(found) > 1} == {}


@pytest.mark.parametrize("typed", [str, str.upper, lambda text: f"  {text.rstrip('?')} ...", lambda text: f"{text}!!"])
def test_each_gets_its_topic_and_nothing_else(component: OwnQuestionClassifier, knowledge: Knowledge, typed) -> None:
    for topic, text in examples(knowledge.topics):
        message = read(component, typed(text))
        assert message.get(INTENT) == {"name": topic.topic, "confidence": 1.0}
        assert message.get(INTENT_RANKING_KEY) == [message.get(INTENT)] and message.get(ALSO) == []
        assert message.get(OWN_QUESTION)


@pytest.mark.parametrize("words", ["{} and is it cancer", "so {}", "", "?!", "🙂"])
def test_whatever_else_is_left_as_it_is(component: OwnQuestionClassifier, knowledge: Knowledge, words: str) -> None:
    message = read(component, words.format(knowledge.topics[0].examples[0]))
    assert message.get(INTENT) == BEFORE and message.get(ALSO) == ["causes_overview"]
    assert not message.get(OWN_QUESTION)


def test_a_fragment_leans_on_the_turn_before(component: OwnQuestionClassifier, knowledge: Knowledge) -> None:
    assert read(component, knowledge.topics[0].examples[0], fragment=True).get(INTENT) == BEFORE
