"""Whoever words something badly is told where: too long, copied, alarming, promising, misspelt."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Iterable, List

import pytest

from marrow.clinic import get_clinic
from marrow.knowledge import spelling, wording
from marrow.knowledge.checks import shown_first
from marrow.knowledge.files import Knowledge, KnowledgeError, read_knowledge
from marrow.knowledge.schema import Statement
from marrow.knowledge.wording import (
    ARTICLE_RUNS,
    WORDING,
    Avoided,
    Coincidence,
    Rules,
    check_wording,
    read_rules,
    write_article_runs,
)
from marrow.settings import ROOT

LOUD = Avoided(id="loud", because="hush", in_red_flags=False, phrases=["boom*"], allowed=["not boom*"])
ARTICLE = "A title of seven words or more\n\nOne two three (4), five SIX seven eight! Nine.\n"
COPY = "one two three five six seven eight"


class Editor:
    """Somebody who edits the few knowledge files and runs the check; ``usual``: the problems that are there before."""

    def __init__(self, folder: Path, usual: "Counter[str]") -> None:
        self.folder, self.usual = folder, usual
        self.knowledge, self.places = read_knowledge(folder)
        self.topic = self.knowledge.topics[0]
        self.statement: Statement = self.topic.answers[0].statements[0]
        self.gloss = self.knowledge.glossary[0]
        self.flag = self.knowledge.safety.red_flags[0]
        self.decline = self.knowledge.safety.declines.kinds[0]
        self.source = self.knowledge.sources[0]

    def told(self, **rules: Any) -> List[str]:
        """``entry, field: what`` of the problems that come from the edits."""
        problems = Counter(without_places(check_wording(self.knowledge, self.places, Rules(**rules))))
        return [*(problems - self.usual).elements()]


def without_places(problems: Iterable[str]) -> List[str]:
    return [problem.split(": ", 1)[1] for problem in problems]


@pytest.fixture(scope="session")
def usual(few: Path) -> "Counter[str]":
    return Counter(without_places(check_wording(*read_knowledge(few), Rules())))


@pytest.fixture
def editor(few: Path, usual: "Counter[str]") -> Editor:
    return Editor(few, usual)


def test_the_problem_says_file_and_line(editor: Editor) -> None:
    editor.gloss.text = "boom " * 21
    file = editor.folder / "glossary.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, 1) if line.strip().startswith("text:"))
    problems = check_wording(editor.knowledge, editor.places, Rules())
    assert f"{file}:{number}: {editor.gloss.id}, text: a sentence of 21 words; at most 20" in [*problems]


@pytest.mark.parametrize(("words", "told"), [(14, []), (15, ["15.0 words a sentence on average; at most 14"])])
def test_an_answer_of_long_sentences_is_told(editor: Editor, words: int, told: List[str]) -> None:
    answer = editor.topic.answers[0]
    for statement in shown_first(answer):
        statement.text = ("word " * words).strip() + "."
    assert editor.told() == [f"{answer.id}, statements: {what}" for what in told]


@pytest.mark.parametrize(
    ("entry", "field"), [("gloss", "text"), ("flag", "why"), ("decline", "ask")], ids=["gloss", "red flag", "decline"]
)
def test_a_long_sentence_is_told_wherever_it_stands(editor: Editor, entry: str, field: str) -> None:
    one = getattr(editor, entry)
    setattr(one, field, f"{'word ' * 20}.".replace(" .", ". Next."))
    assert editor.told() == []
    setattr(one, field, "word " * 21)
    assert editor.told() == [f"{one.id}, {field}: a sentence of 21 words; at most 20"]


def test_the_number_to_call_counts_with_its_words(editor: Editor) -> None:
    editor.flag.act = "word " * 19 + "{emergency}"
    words = 19 + len(get_clinic().ways_to_get_help()["emergency"].split())
    assert editor.told() == [f"R01, act: a sentence of {words} words; at most 20"]


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("Well: one, two three. Five six seven, eight.", True),
        ("One two three five six seven.", False),
        ("A title of seven words or more", False),
    ],
    ids=["in other punctuation", "six words", "the title alone"],
)
def test_seven_words_of_the_article_are_a_copy(editor: Editor, tmp_path: Path, text: str, copied: bool) -> None:
    (tmp_path / "article").write_text(ARTICLE, encoding="utf-8")
    write_article_runs(tmp_path / "article", tmp_path)
    written = (tmp_path / ARTICLE_RUNS).read_text(encoding="utf-8")
    assert "three" not in written, "only hashes are kept"
    runs = frozenset(line for line in written.splitlines() if not line.startswith("#"))
    editor.statement.text = text
    problem = f"{editor.statement.id}, text: '{COPY}' stands in the article; say it in your own words"
    assert editor.told(article=runs) == ([problem] if copied else [])


def test_seven_words_of_a_source_title_are_a_copy_unless_they_cannot_be_helped(editor: Editor) -> None:
    editor.source.title = COPY.title()
    editor.decline.because = f"So {COPY}."
    (problem,) = editor.told()
    assert problem.startswith(f"{editor.decline.id}, because: '{COPY}' stands in the title of {editor.source.id}")
    assert editor.told(coincidences=[Coincidence(words=f"The {COPY.upper()}", because="a name")]) == []


@pytest.mark.parametrize(
    ("entry", "field", "is_told"),
    [("statement", "text", True), ("gloss", "text", True), ("decline", "cannot", True), ("flag", "why", False)],
)
def test_a_phrase_to_avoid_is_told_with_the_reason(editor: Editor, entry: str, field: str, is_told: bool) -> None:
    one = getattr(editor, entry)
    setattr(one, field, "It goes Booming. It is not booming.")
    assert editor.told(avoid=[LOUD]) == ([f"{one.id}, {field}: 'booming': hush"] if is_told else [])


def test_a_red_flag_is_looked_at_where_the_list_says_so(editor: Editor) -> None:
    editor.flag.avoid = "It goes boom."
    assert editor.told(avoid=[LOUD.copy(update={"in_red_flags": True})]) == ["R01, avoid: 'boom': hush"]


def test_people_may_ask_in_any_words(editor: Editor) -> None:
    editor.topic.examples[0] = "Will it go boom?"
    assert editor.told(avoid=[LOUD]) == []


def test_a_phrase_that_is_not_well_formed_is_told(editor: Editor) -> None:
    wrong = LOUD.copy(update={"phrases": ["(boom"]})
    problems = check_wording(editor.knowledge, editor.places, Rules(avoid=[wrong]))
    assert f"knowledge/{WORDING}:1: loud: '(boom' has a bracket that is not closed" in [*problems]


def test_a_word_that_is_spelt_wrong_is_told_in_questions_too(editor: Editor) -> None:
    editor.statement.text = editor.topic.examples[0] = "It is a flurbid."
    told = "'flurbid' is in no word list (right words: words.txt)"
    assert sorted(editor.told()) == [f"{editor.statement.id}, text: {told}", f"topic definition, examples: {told}"]
    assert editor.told(words=frozenset(["flurbid"])) == []


def test_without_codespell_nothing_passes(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = SimpleNamespace(returncode=1, stdout="", stderr="No module named codespell_lib\n")
    monkeypatch.setattr(spelling.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(KnowledgeError, match="codespell: No module named codespell_lib$"):
        editor.told()


def test_a_word_explained_as_one_of_a_report_is_in_the_glossary(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.statement.text = 'A "Shin" is one word, \u201cshine\u201d is another.'
    assert editor.told() == []
    monkeypatch.setattr(wording, "READ_MY_REPORT", editor.topic.topic)
    assert editor.told() == [f"{editor.statement.id}, text: 'shine' is in no 'says' of glossary.yml"]


@pytest.mark.parametrize(
    ("text", "list_of"),
    [
        ("It is deadly.", "alarm"),
        ("This terrifying thing is here.", "alarm"),
        ("It is guaranteed.", "promise"),
        ("It will cure you for sure.", "promise"),
        ("Rest always works.", "promise"),
        ("The tumour is small.", "british"),
    ],
)
def test_the_lists_of_the_guide_have_what_they_are_for(editor: Editor, text: str, list_of: str) -> None:
    rules = read_rules(ROOT / "knowledge")
    reason = next(avoided.because for avoided in rules.avoid if avoided.id == list_of)
    editor.statement.text = text
    assert [problem for problem in editor.told(avoid=rules.avoid) if problem.endswith(f"': {reason}")]


@pytest.mark.parametrize("text", ["It does not always work.", "Nobody can promise that.", "It is promising."])
def test_the_lists_of_the_guide_spare_what_is_honest(editor: Editor, text: str) -> None:
    editor.statement.text = text
    assert editor.told(avoid=read_rules(ROOT / "knowledge").avoid) == []


def test_what_the_article_says_otherwise_is_set_apart(knowledge: Knowledge) -> None:
    texts = [one.text for topic in knowledge.topics for answer in topic.answers for one in shown_first(answer)]
    assert [text for text in texts if "article" in text] == [], "the reader came for the answer"


def test_the_article_is_kept_as_hashes_alone() -> None:
    lines = (ROOT / "knowledge" / ARTICLE_RUNS).read_text(encoding="utf-8").splitlines()
    hashes = [line for line in lines if not line.startswith("#")]
    assert len(hashes) > 500 and hashes == sorted({*hashes})
    assert [one for one in hashes if not re.fullmatch("[0-9a-f]{8}", one)] == []


def test_rules_that_are_missing_or_have_another_shape_are_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=rf"{WORDING}:1: file: No such file"):
        read_rules(tmp_path)
    (tmp_path / WORDING).write_text("avoid: [{id: alarm}]\ncoincidences: []\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="phrases"):
        read_rules(tmp_path)


def test_what_goes_stale_is_checked_as_of_today(editor: Editor) -> None:
    editor.topic.due_on = date.today() - timedelta(days=1)
    assert editor.told() == [f"topic definition, due_on: {editor.topic.due_on} is past; check the topic again"]
