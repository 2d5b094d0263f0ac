"""The files of the assistant keep to ``contract/``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Dict, List, Set

import jsonschema
import pytest
import yaml

from actions.skill import ERROR_RESPONSE
from marrow.contract import (
    ONLY_A_SITE,
    QUESTIONS_FOR_DOCTOR,
    READ_MY_REPORT,
    WHEN_TO_SEE_DOCTOR,
    Kind,
    schema_id,
    topic_ids,
    turn_schema,
)
from marrow.conversation.intents import (
    MOVES,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    SAFETY,
    SMALL_TALK,
    UTTER_DECLINE,
    UTTER_RED_FLAG,
)
from marrow.knowledge.files import read_knowledge
from marrow.safety.responses import responses
from marrow.settings import ROOT
from tests.marks import marks
from tests.person import SKILLS

CONVERSATION_INTENTS = {*SMALL_TALK, *MOVES, *SAFETY, OUT_OF_SCOPE, OTHER_LANGUAGE}
FALLBACK_INTENT = "nlu_fallback"


def read(name: str) -> Any:
    return yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def customs() -> Dict[str, Dict[str, Any]]:
    """The turns written in the domain, by response."""
    return {
        f"{name}-{place}": variant["custom"]
        for name, variants in read("domain.yml")["responses"].items()
        for place, variant in enumerate(variants)
        if "custom" in variant
    }


def steps_of_rules() -> List[List[Dict[str, Any]]]:
    files = sorted((ROOT / "data" / "rules").glob("*.yml"))
    return [rule["steps"] for file in files for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]]


def uttered_by_rules() -> Set[str]:
    """Responses that a rule says without an action."""
    actions = [step["action"] for steps in steps_of_rules() for step in steps if "action" in step]
    return {name for name in actions if name.startswith("utter_")}


def test_the_kinds_of_turn_are_those_of_the_schema() -> None:
    assert [kind.value for kind in Kind] == turn_schema()["properties"]["kind"]["enum"]


@lru_cache(maxsize=None)
def all_responses() -> Dict[str, Any]:
    """Those of the domain file and those that come from the safety files."""
    return {**read("domain.yml")["responses"], **responses(read_knowledge(ROOT / "knowledge")[0])}


@pytest.mark.parametrize("name", [UTTER_RED_FLAG, UTTER_DECLINE])
def test_the_turns_of_the_safety_files_keep_to_the_schema(name: str) -> None:
    for variation in all_responses()[name]:
        jsonschema.validate(variation["custom"], turn_schema())
        assert marks(variation["text"]) == {citation["n"] for citation in variation["custom"]["citations"]} != set()
        assert all(payload.lstrip("/") in read("domain.yml")["intents"] for payload in payloads_of([variation]))


def payloads_of(variations: List[Dict[str, Any]]) -> List[str]:
    return [button["payload"] for variation in variations for button in variation.get("buttons", [])]


def test_the_intents_are_the_topics_and_a_few_of_conversation() -> None:
    intents = read("domain.yml")["intents"]
    assert sorted(intents) == sorted([*topic_ids(), *CONVERSATION_INTENTS])


def test_every_topic_leads_to_its_answer_by_a_rule() -> None:
    answering = [first for first, *rest in steps_of_rules() if rest == [{"action": "action_answer"}]]
    intents = [step["intent"] for first in answering for step in first.get("or", [first])]
    assert sorted(intents) == sorted(topic_ids())


def test_every_intent_of_conversation_has_a_rule() -> None:
    ruled = {step["intent"] for first, *_ in steps_of_rules() for step in first.get("or", [first])}
    assert ruled == {*topic_ids(), *CONVERSATION_INTENTS, FALLBACK_INTENT}


def test_every_action_of_the_domain_is_a_skill_that_a_rule_uses() -> None:
    used = {step["action"] for steps in steps_of_rules() for step in steps if "action" in step}
    assert sorted(read("domain.yml")["actions"]) == sorted(SKILLS)
    assert {name for name in used if not name.startswith("utter_")} == set(SKILLS)


def test_every_response_that_an_action_or_a_rule_says_is_in_the_domain() -> None:
    code = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "actions").glob("*.py"))]
    said = {name for text in code for name in re.findall(r'"(utter_\w+)"', text)}
    said |= uttered_by_rules()
    assert said >= {ERROR_RESPONSE, "utter_deny", "utter_greet"}
    assert said <= set(all_responses())


@pytest.mark.parametrize("name", sorted(customs()))
def test_the_turns_of_the_domain_keep_to_the_schema(name: str) -> None:
    turn = customs()[name]
    jsonschema.validate(turn, turn_schema())
    assert turn["schema"] == schema_id()


@pytest.mark.parametrize("name", sorted({*uttered_by_rules(), ERROR_RESPONSE, "utter_no_text", "utter_too_long"}))
def test_a_response_that_no_action_completes_brings_its_turn(name: str) -> None:
    assert all("custom" in variant for variant in all_responses()[name])


def test_buttons_of_the_domain_lead_to_intents() -> None:
    domain = read("domain.yml")
    payloads = {payload for variations in domain["responses"].values() for payload in payloads_of(variations)}
    assert payloads
    assert payloads <= {f"/{intent}" for intent in domain["intents"]}


def test_the_sites_of_the_vocabulary_are_those_of_the_contract() -> None:
    described = turn_schema()["properties"]["site"]["description"]
    named = re.findall(r"\w+", described.split(":")[1].split(", or null")[0])
    assert sorted(named) == sorted(term["id"] for term in read("knowledge/vocabulary.yml") if term["kind"] == "site")


def test_every_topic_has_one_file_named_after_it() -> None:
    files = {
        file.stem: read(f"knowledge/topics/{file.name}")["topic"]
        for file in (ROOT / "knowledge" / "topics").glob("*.yml")
    }
    assert files == {topic: topic for topic in topic_ids()}


def test_the_topics_that_code_names_exist() -> None:
    assert {ONLY_A_SITE, QUESTIONS_FOR_DOCTOR, READ_MY_REPORT, WHEN_TO_SEE_DOCTOR} <= {*topic_ids()}
