"""What is learnt from whole talks, and what it makes of a message."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest

from marrow.contract import topic_ids
from marrow.conversation import talk_learning, talk_model
from marrow.conversation.intents import OUT_OF_SCOPE
from marrow.conversation.leaning import points_back
from marrow.conversation.talk_learning import Asked, asked_after, counted, weights
from marrow.conversation.talk_model import FEATURES, TALK, TalkModel, get_talk_model
from marrow.conversation.talks import ORDINARY, read_talks
from marrow.settings import ROOT
from tests.suite.format import read
from tests.unit.test_data import plain

TESTED = ROOT / "tests" / "understanding" / "talks"
MODEL = TalkModel({}, {"definition": {"symptoms": 3.0, "recovery_time": 1.0}}, {"symptoms": 6.0, "recovery_time": 2.0})


def turn(text: str, kind: str, topic: Any = None) -> Dict[str, Any]:
    return {"user": text, "kind": kind, **({"topic": topic} if topic else {})}


TALKS = [
    {
        "turns": [
            turn("the first of them", "answer", "definition"),
            turn("the second of them", "answer", ["symptoms", "definition"]),
            turn("the third of them", "decline"),
            turn("the fourth of them", "smalltalk"),
            turn("the fifth of them", "answer", "definition"),
        ]
    },
    {
        "turns": [
            turn("the sixth of them", "out_of_scope"),
            turn("the seventh of them", "answer", "symptoms"),
            turn("the eighth of them", "out_of_scope"),
        ]
    },
]


def of(model: TalkModel, **named: float) -> TalkModel:
    return TalkModel(
        {**dict.fromkeys(FEATURES, 0.0), "foreign": -9.0, "talk": -9.0, **named}, model.follows, model.asked
    )


def test_every_topic_thought_of_and_that_of_the_talk_may_be_wanted_or_none_of_them() -> None:
    names, features = MODEL.candidates([("symptoms", 0.5), ("why", 0.3), (OUT_OF_SCOPE, 0.1)], "definition", "and why")
    assert names == ["symptoms", "definition", OUT_OF_SCOPE, TALK]
    assert features.shape == (4, len(FEATURES))
    assert [bool(row) for row in features[:, FEATURES.index("same")]] == [False, True, False, False]


@pytest.mark.parametrize(
    "named, text, wanted",
    [
        ({"likely": 1.0}, "swelling", "symptoms"),
        ({"likely": 1.0, "same": 9.0}, "swelling", "definition"),
        ({"likely": 1.0, "same_pointing": 9.0}, "the swelling of today", "symptoms"),
        ({"likely": 1.0, "same_pointing": 9.0}, "the swelling of it today", "definition"),
        ({"likely": 1.0, "same_short": 9.0}, "swelling then", "definition"),
        ({"follows": 1.0}, "swelling", "symptoms"),
        ({"foreign": 9.0}, "swelling", OUT_OF_SCOPE),
        ({"talk": 9.0}, "swelling", TALK),
    ],
)
def test_what_speaks_for_something_makes_it_likelier(named: Dict[str, float], text: str, wanted: str) -> None:
    found = of(MODEL, **named).likely([("symptoms", 0.5), ("recovery_time", 0.2)], "definition", text)
    assert found[0][0] == wanted
    assert sum(share for _, share in found) == pytest.approx(1)


@pytest.mark.parametrize(
    "feature, ranking",
    [
        ("same_by_a_move", [("why", 0.4), ("symptoms", 0.5)]),
        ("same_by_a_fragment", [("follow_up", 0.4), ("symptoms", 0.5)]),
        ("foreign_likely", [(OUT_OF_SCOPE, 0.4), ("symptoms", 0.5)]),
        ("talk_likely", [("thanks", 0.2), ("goodbye", 0.2), ("symptoms", 0.5)]),
    ],
)
def test_a_move_and_a_stranger_count_by_how_likely_they_are(feature: str, ranking: List[Tuple[str, float]]) -> None:
    place = FEATURES.index(feature)
    likely = MODEL.candidates(ranking, "definition", "so")[1][:, place]
    unlikely = MODEL.candidates([("symptoms", 0.5)], "definition", "so")[1][:, place]
    assert sum(likely > unlikely) == 1 and sum(likely < unlikely) == 0


def test_what_was_seldom_seen_after_a_topic_counts_as_after_any() -> None:
    new = of(MODEL, follows=1.0).likely([("recovery_time", 0.1), ("symptoms", 0.1)], "imaging_mri", "so")
    assert [name for name, _ in new if name in MODEL.asked] == ["symptoms", "recovery_time"]  # as asked anywhere


@pytest.mark.parametrize("text", ["", "{}", '{"weights": {"likely": 1}, "follows": {}, "asked": {}}', None])
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: Any) -> None:
    file = tmp_path / "learnt.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(talk_model, "LEARNT", file)
    get_talk_model.cache_clear()
    with pytest.raises(ValueError, match="make talks"):
        get_talk_model()
    get_talk_model.cache_clear()


@pytest.mark.parametrize("text, points", [("is IT bad", True), ("with items", False), ("and those?", True)])
def test_a_word_points_back_only_as_a_whole(text: str, points: bool) -> None:
    assert points_back(text) == points


def test_what_follows_what_is_counted_and_several_topics_count_in_part() -> None:
    found = counted(TALKS)
    assert found.asked == {"definition": 2.5, "symptoms": 1.5}
    assert found.follows == {"definition": {"symptoms": 0.5, "definition": 0.5}, "symptoms": {"definition": 1.0}}


def test_a_message_after_an_answer_is_learnt_from_but_for_those_to_decline() -> None:
    assert asked_after(TALKS) == [
        Asked("the second of them", "definition", ("symptoms", "definition")),
        Asked("the fourth of them", "symptoms", (TALK,)),
        Asked("the fifth of them", "symptoms", ("definition",)),
        Asked("the eighth of them", "symptoms", (OUT_OF_SCOPE,)),
    ]


def test_a_message_that_the_pipeline_learnt_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "somebody.yml").write_text("nlu:\n  - examples: |\n      - the fifth of them\n", encoding="utf-8")
    monkeypatch.setattr(talk_learning, "EXAMPLES", tmp_path)
    assert "the fifth of them" not in [one.text for one in asked_after(TALKS)]
    assert len(asked_after(TALKS)) == 3


def test_the_weights_are_those_under_which_the_talks_are_likeliest() -> None:
    unsure = [("symptoms", 0.3), ("recovery_time", 0.28)]
    turns: List[Tuple[Asked, Any]] = [
        *((Asked("does it hurt at that", "definition", ("definition",)), unsure) for _ in range(20)),
        *((Asked("swelling", "definition", ("symptoms",)), unsure) for _ in range(20)),
    ]
    learnt = TalkModel(weights(MODEL, turns), MODEL.follows, MODEL.asked)
    assert learnt.likely(unsure, "definition", "is it much")[0][0] == "definition"
    assert learnt.likely(unsure, "definition", "redness")[0][0] == "symptoms"


def test_what_is_in_use_was_counted_in_the_talks_as_they_are() -> None:
    in_use, now = get_talk_model(), counted(read_talks())
    assert (in_use.follows, in_use.asked) == (now.follows, now.asked), "run make talks"
    assert [*in_use.weights] and {*in_use.weights} == {*FEATURES}


def test_every_turn_of_a_talk_has_a_kind_and_every_topic_is_asked_about() -> None:
    turns = [turn for talk in read_talks() for turn in talk["turns"]]
    assert {turn["kind"] for turn in turns} <= {*ORDINARY, "decline", "escalate"}
    named = [turn["topic"] for turn in turns if turn["kind"] == "answer"]
    topics = {name for topic in named for name in ([topic] if isinstance(topic, str) else topic)}
    assert topics == {*topic_ids()}


@pytest.mark.parametrize("name", ["development", "test"])
def test_no_talk_is_learnt_that_is_measured(name: str) -> None:
    learnt = {plain(turn["user"]) for talk in read_talks() for turn in talk["turns"] if len(turn["user"].split()) > 6}
    measured = [turn.message for talk in read([TESTED / f"{name}.yml"])[name] for turn in talk.turns]
    assert learnt and sum(plain(message) in learnt for message in measured) == 0
