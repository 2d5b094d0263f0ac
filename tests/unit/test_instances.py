"""Every phrase of the knowledge finds its text: take one away, or break it, and one of these tests fails."""

from __future__ import annotations

import pytest

from marrow.knowledge.files import read_knowledge
from marrow.knowledge.safety_schema import Safety
from marrow.safety.recognition import Recogniser, recogniser_of
from marrow.settings import ROOT
from tests.phrases.instances import only, read_instances

AGAIN = "python -m tests.phrases.instances"
FINDINGS = read_instances()


@pytest.fixture(scope="module")
def safety() -> Safety:
    return read_knowledge(ROOT / "knowledge")[0].safety


@pytest.fixture(scope="module")
def recogniser(safety: Safety) -> Recogniser:
    return recogniser_of(safety)


@pytest.mark.parametrize("finding", FINDINGS)
def test_each_text_is_found_by_the_one_phrase_it_stands_for(recogniser: Recogniser, finding: str) -> None:
    lost = [text for text in FINDINGS[finding] if not only(recogniser, finding, text)]
    assert not lost, f"the phrase is gone, broken or no longer the only one; if that is meant: {AGAIN}"


def test_each_phrase_has_such_a_text(safety: Safety, recogniser: Recogniser) -> None:
    found = {
        (finding, said)
        for finding, texts in FINDINGS.items()
        for text in texts
        for said in only(recogniser, finding, text)
    }
    missing = {(finding.id, said) for finding in safety.all_findings for said in finding.says} - found
    assert not missing, f"write their texts: {AGAIN}"
