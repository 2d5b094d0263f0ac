"""Every phrase of the knowledge finds its text: take one away, or break it, and one of these tests fails."""

from __future__ import annotations

from typing import Dict, Sequence

import pytest

from marrow.knowledge.safety_schema import Safety
from tests.phrases.instances import only, read_instances
from tests.phrases.shipped import shipped

AGAIN = "python -m tests.phrases.instances"
INSTANCES = read_instances()


@pytest.fixture(scope="module")
def safety() -> Safety:
    return shipped()[0]


@pytest.fixture(scope="module")
def found() -> Dict[str, Dict[str, Sequence[str]]]:
    """By finding, each text with the phrase that finds it, if there is just one."""
    recogniser = shipped()[1]
    return {finding: {text: only(recogniser, finding, text) for text in texts} for finding, texts in INSTANCES.items()}


@pytest.mark.parametrize("finding", INSTANCES)
def test_each_text_is_found_by_the_one_phrase_it_stands_for(
    found: Dict[str, Dict[str, Sequence[str]]], finding: str
) -> None:
    lost = [text for text, phrases in found[finding].items() if not phrases]
    assert not lost, f"the phrase is gone, broken or no longer the only one; if that is meant: {AGAIN}"


def test_each_phrase_has_such_a_text(safety: Safety, found: Dict[str, Dict[str, Sequence[str]]]) -> None:
    having = {(finding, said) for finding in found for phrases in found[finding].values() for said in phrases}
    missing = {(finding.id, said) for finding in safety.all_findings for said in finding.says} - having
    assert not missing, f"write their texts: {AGAIN}"
