"""A red flag in one sentence, in a report, or in the shadow of a likelier one."""

from __future__ import annotations

import pytest

from marrow.conversation.intents import DECLINE, RED_FLAG
from marrow.safety.detector import CRISIS as LIKELY
from tests.unit.test_detector import BARELY, CRISIS, EMERGENCY, KINDS, LIMITS, URGENT, detected

LITTLE, NEEDED = (LIMITS[RED_FLAG]["believe"] - BARELY, EMERGENCY), LIMITS[RED_FLAG]["clear"]


@pytest.mark.parametrize("alone, intent", [(NEEDED + BARELY, RED_FLAG), (NEEDED - BARELY, "symptoms")])
def test_a_rule_that_finds_it_in_one_sentence_is_believed_where_that_is_likely_by_itself(
    alone: float, intent: str
) -> None:
    sentences = [(f"it is {EMERGENCY}", alone), ("how long does it take", 0.0)]
    assert detected([EMERGENCY], LITTLE, sentences=sentences)[0] == intent


def test_what_a_rule_finds_in_a_sentence_and_not_in_all_of_it_does_not_count() -> None:
    assert detected([], LITTLE, sentences=[(f"it is {EMERGENCY}", 1.0), ("so it is", 0.0)])[0] == "symptoms"


def test_a_request_is_not_looked_for_in_sentences() -> None:
    sentences = [(f"so much {KINDS[0]}", 1.0), ("how long does it take", 0.0)]
    request = (LIMITS[DECLINE]["believe"] - BARELY, KINDS[0])
    assert detected([KINDS[0]], request=request, sentences=sentences)[0] == "symptoms"


@pytest.mark.parametrize("sign, intent", [(EMERGENCY, RED_FLAG), (URGENT, "symptoms")])
def test_in_a_report_a_rule_alone_tells_what_leaves_no_time(sign: str, intent: str) -> None:
    assert detected([sign], (0.0, sign), report=True)[0] == intent
    assert detected([sign], (0.0, sign))[0] == "symptoms"
    assert detected([sign], (0.0, sign), text="edema. what does it mean?", report=True)[0] == "symptoms"


def test_a_report_without_a_question_asks_for_nothing_and_one_with_a_question_plainly() -> None:
    sure, between = (0.9, KINDS[0]), (LIMITS[DECLINE]["clear"] - BARELY, KINDS[0])
    question = "what do I have? edema of the hip"
    assert detected(request=sure, text="edema of the hip", report=True)[0] == "symptoms"
    assert detected(request=sure, text=question, report=True)[0] == DECLINE
    assert detected(request=between, text=question, report=True)[0] == "symptoms"


@pytest.mark.parametrize("share, told", [(LIKELY - BARELY, URGENT), (LIKELY + BARELY, CRISIS)])
def test_a_crisis_is_told_in_place_of_a_likelier_sign_only_where_it_is_likely(share: float, told: str) -> None:
    ((_, _, signs),) = detected(flag=(1.0, {CRISIS: share, URGENT: 1 - share}))[1]
    assert signs == [told]
