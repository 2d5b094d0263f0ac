"""Whether a message says that something is so, denies it, tells of the past, or only thinks of it."""

from __future__ import annotations

import pytest

from marrow.knowledge.safety_schema import Conclusion, Finding
from marrow.safety.assertion import Status
from marrow.safety.recognition import Recogniser

FINDINGS = [
    Finding(id="fever", says=["fever"]),
    Finding(id="clot", says=["clot"]),
    Finding(id="numb", says=["numb"]),
    Finding(id="hot", says=["hot"]),
    Finding(id="cancer", says=["cancer"], past=True),
    Finding(id="heart_attack", says=["heart attack"]),
]
SIGNS = [
    Conclusion(id="ill", needs=[["fever", "hot"], ["numb"]], unless=["clot"]),
    Conclusion(id="had_cancer", needs=[["cancer"]]),
]
READER = Recogniser({}, FINDINGS, SIGNS)


def status(text: str, finding: str) -> Status:
    if finding in READER.read(text).asserted:
        return Status.PRESENT
    return next(found for name, _, found in READER._found(text) if name == finding)


@pytest.mark.parametrize(
    "text",
    [
        "I have a fever",
        "not sure why but I have a fever",
        "my son has a fever, he won't walk",
        "fever since last night and no idea why",
        "I had no cough, but a fever",
        "No swelling. Fever.",
        "it's not just sore, there is fever too",
        "the fever hasn't gone",
        "why do I have a fever?",
        "two years ago it healed and now a fever",
    ],
)
def test_what_is_so(text: str) -> None:
    assert status(text, "fever") is Status.PRESENT


@pytest.mark.parametrize(
    "text",
    [
        "no fever",
        "I don't have any chills or fever",
        "never had a fever",
        "no swelling, redness or fever at all",
        "Fever? No. Just sore",
        "fever was ruled out",
        "without fever",
        "there isn't a fever",
    ],
)
def test_what_is_denied(text: str) -> None:
    assert status(text, "fever") is Status.DENIED


@pytest.mark.parametrize(
    "text", ["I had a clot in 2019", "a clot years ago, all fine since", "when I was young I had a clot"]
)
def test_what_is_over(text: str) -> None:
    assert status(text, "clot") is Status.PAST


@pytest.mark.parametrize(
    "text",
    [
        "what if I get a fever",
        "can bone marrow edema cause a fever?",
        "should I watch out for a fever",
        "is fever a symptom of it",
        "scared of a fever",
        "how would I know if it was a fever",
        "told me to come back if I get fever",
    ],
)
def test_what_is_only_thought_of(text: str) -> None:
    assert status(text, "fever") is Status.POSSIBLE


def test_a_manner_of_speaking_is_not_meant() -> None:
    assert not READER.read("I nearly had a heart attack when I saw the bill").asserted
    assert "heart_attack" in READER.read("I think he is having a heart attack").asserted


def test_a_conclusion_needs_all_findings_of_one_row() -> None:
    assert READER.read("a fever").conclusions == ()
    assert READER.read("a fever, and the knee is hot").conclusions == ("ill",)
    assert READER.read("it went numb").conclusions == ("ill",)
    assert READER.read("no fever, and the knee is hot").conclusions == ()


def test_a_conclusion_is_not_drawn_with_what_speaks_against_it() -> None:
    assert READER.read("it went numb, they found a clot").conclusions == ()


def test_what_counts_for_ever_counts_when_it_is_over_but_not_when_it_is_denied() -> None:
    assert READER.read("I had cancer in 2015").conclusions == ("had_cancer",)
    assert READER.read("I never had cancer").conclusions == ()
