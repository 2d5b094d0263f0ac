"""What becomes of what rules and learning find: a red flag, advice beside an answer, a request to decline, nothing."""

from __future__ import annotations

import math
from functools import lru_cache, partial
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from marrow.conversation.intents import DECLINE, OTHER_LANGUAGE, RED_FLAG
from marrow.knowledge.files import read_knowledge
from marrow.knowledge.safety_schema import Urgency
from marrow.safety.detector import SafetyDetector
from marrow.safety.recognition import Mentions
from marrow.safety.second_opinion import Opinion
from marrow.settings import ROOT
from marrow.understanding.attributes import OPINIONS, OWN_QUESTION, PIECES, REPORT, SENTENCES

SAFETY = read_knowledge(ROOT / "knowledge")[0].safety
SIGNS: Dict[str, str] = {flag.urgency.value: flag.id for flag in SAFETY.red_flags}  # one of each urgency
KINDS = [kind.id for kind in SAFETY.declines.kinds]
LIMITS: Dict[str, Any] = SafetyDetector.get_default_config()
BARELY = 0.01
CRISIS, EMERGENCY, URGENT, SOON = (SIGNS[urgency.value] for urgency in Urgency)


@lru_cache(maxsize=None)
def detector() -> SafetyDetector:
    return SafetyDetector(LIMITS, SAFETY, None, None)  # type: ignore[arg-type]


class Rules:
    """Finds all of it in the whole, and in a piece what is written there."""

    def __init__(self, whole: str, conclusions: Sequence[str]) -> None:
        self._whole, self._conclusions = whole, conclusions

    def read(self, text: str) -> Mentions:
        return Mentions(frozenset(), tuple(name for name in self._conclusions if text == self._whole or name in text))


def opinion(chance: float, most: Union[str, Dict[str, float]], names: Sequence[str]) -> Opinion:
    """``most``: the label, or how likely each of several is."""
    shares = {most: 1.0} if isinstance(most, str) else most
    return Opinion(chance, {name: math.log(shares.get(name, 1e-9)) for name in names})


def detected(
    ruled: Sequence[str] = (),
    flag: Tuple[float, Union[str, Dict[str, float]]] = (0.0, EMERGENCY),
    request: Tuple[float, str] = (0.0, KINDS[0]),
    topic: Tuple[str, float] = ("symptoms", 0.5),
    text: str = "some words of a person",
    own: bool = False,
    pieces: Sequence[Tuple[str, float]] = (),
    sentences: Sequence[Tuple[str, float]] = (),
    unlearnt: str = "",
    report: bool = False,
) -> Tuple[str, List[Tuple[str, Optional[str], List[str]]]]:
    """The intent, and of each entity its name, role and value."""
    detector()._recogniser = Rules(text, ruled)  # type: ignore[assignment]
    opinions = {
        RED_FLAG: opinion(*flag, names=[one.id for one in SAFETY.red_flags if one.id != unlearnt]),
        DECLINE: opinion(*request, names=[kind for kind in KINDS if kind != unlearnt]),
    }
    intent = {"name": topic[0], "confidence": topic[1]}
    small = [
        {
            part: partial(dict, {kind: Opinion(chance, one.scores) for kind, one in opinions.items()})
            for part, chance in parts
        }
        for parts in (pieces, sentences)
    ]
    message = Message({TEXT: text, INTENT: intent, OPINIONS: opinions, OWN_QUESTION: own})
    message.set(PIECES, small[0])
    message.set(SENTENCES, small[1])
    message.set(REPORT, {"is_report": report})
    detector().process([message])
    return message.get(INTENT)["name"], [
        (one["entity"], one.get("role"), one["value"]) for one in message.get(ENTITIES, [])
    ]


@pytest.mark.parametrize("level", ["crisis", "emergency", "urgent"])
def test_a_red_flag_is_raised_by_learning_alone_from_a_limit_on(level: str) -> None:
    needed, sign = LIMITS[RED_FLAG]["raise"], SIGNS[level]
    assert detected(flag=(needed + BARELY, sign)) == (RED_FLAG, [(RED_FLAG, level, [sign])])
    assert detected(flag=(needed - BARELY, sign)) == ("symptoms", [])


@pytest.mark.parametrize("level", ["crisis", "emergency", "urgent"])
def test_a_rule_needs_less(level: str) -> None:
    needed, sign = LIMITS[RED_FLAG]["believe"], SIGNS[level]
    assert detected([sign], flag=(needed + BARELY, sign)) == (RED_FLAG, [(RED_FLAG, level, [sign])])
    assert detected([sign], flag=(needed - BARELY, sign)) == ("symptoms", [])


def test_what_can_wait_is_advice_beside_the_answer() -> None:
    advice = ("symptoms", [(RED_FLAG, "soon", [SOON])])
    assert detected([SOON]) == advice
    assert detected(flag=(LIMITS["soon"]["raise"] + BARELY, SOON)) == advice
    assert detected(flag=(LIMITS["soon"]["raise"] - BARELY, SOON)) == ("symptoms", [])


def test_what_can_wait_is_no_red_flag_however_sure_learning_is_of_it() -> None:
    assert detected(flag=(0.99, SOON))[0] == "symptoms"


def test_a_sign_more_pressing_than_the_likeliest_is_left_out_another_is_told_as_well() -> None:
    found = detected([CRISIS, URGENT], flag=(0.9, EMERGENCY))[1]
    assert found == [(RED_FLAG, "emergency", [EMERGENCY]), (RED_FLAG, "urgent", [URGENT])]


def test_a_request_is_declined() -> None:
    kind, needed = KINDS[1], LIMITS[DECLINE]["raise"]
    assert detected(request=(needed + BARELY, kind)) == (DECLINE, [(DECLINE, None, [kind])])
    assert detected(request=(needed - BARELY, kind)) == ("symptoms", [])


@pytest.mark.parametrize("ruled", [False, True], ids=["learning", "a rule"])
@pytest.mark.parametrize("what", [RED_FLAG, DECLINE])
def test_more_is_needed_where_so_many_words_are_clearly_on_a_topic(what: str, ruled: bool) -> None:
    name = {RED_FLAG: URGENT, DECLINE: KINDS[0]}[what]
    rules = [name] if ruled else []
    many, few = ("word " * LIMITS["words"]).strip(), ("word " * (LIMITS["words"] - 1)).strip()
    clear, less = ("symptoms", LIMITS["surely"]), ("symptoms", LIMITS["surely"] - BARELY)

    def said(chance: float, topic: Tuple[str, float], text: str) -> str:
        flag, request = ((chance, URGENT), (0.0, KINDS[0])) if what == RED_FLAG else ((0.0, URGENT), (chance, KINDS[0]))
        return detected(rules, flag, request, topic, text)[0]

    below, above = LIMITS[what]["clear"] - BARELY, LIMITS[what]["clear"] + BARELY
    assert said(below, clear, many) == "symptoms" and said(above, clear, many) == what
    assert said(below, less, many) == said(below, clear, few) == what


@pytest.mark.parametrize("own", [False, True])
def test_what_learning_does_not_know_yet_is_raised_by_its_rules_alone(own: bool) -> None:
    little = LIMITS[RED_FLAG]["raise"] - BARELY  # enough to believe a rule, but no rule found that
    emergency, urgent = (RED_FLAG, "emergency", [EMERGENCY]), (RED_FLAG, "urgent", [URGENT])
    assert detected([EMERGENCY], (little, URGENT), own=own, unlearnt=EMERGENCY) == (RED_FLAG, [emergency])
    assert detected([EMERGENCY], (0.9, URGENT), own=own, unlearnt=EMERGENCY) == (RED_FLAG, [emergency, urgent])
    new, known = KINDS[:2]
    assert detected([new], request=(little, known), own=own, unlearnt=new) == (DECLINE, [(DECLINE, None, [new])])
    assert detected([new], request=(0.9, known), own=own, unlearnt=new) == (DECLINE, [(DECLINE, None, [new, known])])


def test_a_clear_topic_is_read_in_pieces_too_and_a_report_is_none() -> None:
    sure, long = ("symptoms", LIMITS["surely"]), ("word " * LIMITS["words"]).strip()
    between = ((LIMITS["believe_in_long"] + LIMITS[RED_FLAG]["clear"]) / 2, EMERGENCY)
    piece = [(f"a piece with {EMERGENCY}", LIMITS[RED_FLAG]["clear"] + BARELY)]
    assert detected([EMERGENCY], between, topic=sure, text=long, pieces=piece)[0] == RED_FLAG
    assert detected([EMERGENCY], between, topic=sure, text=long)[0] == "symptoms"
    assert detected([EMERGENCY], between, topic=sure, text=long, report=True)[0] == RED_FLAG


def test_another_language_asks_for_nothing_but_may_tell_of_a_red_flag() -> None:
    foreign = (OTHER_LANGUAGE, 1.0)
    assert detected(request=(0.99, KINDS[0]), topic=foreign)[0] == OTHER_LANGUAGE
    assert detected([KINDS[0]], request=(0.99, KINDS[0]), topic=foreign)[0] == DECLINE
    assert detected(flag=(0.99, EMERGENCY), topic=foreign)[0] == RED_FLAG


def test_code_asks_for_nothing_but_may_tell_of_a_red_flag() -> None:
    code = "{}[]<>;=$%&" * 9
    assert detected(request=(0.99, KINDS[0]), text=code)[0] == "symptoms"
    assert detected(flag=(0.99, EMERGENCY), text=code)[0] == RED_FLAG


@pytest.mark.parametrize("ruled, intent", [((), DECLINE), ((URGENT,), RED_FLAG)])
def test_a_red_flag_goes_before_a_request_but_for_one_that_learning_finds_less_likely(
    ruled: Sequence[str], intent: str
) -> None:
    assert detected(ruled, flag=(0.6, URGENT), request=(0.9, KINDS[0]))[0] == intent
    assert detected(ruled, flag=(0.9, URGENT), request=(0.6, KINDS[0]))[0] == RED_FLAG


def test_advice_stands_beside_what_is_declined_too() -> None:
    found = detected(flag=(0.9, SOON), request=(0.95, KINDS[0]))
    assert found == (DECLINE, [(RED_FLAG, "soon", [SOON]), (DECLINE, None, [KINDS[0]])])


@pytest.mark.parametrize("ruled", [(), (EMERGENCY,)], ids=["learning", "a rule"])
def test_what_the_guide_itself_asks_is_a_red_flag_only_where_that_is_very_likely(ruled: Sequence[str]) -> None:
    needed = LIMITS["own"]
    for sign in ruled or (CRISIS, EMERGENCY, URGENT):
        assert detected(ruled, flag=(needed - BARELY, sign))[0] == RED_FLAG
        assert detected(ruled, flag=(needed - BARELY, sign), own=True) == ("symptoms", [])
        assert detected(ruled, flag=(needed + BARELY, sign), own=True)[0] == RED_FLAG


def test_advice_and_a_request_need_as_much_there() -> None:
    needed = LIMITS["own"]
    assert detected(flag=(needed - BARELY, SOON), own=True) == ("symptoms", [])
    assert detected(flag=(needed + BARELY, SOON), own=True) == ("symptoms", [(RED_FLAG, "soon", [SOON])])
    assert detected([KINDS[0]], request=(needed - BARELY, KINDS[0]), own=True) == ("symptoms", [])
    assert detected([KINDS[0]], request=(needed + BARELY, KINDS[0]), own=True)[0] == DECLINE


def test_a_rule_of_a_long_message_needs_more_in_all_of_it_or_in_a_piece_that_it_finds_by_itself() -> None:
    needed = LIMITS["believe_in_long"]
    little, enough = (needed - BARELY, EMERGENCY), (needed + BARELY, EMERGENCY)
    assert detected([EMERGENCY], flag=little)[0] == RED_FLAG
    assert detected([EMERGENCY], flag=little, pieces=[(EMERGENCY, needed - BARELY)])[0] == "symptoms"
    assert detected([EMERGENCY], flag=enough, pieces=[("so and so", 0.0)])[0] == RED_FLAG
    assert (
        detected([EMERGENCY], flag=little, pieces=[("so", 0.0), (f"{EMERGENCY} then", needed + BARELY)])[0] == RED_FLAG
    )
    assert detected([EMERGENCY], flag=little, pieces=[("so and so", 0.99), (EMERGENCY, 0.0)])[0] == "symptoms"
