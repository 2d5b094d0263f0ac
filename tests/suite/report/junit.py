"""The JUnit XML that continuous integration reads: a suite for each file, a case for each conversation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Sequence
from xml.etree import ElementTree

from tests.suite.playing import Result
from tests.suite.report.summary import Run

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
INSTEAD = "\ufffd"


def write_junit(run: Run, file: Path) -> None:
    """Write the run into the file."""
    root = ElementTree.Element("testsuites", _figures("conversations", run.results))
    for name, results in run.suites.items():
        figures = {**_figures(name, results), "timestamp": f"{run.began:%Y-%m-%dT%H:%M:%S}"}
        suite = ElementTree.SubElement(root, "testsuite", figures)
        _add_properties(suite, run, results)
        for result in results:
            _add_case(suite, result)
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)


def _add_properties(suite: ElementTree.Element, run: Run, results: Sequence[Result]) -> None:
    properties = ElementTree.SubElement(suite, "properties")
    not_possible = str(sum(sum(result.unseen.values()) for result in results))
    for name, value in (("url", run.shown_url), ("channel", run.channel), ("checks_not_possible", not_possible)):
        ElementTree.SubElement(properties, "property", {"name": name, "value": value})


def _add_case(suite: ElementTree.Element, result: Result) -> None:
    name = {"classname": result.suite, "name": _clean(result.conversation.conversation)}
    case = ElementTree.SubElement(suite, "testcase", {**name, "time": f"{result.seconds:.3f}"})
    if result.problems:
        what = {"type": "conversation", "message": _clean(result.problems[0])}
        failure = ElementTree.SubElement(case, "failure", what)
        failure.text = _clean("\n".join([*result.problems, "", *_talk(result)]))


def _talk(result: Result) -> List[str]:
    lines: List[str] = []
    for one in result.played:
        lines += [f"person: {one.turn.message}", f"guide: {one.reply.text if one.reply else '(no reply)'}"]
    return lines


def _figures(name: str, results: Sequence[Result]) -> Dict[str, str]:
    failures = sum(bool(result.problems) for result in results)
    figures = {"tests": len(results), "failures": failures, "errors": 0, "skipped": 0}
    seconds = sum(result.seconds for result in results)
    return {"name": name, **{key: str(value) for key, value in figures.items()}, "time": f"{seconds:.3f}"}


def _clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub(INSTEAD, text)
