"""``python -m tests.suite``: what it plays, prints, writes and returns."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Iterator
from xml.etree import ElementTree

import pytest

from benchmarks.bots import free_ports
from tests.platforms.server import Fault
from tests.suite.__main__ import FAILED, NOT_PLAYED, PASSED, main
from tests.unit.fake_guide import FakeGuide

GOOD = (
    "- conversation: Somebody greets\n  turns: [{user: hello, kind: smalltalk}, {press: Once more, new_words: true}]\n"
)
BAD = '- conversation: Somebody is misunderstood\n  turns: [{user: "<b>hello\\a", kind: answer}, {user: bye}]\n'
LOST = "- conversation: Somebody presses what is not there\n  turns: [{user: hello}, {press: Less}, {user: bye}]\n"
Play = Callable[..., int]


@pytest.fixture
def guide() -> Iterator[FakeGuide]:
    running = FakeGuide()
    yield running
    running.stop()


@pytest.fixture
def play(guide: FakeGuide, tmp_path: Path) -> Play:
    """Plays a file with this content."""

    def run(content: str, *options: str) -> int:
        file = tmp_path / "talk.yml"
        file.write_text(content, encoding="utf-8")
        return main(["--url", guide.url, "--reports", str(tmp_path / "reports"), *options, str(file)])

    return run


def junit(folder: Path) -> ElementTree.Element:
    return ElementTree.parse(folder / "reports" / "junit.xml").getroot()  # noqa: S314  our own file


def page(folder: Path) -> str:
    return (folder / "reports" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("channel", ["rest", "web"])
def test_all_is_played_and_nothing_is_wrong(channel: str, play: Play, guide: FakeGuide) -> None:
    assert play(GOOD, "--channel", channel) == PASSED
    assert guide.heard == ["hello", "/again"]


def test_a_difference_makes_it_fail(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    assert play(GOOD + BAD) == FAILED
    printed = capsys.readouterr().out
    assert "passed  talk: Somebody greets" in printed
    assert "FAILED  talk: Somebody is misunderstood" in printed
    assert "kind is 'smalltalk', not 'answer'" in printed
    assert "2 conversations, 4 turns, 1 failed." in printed


def test_a_conversation_ends_where_it_cannot_go_on(play: Play, guide: FakeGuide, tmp_path: Path) -> None:
    assert play(LOST + GOOD) == FAILED
    assert guide.heard == ["hello", "hello", "/again"]
    assert "there is no button 'Less' to press, but" in page(tmp_path).replace("&#39;", "'")
    assert "The rest was not played (1)" in page(tmp_path)


def test_a_message_without_a_reply_fails_and_the_next_conversation_is_played(play: Play, guide: FakeGuide) -> None:
    guide.fail_next(Fault(), name="webhook")
    assert play(GOOD + GOOD) == FAILED
    assert guide.heard == ["hello", "/again"]


def test_a_file_with_a_mistake_is_not_played(
    play: Play, guide: FakeGuide, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(GOOD.replace("kind", "knid")) == NOT_PLAYED
    assert f"{tmp_path}/talk.yml:2: 0.turns.0.knid: extra" in capsys.readouterr().err
    assert guide.calls == []


def test_a_guide_that_is_not_there_is_said(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    (port,) = free_ports(1)
    assert play(GOOD, "--url", f"http://127.0.0.1:{port}") == NOT_PLAYED
    assert "Nothing can be played over rest" in capsys.readouterr().err


def test_the_junit_file_has_a_suite_for_each_file_and_a_case_for_each_conversation(play: Play, tmp_path: Path) -> None:
    play(GOOD + BAD)
    (suite,) = junit(tmp_path)
    assert {name: suite.get(name) for name in ("name", "tests", "failures", "errors", "skipped")} == {
        "name": "talk", "tests": "2", "failures": "1", "errors": "0", "skipped": "0",
    }  # fmt: skip
    good, bad = suite.findall("testcase")
    assert (good.get("classname"), good.get("name"), len(good)) == ("talk", "Somebody greets", 0)
    failure = bad.find("failure")
    assert failure is not None and "kind is 'smalltalk', not 'answer'" in str(failure.get("message"))
    assert "person: <b>hello" in str(failure.text) and "guide: You said: <b>hello" in str(failure.text)


def test_the_page_shows_what_was_said_and_what_was_expected(play: Play, tmp_path: Path) -> None:
    play(BAD)
    shown = page(tmp_path)
    assert "<dt>kind</dt><dd>answer</dd>" in shown
    assert "You said: &lt;b&gt;hello" in shown, "what was said is text, not HTML"
    assert "<b>" not in shown


def test_the_page_loads_nothing(play: Play, tmp_path: Path) -> None:
    play(GOOD)
    shown = page(tmp_path)
    assert "default-src 'none'" in shown
    assert not any(part in shown for part in ("src=", "<link", "<script", "@import", "url("))


def test_a_password_in_the_address_stays_out_of_the_reports(play: Play, guide: FakeGuide, tmp_path: Path) -> None:
    play(GOOD, "--url", guide.url.replace("://", "://somebody:pass-word@"))
    for text in (page(tmp_path), ElementTree.tostring(junit(tmp_path), "unicode")):
        assert "pass-word" not in text
        assert guide.url in text
