"""Files of conversations: what is read, and what is refused with file, line and field."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest

from tests.suite.__main__ import SUITES
from tests.suite.format import Conversation, SuiteError, Turn, read

TURN = "- conversation: Somebody asks\n  turns:\n    - {user: hello, %s}\n"


def read_text(folder: Path, text: str) -> List[Conversation]:
    (folder / "talk.yml").write_text(text, encoding="utf-8")
    return read([folder / "talk.yml"])["talk"]


def refused(folder: Path, text: str) -> str:
    with pytest.raises(SuiteError) as error:
        read_text(folder, text)
    return str(error.value).replace(f"{folder}/", "")


def test_the_projects_own_suites_are_read() -> None:
    assert {"first_questions", "red_flags"} <= set(read([SUITES]))


def test_a_folder_stands_for_the_files_in_it_in_order(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yml"):
        (tmp_path / name).write_text(TURN % "kind: answer", encoding="utf-8")
    assert list(read([tmp_path])) == ["a", "b"]


def test_a_single_value_and_several_are_read_alike(tmp_path: Path) -> None:
    one, several = (
        read_text(tmp_path, TURN % text)[0].turns[0] for text in ("topic: definition", "topic: [definition, symptoms]")
    )
    assert (one.topic, several.topic) == (["definition"], ["definition", "symptoms"])


def test_only_what_is_named_is_expected() -> None:
    assert Turn(user="hello", site=None, new_words=True).expected == {"site": [None], "new_words": True}


def test_a_file_may_name_its_parts_as_rasa_does(tmp_path: Path) -> None:
    (found,) = read_text(
        tmp_path, "test_cases:\n- test_case: Somebody asks\n  steps:\n  - {user: hello, kind: answer}\n"
    )
    assert found == Conversation(conversation="Somebody asks", turns=[Turn(user="hello", kind="answer")])


@pytest.mark.parametrize(
    "expected, problem",
    [
        ("knid: answer", "talk.yml:3: 0.turns.0.knid: extra fields not permitted"),
        ("kind: reply", "talk.yml:3: 0.turns.0.kind.0: 'reply' is not one of answer, clarify"),
        ("topic: weather", "talk.yml:3: 0.turns.0.topic.0: 'weather' is not one of definition"),
        ("also: definition", "talk.yml:3: 0.turns.0.also: value is not a valid list"),
        ("urgency: soonish", "talk.yml:3: 0.turns.0.urgency.0: 'soonish' is not one of emergency"),
        ("reminds: maybe", "talk.yml:3: 0.turns.0.reminds: 'maybe' is not one of crisis"),
        ("reminds: no", "talk.yml:3: 0.turns.0.reminds: str type expected"),
        ("language: xx", "talk.yml:3: 0.turns.0.language: 'xx' is not one of"),
        ("citations: 0", "talk.yml:3: 0.turns.0.citations: how many there are at least, from 1"),
        ("press: Once more", "talk.yml:3: 0.turns.0: needs one of user"),
    ],
)
def test_what_cannot_be_played_is_refused_with_its_place(expected: str, problem: str, tmp_path: Path) -> None:
    assert refused(tmp_path, TURN % expected).startswith(problem)


def test_a_mistake_is_placed_in_a_file_that_names_its_parts_as_rasa_does(tmp_path: Path) -> None:
    text = "test_cases:\n- test_case: Somebody asks\n  steps:\n  - user: hello\n  - bot: Hello.\n"
    assert refused(tmp_path, text).startswith("talk.yml:5: test_cases.0.steps.1.bot: extra fields not permitted")


@pytest.mark.parametrize(
    "text, problem",
    [
        ("- conversation: x\n  turns: []\n", "talk.yml:2: 0.turns: ensure this value has at least 1 items"),
        ("- conversation: x\n  turns: [{}]\n", "talk.yml:2: 0.turns.0: needs one of user"),
        ("- conversation: [x\n", "talk.yml:2: YAML: "),
        ("- conversation: \a\n", "talk.yml:1: file: control characters are not allowed"),
        ("hello\n", "talk.yml:1: file: value is not a valid list"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_its_place(text: str, problem: str, tmp_path: Path) -> None:
    assert refused(tmp_path, text).startswith(problem)


def test_all_mistakes_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text(TURN % "kind: reply, knid: answer", encoding="utf-8")
    with pytest.raises(SuiteError) as error:
        read([tmp_path])
    assert len(str(error.value).splitlines()) == 4


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="none.yml:1: file: No such file"):
        read([tmp_path / "none.yml"])


def test_two_files_of_one_name_would_be_mixed_up(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    files = [tmp_path / "a.yml", tmp_path / "other" / "a.yml"]
    for file in files:
        file.write_text(TURN % "kind: answer", encoding="utf-8")
    with pytest.raises(SuiteError, match="another file of this name"):
        read(files)


def test_an_empty_folder_is_nothing_to_play(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="no conversation"):
        read([tmp_path])
