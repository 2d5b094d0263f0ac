"""Words of a report that nobody explains are named, names and the person's own words are not."""

from __future__ import annotations

from typing import Tuple

import pytest

from marrow.knowledge.files import read_knowledge
from marrow.settings import ROOT
from marrow.understanding.report_words import ReportReader

ANKLE = "Bone marrow edema of the distal tibia, mild. Small effusion.\n"


@pytest.fixture(scope="module")
def reader() -> ReportReader:
    return ReportReader(read_knowledge(ROOT / "knowledge")[0].glossary)


@pytest.mark.parametrize(
    "text, unknown",
    [
        ("ATFL and CFL intact.", ("ATFL", "CFL")),
        ("The Lisfranc ligament is intact.", ("Lisfranc",)),
        ("Os trigonum with mild edema.", ("trigonum",)),
        ("Vacuum phenomenon in the disc.", ("Vacuum phenomenon",)),
        ("Neutral ulnar variance.", ("ulnar variance",)),
        ("Bone island in the tibia. Crescent sign.", ("Bone island", "Crescent sign")),
        ("Hill-Sachs lesion.", ("Hill-Sachs",)),
        ("?Kienbock disease of the lunate.", ("Kienbock",)),
        ("Popliteus and fabella normal.", ("Popliteus", "fabella")),
        ("ARCO stage II osteonecrosis, Fredericson 2.", ("ARCO", "Fredericson")),
        ("No pre-existing tear, it doesnt show. Vacuum phenomenon.", ("Vacuum phenomenon",)),
        ("No sign of a tear. TE 85, TR 4000, stage II, L4. The scaphoid is normal.", ()),
    ],
)
def test_words_that_nobody_explains_are_named(reader: ReportReader, text: str, unknown: Tuple[str, ...]) -> None:
    assert reader.read(ANKLE + text).unknown == unknown


@pytest.mark.parametrize(
    "text, unknown",
    [
        ("My report says: TFCC tear and ATFL sprain", ("TFCC", "ATFL")),
        ("hello. the MRI report says vacuum phenomenon and a Lisfranc injury", ("vacuum phenomenon", "Lisfranc")),
        ("my report says TFCC tear. how do I get back to zumba", ("TFCC",)),
        ("my report was read at Stavanger", ()),
        ("I have a TFCC tear", ()),
    ],
)
def test_they_are_named_behind_my_report_says(reader: ReportReader, text: str, unknown: Tuple[str, ...]) -> None:
    assert reader.read(text).unknown == unknown


def test_lines_behind_my_report_says_are_a_report(reader: ReportReader) -> None:
    assert reader.read(f"My report says: {ANKLE}").is_report
    assert not reader.read(f"My knee hurts and says: {ANKLE.replace('. ', ', ')}").is_report


@pytest.mark.parametrize(
    "text",
    [
        "MRI ankle WEBER PETRA",
        "Lindqvist MRI of the ankle",
        "Lena Okafor, edema of the talus",
        "Okafor Clinic, ankle MRI with effusion",
        "Reported by Okafor, no fracture",
        "Bone scan made in Uppsala",
        "Kind regards, Petra Lindqvist",
        "Lindqvist",
        "I play padel with Lindqvist, my tibia and fibula hurt",
        "how long until zumba",
    ],
)
def test_names_and_own_words_are_not(reader: ReportReader, text: str) -> None:
    assert reader.read(f"{ANKLE}{text}").unknown == ()
