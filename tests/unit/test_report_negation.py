"""A negation in a report reaches what it denies and no further; where that is in doubt, nothing is denied."""

from __future__ import annotations

from typing import List

import pytest

from marrow.knowledge.files import read_knowledge
from marrow.settings import ROOT
from marrow.understanding.report_words import ReportReader


@pytest.fixture(scope="module")
def reader() -> ReportReader:
    return ReportReader(read_knowledge(ROOT / "knowledge")[0].glossary)


def denied(reader: ReportReader, text: str) -> List[str]:
    return [word.text for word in reader.read(text).words if word.denied]


def explained(reader: ReportReader, text: str) -> List[str]:
    return [word.gloss.split(".")[1] for word in reader.read(text).words if not word.denied]


@pytest.mark.parametrize(
    "text, unseen",
    [
        ("No fracture, likely transient osteoporosis of the femoral head. Small joint effusion.", ["fracture"]),
        (
            "No fracture line, bone marrow edema in the medial femoral condyle, meniscal tear, small effusion.",
            ["fracture line"],
        ),
        ("without osteonecrosis, with osteochondral lesion and joint effusion", ["osteonecrosis"]),
        ("no stress fracture, suspicious for osteomyelitis", ["stress fracture"]),
        ("no fracture, consistent with bone contusion or sprain", ["fracture"]),
        ("no fracture, small effusion or synovitis", ["fracture"]),
        ("no fracture, tear of the ligament or effusion", ["fracture"]),
        ("no fracture, marrow edema extending to the cortex or a tear", ["fracture"]),
        ("no fracture, effusion", ["fracture"]),
        ("MRI without contrast marrow edema", []),
        ("no fracture marrow edema of the talus", []),
        ("no fracture and effusion", ["fracture"]),
        ("no fracture however marrow edema", ["fracture"]),
        ("no erosion is seen, effusion present", ["erosion"]),
        ("no fracture: marrow edema", ["fracture"]),
        ("marrow edema in the tibia, fracture line not seen", ["fracture line"]),
        ("marrow edema with fracture line not identified", ["fracture line"]),
        ("there is edema and fracture is not seen", ["fracture"]),
        ("edema within the tear is not seen", ["edema within the tear"]),
    ],
)
def test_a_negation_does_not_reach_too_far(reader: ReportReader, text: str, unseen: List[str]) -> None:
    assert denied(reader, text) == unseen


@pytest.mark.parametrize(
    "text, unseen",
    [
        ("no fracture, dislocation or effusion", ["fracture", "effusion"]),
        ("No fracture, dislocation, or joint effusion. Bone marrow edema.", ["fracture", "joint effusion"]),
        ("no fracture, ACL tear, or effusion in the knee", ["fracture", "ACL tear", "effusion in the knee"]),
        ("no fracture/effusion", ["fracture", "effusion"]),
        ("no fracture and no effusion", ["fracture", "effusion"]),
        ("Neither fracture nor effusion is seen", ["fracture", "effusion"]),
        ("No double line sign", ["double line sign"]),
        ("No MRI evidence of osteonecrosis", ["osteonecrosis"]),
        ("does not show a fracture", ["fracture"]),
        ("No fracture, but there is edema. Fracture not identified", ["fracture"]),
        ("Fracture, dislocation and effusion are not seen.", ["Fracture", "effusion"]),
        ("edema was NOT seen and the previously seen tear has resolved", ["edema"]),
        ("Joint effusion: none", ["Joint effusion"]),
    ],
)
def test_a_negation_is_not_lost(reader: ReportReader, text: str, unseen: List[str]) -> None:
    assert denied(reader, text) == unseen


@pytest.mark.parametrize(
    "text",
    [
        "not consistent with osteomyelitis", "osteonecrosis less likely", "fracture is unlikely", "rule out fracture",
        "evaluate for fracture", "fracture not seen on the prior study", "with or without effusion",
        "marrow edema, not seen previously", "fracture is not clearly seen", "no change in marrow edema",
        "fracture cannot be ruled out", "marrow edema is no longer seen", "not only edema",
        "fracture was not present in 2020",
    ],
)  # fmt: skip
def test_in_doubt_nothing_is_denied(reader: ReportReader, text: str) -> None:
    assert denied(reader, text) == []


@pytest.mark.parametrize(
    "text, unseen",
    [
        ("No pre-existing degenerative change identified", "pre-existing degenerative change"),
        ("without full-thickness tear", "full-thickness tear"),
        ("no displaced stress fracture", "displaced stress fracture"),
        ("no acute fracture of the femoral neck", "acute fracture of the femoral neck"),
        ("edema of the talus is not seen", "edema of the talus"),
    ],
)
def test_what_is_denied_is_said_with_what_goes_with_it(reader: ReportReader, text: str, unseen: str) -> None:
    assert denied(reader, text) == [unseen]


@pytest.mark.parametrize(
    "text, hedge",
    [
        ("osteonecrosis less likely", "likely"),
        ("not consistent with infection", "consistent_with"),
        ("not clearly suggestive of infection", "suggestive_of"),
        ("ACL not intact", "intact"),
    ],
)
def test_a_word_turned_round_is_not_explained_as_itself(reader: ReportReader, text: str, hedge: str) -> None:
    assert hedge not in explained(reader, text)
    assert hedge in explained(reader, text.replace("not ", "").replace("less ", ""))
