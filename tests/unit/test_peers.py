"""The threshold that the other designs are given, and the rates that follow."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from benchmarks.peers.rates import best_threshold, judge, rates

QUESTION = {"text": "what is it", "topic": "definition"}
NEAR_MISS = {"text": "what is gout", "kind": "out_of_scope", "near": True}
UNRELATED = {"text": "who won", "kind": "out_of_scope"}
FOREIGN = {"text": "was ist das", "kind": "other_language"}


def reading(*ranking: Any, **own: Any) -> Dict[str, Any]:
    return {"ranking": ranking, **own}


def taken_for(intent: str, confidences: List[float]) -> List[Dict[str, Any]]:
    return [reading((intent, confidence)) for confidence in confidences]


def test_the_threshold_still_answers_95_percent_of_the_questions() -> None:
    confidences = [0.9] * 18 + [0.4, 0.1]
    assert best_threshold([QUESTION] * 20, taken_for("definition", confidences)) == 0.4


def test_only_questions_count_for_the_threshold() -> None:
    readings = taken_for("definition", [0.9] * 20 + [0.95] * 20)
    assert best_threshold([QUESTION] * 20 + [NEAR_MISS] * 20, readings) == 0.9


def test_there_is_no_threshold_when_too_many_are_taken_for_no_topic() -> None:
    readings = taken_for("definition", [0.9] * 18) + taken_for("out_of_scope", [0.8] * 2)
    assert best_threshold([QUESTION] * 20, readings) == 0.0


def test_one_in_twenty_may_be_taken_for_no_topic() -> None:
    readings = taken_for("definition", [0.7] * 19) + taken_for("out_of_scope", [0.8])
    assert best_threshold([QUESTION] * 20, readings) == 0.7


def test_the_rates() -> None:
    cases = [QUESTION] * 4 + [NEAR_MISS] * 2 + [UNRELATED, FOREIGN]
    readings = [
        reading(("definition", 0.9)),
        reading(("symptoms", 0.9), ("definition", 0.1)),
        reading(("symptoms", 0.3), ("out_of_scope", 0.25), ("definition", 0.2)),
        reading(("symptoms", 0.3)),
        reading(("symptoms", 0.6)),
        reading(("out_of_scope", 0.6), ("symptoms", 0.4)),
        reading(),
        reading(("symptoms", 0.8)),
    ]
    outcomes = [judge(case, one, 0.5) for case, one in zip(cases, readings)]
    assert [cell.split("(")[1] for cell in rates(outcomes)] == ["1/4)", "2/4)", "1/4)", "1/2)", "0/1)", "1/1)"]


@pytest.mark.parametrize("said, right", [("definition", True), ("symptoms", True), ("causes_overview", False)])
def test_any_topic_of_a_message_with_two_is_right(said: str, right: bool) -> None:
    case = {"text": "what is it and what does it feel like", "topic": "definition", "also": ["symptoms"]}
    assert judge(case, reading((said, 0.9)), 0.5).right is right


def test_what_a_design_decides_itself_needs_no_threshold() -> None:
    own = reading(("definition", 0.9), intent="nlu_fallback", offered=["definition"])
    outcome = judge(QUESTION, own, 0.0)
    assert outcome.asked_back and outcome.offered_right
