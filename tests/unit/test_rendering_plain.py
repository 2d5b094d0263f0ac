"""A turn as plain text: everything that is said, with nothing to press."""

from __future__ import annotations

import pytest

from marrow.contract import Kind
from marrow.rendering import plain
from tests.made_up import HARD, answer, citation, packed, sentences


def test_all_that_is_said_can_be_read_and_all_buttons_can_be_written() -> None:
    said = answer(
        "One. [1]\nTwo. [2]",
        [citation(1), citation(2, url=None, year=None, stance="disputes")],
        [("What it is", "/definition")],
        ["Before."],
        ["After."],
        heading="Heading",
        next_steps=[1],
        reviewed_on="2026-05-06",
        written_on="2026-05-04",
        changed={"on": "2026-05-05", "because": "a word was missing."},
    )
    assert plain.render(said) == (
        "Before.\n\n"
        "Heading\nOne. [1]\nWhat you can do next\nTwo. [2]\nAfter.\n\n"
        "Sources\n[1] Title 1, A publisher, 2020: https://example.org/1\n"
        "[2] Title 2, A publisher, no year given (says otherwise)\n\n"
        "First written on 4 May 2026. Changed on 5 May 2026. Compared with its sources on 6 May 2026.\n\n"
        "You can write one of these:\n- What it is"
    )


def test_a_day_that_is_not_known_is_left_out() -> None:
    assert plain.render(answer("One.", reviewed_on="2026-05-06")) == "One.\n\nCompared with its sources on 6 May 2026."
    assert plain.render(answer("One.", written_on="2026-05-04")) == "One.\n\nFirst written on 4 May 2026."


def test_an_emergency_begins_with_what_matters_and_the_number() -> None:
    call = {"title": "Call 112", "href": "tel:112"}
    said = answer("Please.", kind=Kind.ESCALATE, urgency="emergency", call=call)
    assert plain.render(said) == "\N{POLICE CARS REVOLVING LIGHT} Get help now\nCall 112\nPlease."


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_a_text_stays_as_it_is(text: str) -> None:
    assert packed(plain.render(answer(text))) == packed(text.replace("\ud83d", "�"))


def test_a_hundred_sources_and_buttons_are_all_there() -> None:
    numbers = range(1, 101)
    buttons = [(f"Button {number}", "/x") for number in numbers]
    lines = plain.render(answer(sentences(500), [citation(number) for number in numbers], buttons)).split("\n")
    assert [line for line in lines if line.startswith("[")] == [
        f"[{number}] Title {number}, A publisher, 2020: https://example.org/{number}" for number in numbers
    ]
    assert [line for line in lines if line.startswith("- ")] == [f"- Button {number}" for number in numbers]
