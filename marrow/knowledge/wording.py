"""How the guide words what it says: short, in its own words, calm and well spelt. For editors and ``make check``.

Beside ``marrow.knowledge.readability``, and with problems in the form of ``marrow.knowledge.checks``. What an editor
may change stands in ``wording.yml`` and ``words.txt`` of the knowledge folder. Serving does not need it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean
from typing import FrozenSet, Iterator, List, NamedTuple, Optional, Sequence

import yaml
from pydantic import Field, StrictStr, ValidationError

from marrow.clinic import get_clinic
from marrow.contract import READ_MY_REPORT
from marrow.knowledge.files import TOPIC_FILE, Knowledge, KnowledgeError, Places, statements
from marrow.knowledge.readability import MAX_SENTENCE_WORDS, plain, sentence_lengths
from marrow.knowledge.schema import Entry, Id, Text
from marrow.knowledge.spelling import SpellingError, misspelt
from marrow.knowledge.upkeep import check_upkeep
from marrow.settings import get_settings
from marrow.text.phrases import PhraseBook, PhraseError, words_in

WORDING, WORDS, ARTICLE_RUNS = "wording.yml", "words.txt", "article_runs.txt"
MAX_MEAN_SENTENCE_WORDS = 14.0
RUN = 7  # words in a row that make a copy
HASH_LENGTH = 8  # hex digits: a chance of one in four million that a run of our own is taken for one of the article
ARTICLE_HEADER = f"""\
# The article that the guide grew from, as hashes: so that a copied sentence is noticed without its text being here.
# One line for every {RUN} words in a row of its body (small letters, no punctuation, no citation marks), the first
# {HASH_LENGTH} hex digits of their SHA-256. Made by marrow.knowledge.wording.write_article_runs from a text file.
"""
_APOSTROPHE = re.compile("['\u2019]")
_CITATION_MARK = re.compile(r"\(\d+(?:, ?\d+)*\)")
_QUOTED = re.compile('["\u201c]([^"\u201c\u201d]+)["\u201d]')


class Avoided(Entry):
    """Phrases, as in ``marrow.text.phrases``, that the guide does not say, and why.

    ``allowed``: a phrase that begins inside one of these does not count. ``in_red_flags``: looked for there, too.
    """

    id: Id
    because: Text
    in_red_flags: bool = True
    phrases: List[StrictStr] = Field(..., min_items=1)
    allowed: List[StrictStr] = []


class Coincidence(Entry):
    """Words that the guide and a source cannot help having in common, such as a name."""

    words: Text
    because: Text


class WordingFile(Entry):
    """``wording.yml``."""

    avoid: List[Avoided]
    coincidences: List[Coincidence]


@dataclass(frozen=True)
class Rules:
    """What the texts are held against: the two lists of ``wording.yml``, words that are right, and hashes of runs."""

    avoid: Sequence[Avoided] = ()
    coincidences: Sequence[Coincidence] = ()
    words: FrozenSet[str] = frozenset()
    article: FrozenSet[str] = frozenset()


class Said(NamedTuple):
    """A text of the knowledge, and where it stands."""

    entry: str
    field: str
    text: str
    short: bool = False  # the length of its sentences is checked here, not in ``readability``
    red_flag: bool = False
    question: bool = False  # people's words: only the spelling is ours


def check_wording(
    knowledge: Knowledge, places: Places, rules: Optional[Rules] = None, today: Optional[date] = None
) -> Iterator[str]:
    """All problems of wording and upkeep; by default with the rules of the knowledge folder, as of today.

    Raises:
        KnowledgeError: when the rules cannot be read or codespell cannot be run.
    """
    rules = rules or read_rules(get_settings().knowledge_folder)
    texts = [*_texts(knowledge)]
    ours = [said for said in texts if not said.question]
    yield from _lengths(knowledge, texts, places)
    yield from _copied(knowledge, ours, places, rules)
    for avoided in rules.avoid:
        yield from _avoided(avoided, [said for said in ours if avoided.in_red_flags or not said.red_flag], places)
    yield from _spelling(texts, places, rules.words)
    yield from _quoted(knowledge, places)
    yield from check_upkeep(knowledge, places, today)


def read_rules(folder: Path) -> Rules:
    """The rules of a knowledge folder.

    Raises:
        KnowledgeError: when one of their files is missing or does not have its shape.
    """
    try:
        file = WordingFile.parse_obj(yaml.safe_load((folder / WORDING).read_text(encoding="utf-8")))
        return Rules(file.avoid, file.coincidences, _lines(folder / WORDS), _lines(folder / ARTICLE_RUNS))
    except OSError as error:
        raise KnowledgeError([f"{error.filename}:1: file: {error.strerror}"]) from error
    except (yaml.YAMLError, ValidationError) as error:
        raise KnowledgeError([f"{folder / WORDING}:1: file: {error}"]) from error


def write_article_runs(article: Path, folder: Path) -> None:
    """Make ``article_runs.txt`` of a knowledge folder anew; ``article``: a text file, its first line the title."""
    body = article.read_text(encoding="utf-8").splitlines()[1:]
    hashes = {_hash(run) for line in body for run in _runs(_CITATION_MARK.sub(" ", line))}
    text = ARTICLE_HEADER + "".join(f"{one}\n" for one in sorted(hashes))
    (folder / ARTICLE_RUNS).write_text(text, encoding="utf-8")


def _lines(path: Path) -> FrozenSet[str]:
    """The lines of a file but for comments and empty ones."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _texts(knowledge: Knowledge) -> Iterator[Said]:
    for topic in knowledge.topics:
        yield Said(TOPIC_FILE + topic.topic, "label", topic.label)
        yield from (Said(TOPIC_FILE + topic.topic, "examples", text, question=True) for text in topic.examples)
    for _, _, statement in statements(knowledge.topics):
        yield Said(statement.id, "text", statement.text)
        if statement.otherwise:
            yield Said(statement.id, "otherwise", statement.otherwise)
    for gloss in knowledge.glossary:
        yield from (Said(gloss.id, field, getattr(gloss, field), short=True) for field in ("name", "text"))
    ways = get_clinic().ways_to_get_help()
    for flag in knowledge.safety.red_flags:
        for field in ("label", "sign", "act", "why", "avoid"):
            if getattr(flag, field):
                yield Said(flag.id, field, getattr(flag, field).format(**ways), short=True, red_flag=True)
    for kind in knowledge.safety.declines.kinds:
        fields = ("label", "cannot", "because", "ask")
        yield from (Said(kind.id, field, getattr(kind, field), short=True) for field in fields)
    for grade in knowledge.grades:
        yield from (Said(grade.id.value, field, getattr(grade, field)) for field in ("name", "plural", "means"))
    yield from (Said(term.id, "name", term.name) for term in knowledge.vocabulary)
    for claim in knowledge.article:
        yield from (Said(claim.id, field, getattr(claim, field)) for field in ("claim", "verdict", "question"))


def _lengths(knowledge: Knowledge, texts: Sequence[Said], places: Places) -> Iterator[str]:
    for answer in (answer for topic in knowledge.topics for answer in topic.answers):
        average = mean(sentence_lengths(plain(answer)))
        if average > MAX_MEAN_SENTENCE_WORDS:
            what = f"{average:.1f} words a sentence on average; at most {MAX_MEAN_SENTENCE_WORDS:g}"
            yield places.problem(answer.id, "statements", what)
    for said in texts:
        longest = max(sentence_lengths(said.text))
        if said.short and longest > MAX_SENTENCE_WORDS:
            yield places.problem(said.entry, said.field, f"a sentence of {longest} words; at most {MAX_SENTENCE_WORDS}")


def _plain_words(text: str) -> List[str]:
    """Small letters, no apostrophes, no hyphens, no punctuation."""
    return re.findall(r"[^\W_]+", _APOSTROPHE.sub("", text.lower()))


def _runs(text: str) -> List[str]:
    words = _plain_words(text)
    return [" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]


def _hash(run: str) -> str:
    return hashlib.sha256(run.encode()).hexdigest()[:HASH_LENGTH]


def _copied(knowledge: Knowledge, texts: Sequence[Said], places: Places, rules: Rules) -> Iterator[str]:
    titles = {run: f"the title of {source.id}" for source in knowledge.sources for run in _runs(source.title)}
    fine = {run for coincidence in rules.coincidences for run in _runs(coincidence.words)}
    for said in texts:
        for run in _runs(said.text):
            where = titles.get(run) or ("the article" if _hash(run) in rules.article else None)
            if where and run not in fine:
                yield places.problem(said.entry, said.field, f"'{run}' stands in {where}; say it in your own words")
                break  # the runs after it mostly overlap


def _avoided(avoided: Avoided, texts: Sequence[Said], places: Places) -> Iterator[str]:
    try:
        phrases = [PhraseBook({}).compile(phrase) for phrase in avoided.phrases]
        allowed = [PhraseBook({}).compile(phrase) for phrase in avoided.allowed]
    except PhraseError as error:
        yield f"knowledge/{WORDING}:1: {avoided.id}: {error}"
        return
    for said in texts:
        text = "".join(f"{word} " for word in _plain_words(said.text))
        where = words_in(text)
        excused = [span for phrase in allowed for span in phrase.spans(text, where)]
        for start, end in (span for phrase in phrases for span in phrase.spans(text, where)):
            if not any(first <= start < last for first, last in excused):
                yield places.problem(said.entry, said.field, f"'{text[start:end].strip()}': {avoided.because}")


def _spelling(texts: Sequence[Said], places: Places, known: FrozenSet[str]) -> Iterator[str]:
    try:
        for place, what in misspelt([said.text for said in texts], known):
            yield places.problem(texts[place].entry, texts[place].field, f"{what} (right words: {WORDS})")
    except SpellingError as error:
        raise KnowledgeError([f"codespell: {error}"]) from error


def _quoted(knowledge: Knowledge, places: Places) -> Iterator[str]:
    """Whatever the guide explains as a word of a report must be found when a report has it."""
    phrases = {phrase.lower() for gloss in knowledge.glossary for phrase in gloss.says}
    for topic, _, statement in statements(knowledge.topics):
        for quoted in _QUOTED.findall(statement.text) if topic.topic == READ_MY_REPORT else []:
            if quoted.lower().strip(".,") not in phrases:
                yield places.problem(statement.id, "text", f"'{quoted}' is in no 'says' of glossary.yml")
