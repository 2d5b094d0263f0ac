"""Read the knowledge files and say where they are wrong: file, line and field."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple, Type

import yaml
from pydantic import ValidationError, parse_obj_as

from marrow.knowledge.review import Change, SignOff
from marrow.knowledge.safety_schema import DeclinesFile, FindingsFile, RedFlag, Safety
from marrow.knowledge.schema import Answer, ArticleClaim, Gloss, Grade, Source, Statement, Term, Topic

FILES = "[!.]*.yml"  # without what an editor puts beside them
TOPIC_FILE = "topic "  # a topic and its general answer have the same id


class KnowledgeError(Exception):
    """One or more knowledge files cannot be used. ``problems`` holds one line each: ``file:line: field: what``."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Knowledge:
    """Everything the guide knows, as read from the files, and what is on record about it."""

    grades: List[Grade]
    sources: List[Source]
    article: List[ArticleClaim]
    vocabulary: List[Term]
    topics: List[Topic]
    glossary: List[Gloss]
    safety: Safety
    sign_offs: List[SignOff]
    history: List[Change]


class Places:
    """Remembers where every entry stands, so that later checks can point at it."""

    def __init__(self) -> None:
        self._nodes: Dict[str, Tuple[Path, yaml.Node]] = {}

    def add(self, path: Path, node: Optional[yaml.Node]) -> None:
        """Record every entry of the file that has an id (a topic file: its topic)."""
        if isinstance(node, yaml.MappingNode):
            fields = {key.value: value for key, value in node.value}
            if "id" in fields:
                self._nodes.setdefault(fields["id"].value, (path, node))
            elif "topic" in fields:
                self._nodes.setdefault(f"{TOPIC_FILE}{fields['topic'].value}", (path, node))
            for child in fields.values():
                self.add(path, child)
        elif isinstance(node, yaml.SequenceNode):
            for child in node.value:
                self.add(path, child)

    def problem(self, entry: str, field: str, what: str) -> str:
        """``file:line: entry, field: what`` for an entry seen before (a topic file: ``TOPIC_FILE`` and the topic)."""
        path, node = self._nodes[entry]
        return f"{path}:{_line(node, (field,))}: {entry}, {field}: {what}"


def _line(node: Optional[yaml.Node], location: Sequence[Any]) -> int:
    """The 1-based line of the deepest part of ``location`` that exists in the file."""
    line = node.start_mark.line if node else 0
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            line, node = found[0][0].start_mark.line, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            child: yaml.Node = node.value[step]
            line, node = child.start_mark.line, child
    return line + 1


def read_file(path: Path, shape: Type[Any], places: Places, problems: List[str]) -> Any:
    """The file in this shape; None, and what is wrong with it added to ``problems``, when it has another."""
    node = None
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        places.add(path, node)
        return parse_obj_as(shape, yaml.load(text, Loader=yaml.CSafeLoader))
    except OSError as error:
        problems.append(f"{path}:1: file: {error.strerror}")
    except UnicodeDecodeError as error:
        problems.append(f"{path}:1: file: not UTF-8 ({error.reason})")
    except yaml.reader.ReaderError as error:
        problems.append(f"{path}:1: file: {error.reason}")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(f"{path}:{line}: YAML: {error.problem}")
    except ValidationError as error:
        for item in error.errors():
            location = [step for step in item["loc"] if step != "__root__"]
            field = ".".join(map(str, location)) or "file"
            problems.append(f"{path}:{_line(node, location)}: {field}: {item['msg']}")
    except (TypeError, ValueError) as error:  # such as a day that no month has
        problems.append(f"{path}:1: file: {error}")
    return None


def read_one(path: Path, shape: Type[Any]) -> Any:
    """One knowledge file alone, in this shape.

    Raises:
        KnowledgeError: when it is missing, is not YAML, or has another shape.
    """
    problems: List[str] = []
    found = read_file(path, shape, Places(), problems)
    if problems:
        raise KnowledgeError(problems)
    return found


def read_knowledge(folder: Path) -> Tuple[Knowledge, Places]:
    """Read all knowledge files below ``folder``.

    Raises:
        KnowledgeError: when a file is missing, is not YAML, or does not have the shape of ``marrow.knowledge.schema``.
    """
    places = Places()
    problems: List[str] = []
    grades = read_file(folder / "grades.yml", List[Grade], places, problems)
    sources = read_file(folder / "sources.yml", List[Source], places, problems)
    article = read_file(folder / "article.yml", List[ArticleClaim], places, problems)
    vocabulary = read_file(folder / "vocabulary.yml", List[Term], places, problems)
    topics = [read_file(path, Topic, places, problems) for path in sorted((folder / "topics").glob(FILES))]
    glossary = read_file(folder / "glossary.yml", List[Gloss], places, problems)
    red_flags = read_file(folder / "red_flags.yml", List[RedFlag], places, problems)
    declines = read_file(folder / "declines.yml", DeclinesFile, places, problems)
    findings = [read_file(path, FindingsFile, places, problems) for path in sorted((folder / "findings").glob(FILES))]
    sign_offs = read_file(folder / "sign_offs.yml", List[SignOff], places, problems)
    history = read_file(folder / "history.yml", List[Change], places, problems)
    if problems:
        raise KnowledgeError(problems)
    safety = Safety.construct(red_flags=red_flags, findings=findings, declines=declines)
    return Knowledge(grades, sources, article, vocabulary, topics, glossary, safety, sign_offs, history), places


def statements(topics: Sequence[Topic]) -> Iterator[Tuple[Topic, Answer, Statement]]:
    """Every (topic, answer, statement), next steps and simpler wordings included, in the order a reader meets them."""
    for topic in topics:
        for answer in topic.answers:
            for statement in [*answer.statements, answer.next_step, answer.simpler]:
                if statement:
                    yield topic, answer, statement


def cited_texts(knowledge: Knowledge) -> Iterator[Statement]:
    """Everything that cites sources as a statement: those of the topics and the glossary."""
    yield from (statement for _, _, statement in statements(knowledge.topics))
    yield from knowledge.glossary


def examples(topics: Sequence[Topic]) -> Iterator[Tuple[Topic, str]]:
    """Every (topic, message) that the topic files teach: labels, also as typed off a button, and example questions."""
    for topic in topics:
        for text in (topic.label, topic.label.lower(), f"{topic.label} please", *topic.examples):
            yield topic, text
