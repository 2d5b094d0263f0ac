"""The files of conversations (``tests/conversations/README.md``), read, or refused with line and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, TypeVar, Union

import yaml
from pydantic import BaseModel, Extra, Field, StrictBool, StrictInt, StrictStr, root_validator, validator

from marrow.contract import topic_ids, turn_schema
from marrow.conversation.words import languages
from marrow.knowledge.files import Places, read_file

Value = TypeVar("Value", bound=Optional[str])
NO_REMINDER = "no"
SAYS = ("user", "press")


class SuiteError(Exception):
    """One or more files cannot be used; one line for each problem: ``file:line: field: what``."""


class Strict(BaseModel):
    """An unknown key is a mistake."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False


class Turn(Strict):
    """What the person does, and what must be true of what comes back, as far as it is named.

    Of ``kind``, ``topic``, ``site``, ``answer`` and ``urgency`` one of several values may do.
    """

    user: Optional[StrictStr] = Field(None, min_length=1)
    press: Optional[StrictStr]
    kind: List[StrictStr] = []
    topic: List[Optional[StrictStr]] = []
    also: List[StrictStr] = []
    site: List[Optional[StrictStr]] = []
    answer: List[Optional[StrictStr]] = []
    says: List[StrictStr] = []
    contains: List[StrictStr] = []
    offers: List[StrictStr] = []
    buttons: List[StrictStr] = []
    citations: Union[StrictInt, List[StrictStr]] = 1
    new_words: StrictBool = True
    urgency: List[Optional[StrictStr]] = []
    reminds: StrictStr = NO_REMINDER
    language: StrictStr = ""

    @validator("kind", "topic", "site", "answer", "says", "contains", "urgency", pre=True)
    def _one_or_several(cls, value: Any) -> Any:  # noqa: N805  a validator is a class method
        return value if isinstance(value, list) else [value]

    @validator("kind", each_item=True)
    def _known_kind(cls, value: str) -> str:  # noqa: N805
        return _one_of(value, turn_schema()["properties"]["kind"]["enum"])

    @validator("urgency", each_item=True)
    def _known_urgency(cls, value: str) -> str:  # noqa: N805
        return _one_of(value, turn_schema()["properties"]["urgency"]["enum"])

    @validator("topic", "also", each_item=True)
    def _known_topic(cls, value: Optional[str]) -> Optional[str]:  # noqa: N805
        return _one_of(value, [*topic_ids(), None])

    @validator("reminds")
    def _known_reminder(cls, value: str) -> str:  # noqa: N805
        return _one_of(value, ["crisis", "emergency", "urgent", NO_REMINDER])

    @validator("language")
    def _known_language(cls, value: str) -> str:  # noqa: N805
        return _one_of(value, languages())

    @validator("citations")
    def _at_least_one(cls, value: Union[int, List[str]]) -> Union[int, List[str]]:  # noqa: N805
        if not value or (isinstance(value, int) and value < 1):
            raise ValueError("how many there are at least, from 1, or the ids of sources")
        return value

    @root_validator(skip_on_failure=True)
    def _one_action(cls, values: Dict[str, Any]) -> Dict[str, Any]:  # noqa: N805
        if sum(values[name] is not None for name in SAYS) != 1:
            raise ValueError("needs one of user (what is typed) and press (the title of a button)")
        return values

    @property
    def message(self) -> str:
        """What the person types, or the title of the button."""
        return str(self.press if self.user is None else self.user)

    @property
    def expected(self) -> Dict[str, Any]:
        """What is asked of the reply, by key, in the order of the fields."""
        return {name: getattr(self, name) for name in self.__fields__ if name in self.__fields_set__ - {*SAYS}}


class Conversation(Strict):
    """A talk of its own, from the first message on."""

    conversation: StrictStr
    turns: List[Turn] = Field(..., min_items=1)


class TestCase(Strict):
    """A conversation as Rasa's end-to-end tests name its parts."""

    __test__ = False  # not one of pytest's

    test_case: StrictStr
    steps: List[Turn] = Field(..., min_items=1)


class TestCases(Strict):
    """A file as Rasa's end-to-end tests have it."""

    __test__ = False

    test_cases: List[TestCase] = Field(..., min_items=1)

    def conversations(self) -> List[Conversation]:
        """The same as conversations."""
        return [Conversation.construct(conversation=one.test_case, turns=one.steps) for one in self.test_cases]


def read(files: Sequence[Path]) -> Dict[str, List[Conversation]]:
    """The conversations of each file, by its name without the ending; of a folder, of all files in it.

    Raises:
        SuiteError: when a file cannot be read, is not YAML, or has another shape; or when there is nothing to play.
    """
    problems: List[str] = []
    found: Dict[str, List[Conversation]] = {}
    for file in [one for path in files for one in (sorted(path.glob("*.yml")) if path.is_dir() else [path])]:
        content = read_file(file, _shape(file), Places(), problems)
        if file.stem in found:
            problems.append(f"{file}:1: file: another file of this name is there already")
        found[file.stem] = content.conversations() if isinstance(content, TestCases) else content
    if problems or not found:
        raise SuiteError("\n".join(problems) or "There is no conversation to play.")
    return found


def _shape(file: Path) -> Any:
    try:
        begin = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        begin = None  # whoever reads it next says what is wrong
    return TestCases if isinstance(begin, yaml.MappingNode) else List[Conversation]


def _one_of(value: Value, known: Sequence[Optional[str]]) -> Value:
    if value not in known:
        raise ValueError(f"{value!r} is not one of {', '.join(map(str, known))}")
    return value
