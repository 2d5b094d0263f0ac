"""Lines of a report are told from talk, what was not seen is told from what was, and unknown words are named."""

from __future__ import annotations

from typing import Any, List, Tuple

import pytest

from marrow.knowledge.files import read_knowledge
from marrow.settings import ROOT
from marrow.understanding.report_words import ReportReader

KNEE = (
    "IMPRESSION: Patchy marrow edema of the medial femoral condyle, likely stress reaction. No fracture line.\n"
    "Small effusion. ACL intact. Popliteus unremarkable."
)


@pytest.fixture(scope="module")
def reader() -> ReportReader:
    return ReportReader(read_knowledge(ROOT / "knowledge")[0].glossary)


def denied(reader: ReportReader, text: str) -> List[Tuple[str, bool]]:
    return [(word.gloss.split(".")[1], word.denied) for word in reader.read(text).words]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("no fracture line seen", [("fracture_line", True)]),
        ("fracture line is not identified", [("fracture_line", True)]),
        ("without erosion or sclerosis", [("erosion", True), ("sclerosis", True)]),
        ("no joint effusion; marrow edema", [("joint_effusion", True), ("bone_marrow_edema", False)]),
        ("no osteonecrosis\nmarrow edema", [("osteonecrosis", True), ("bone_marrow_edema", False)]),
        ("no fracture but marrow edema", [("fracture", True), ("bone_marrow_edema", False)]),
        ("cannot exclude stress fracture", [("cannot_exclude", False), ("stress_fracture", False)]),
        ("marrow edema", [("bone_marrow_edema", False)]),
        ("no fracture. marrow edema. fracture", [("fracture", False), ("bone_marrow_edema", False)]),
        ("fracture. marrow edema. no fracture", [("fracture", False), ("bone_marrow_edema", False)]),
    ],
)
def test_what_was_not_seen_is_told_from_what_was(reader: ReportReader, text: str, expected: Any) -> None:
    assert denied(reader, text) == expected


@pytest.mark.parametrize(
    "text, is_report",
    [
        (KNEE, True),
        (f"Hello, here is what they sent me.\n{KNEE}\nWhat now?", True),
        ("no marrow edema, no effusion, normal cartilage of the patella, tendons intact", True),
        (
            "I fell and my knee MRI shows bone marrow edema and a stress fracture of the tibia. how long does it take?",
            False,
        ),
        ("MRI BRAIN: mild white matter T2 hyperintensities, no acute infarct. No mass effect.", False),
        ("what is bone marrow edema", False),
        ("Torn ligament, cartilage, arthritis", False),
        ("", False),
    ],
)
def test_lines_of_a_report_are_told_from_talk(reader: ReportReader, text: str, is_report: bool) -> None:
    assert reader.read(text).is_report == is_report


def test_words_that_nobody_explains_are_named_once_and_common_ones_are_not(reader: ReportReader) -> None:
    assert reader.read(f"{KNEE} Popliteus normal.").unknown == ("Popliteus",)
    assert reader.read("I have a popliteus problem").unknown == ()


@pytest.mark.parametrize(
    "text, asks",
    [
        ("what does sclerosis mean", True),
        ("sclerosis?", True),
        ("what's a joint effusion please", True),
        ("what does the treatment of sclerosis cost", False),
        ("what does it mean", False),
        ("torn ligament, cartilage, arthritis", False),
    ],
)
def test_asking_for_a_word_is_told_from_asking_about_it(reader: ReportReader, text: str, asks: bool) -> None:
    assert reader.read(text).asks_a_word == asks
