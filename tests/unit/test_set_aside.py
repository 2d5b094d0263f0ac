"""What a message names only to leave it out is not what it asks about."""

from __future__ import annotations

from typing import List

import pytest

from marrow.knowledge.schema import Term
from marrow.understanding.language import build_language, read

LANGUAGE = build_language(
    [
        Term(id="knee", kind="site", name="the knee", says=["knee"], implied_by=["acl"]),
        Term(id="hip", kind="site", name="the hip", says=["hip"]),
        Term(id="fall", kind="cause", name="a fall", says=["fall", "trauma"]),
        Term(id="cancer", kind="cause", name="cancer", says=["cancer"]),
        Term(id="mri", kind="scan", name="MRI", says=["mri"]),
        Term(id="rest", kind="treatment", name="rest", says=["rest"]),
        Term(id="gout", kind="other_condition", name="gout", says=["gout"]),
        Term(id="edema", kind="subject", name="bone marrow edema", says=["edema"]),
    ]
)


def test_a_fragment_must_name_something_that_is_meant() -> None:
    assert read(LANGUAGE, "and the rest?").fragment
    assert not read(LANGUAGE, "and besides rest?").fragment


@pytest.mark.parametrize(
    "text, meant",
    [
        ("aside from trauma", []),
        ("Apart from the fall, what brings it on", []),
        ("apart from a fall and cancer, what else", []),
        ("apart from a fall, can cancer do it", ["cancer"]),
        ("cancer and trauma left out, what is it", []),
        ("Cancer aside, is a fall enough", ["fall"]),
        ("Cancer put aside, is a fall enough", ["fall"]),
        ("how is a fall told apart from cancer", ["fall", "cancer"]),
        ("how do they tell cancer and a fall apart, doctor", ["cancer", "fall"]),
        ("can I put the rest aside", ["rest"]),
        ("leaving the gout alone", ["gout"]),
        ("why not the MRI", ["mri"]),
        ("is it not the cancer", ["cancer"]),
        ("apart from cancer and the edema", ["edema"]),
        ("apart from a fall and my hip", ["hip"]),
        ("it is not my knee and my hip hurts", ["hip"]),
        ("anything other than rest", []),
        ("besides rest or an MRI, what helps", []),
        ("never mind my gout, how long is the edema", ["edema"]),
        ("not the MRI", []),
        ("no, not about the mri", []),
        ("is it not cancer", ["cancer"]),
        ("is there anything besides the edema", ["edema"]),
        ("it is not the knee, it is the hip", ["hip"]),
        ("not knee, hip", ["hip"]),
        ("not the ACL", []),
        ("besides my knee the hip hurts, too", ["knee", "hip"]),
        ("rest and an mri", ["rest", "mri"]),
    ],
)
def test_a_term_counts_unless_it_is_set_aside(text: str, meant: List[str]) -> None:
    assert [mention.term for mention in read(LANGUAGE, text).mentions] == meant
