"""What a message mentions, and what follows when it mentions certain things together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Dict, FrozenSet, Iterable, Iterator, List, Mapping, Sequence, Set, Tuple

from marrow.knowledge.safety_schema import Conclusion, Finding, Safety
from marrow.safety.assertion import Assertions, Status
from marrow.text.normal import Normaliser
from marrow.text.phrases import PhraseBook, words_in, words_of


@dataclass(frozen=True)
class Mentions:
    """Of one message: the findings it asserts, and what follows."""

    asserted: FrozenSet[str]
    conclusions: Tuple[str, ...]


class Recogniser:
    """Finds findings in messages and draws the conclusions."""

    def __init__(
        self, lists: Mapping[str, Sequence[str]], findings: Sequence[Finding], conclusions: Sequence[Conclusion]
    ) -> None:
        book = PhraseBook(lists)
        says = [phrase for finding in findings for phrase in finding.says]
        entries = [entry for name in lists for entry in lists[name]]
        self._normal = Normaliser(word for phrase in (*says, *entries) for word in words_of(phrase))
        self._assertions = Assertions.of_file()
        self._past = {finding.id for finding in findings if finding.past}
        self._phrases = [(finding.id, said, book.compile(said)) for finding in findings for said in finding.says]
        uses = Counter(word for _, _, phrase in self._phrases for words in phrase.anchors for word in words)
        self._by_anchor: Dict[str, List[int]] = {}
        for place, (_, _, phrase) in enumerate(self._phrases):
            for anchor in min(phrase.anchors, key=lambda words: max(uses[word] for word in words)):  # the most telling
                self._by_anchor.setdefault(anchor, []).append(place)
        self._conclusions = conclusions

    def read(self, text: str) -> Mentions:
        """What ``text`` mentions, and what follows."""
        seen: Dict[str, Set[Status]] = {}
        for finding, _, status in self._found(text):
            seen.setdefault(finding, set()).add(status)
        asserted = frozenset(finding for finding, statuses in seen.items() if self._asserts(finding, statuses))
        return Mentions(asserted, tuple(self._follows(asserted)))

    def evidence(self, text: str) -> Dict[str, Set[str]]:
        """The findings that ``text`` asserts, each with the phrases that say so, as the knowledge files have them."""
        phrases: Dict[str, Set[str]] = {}
        for finding, said, status in self._found(text):
            if self._asserts(finding, {status}):
                phrases.setdefault(finding, set()).add(said)
        return phrases

    def _found(self, text: str) -> Iterator[Tuple[str, str, Status]]:
        """Finding, phrase and status of everything that a text mentions."""
        normal = self._assertions.without_idioms(self._normal(text))
        status = lru_cache(maxsize=None)(partial(self._assertions.status, normal))  # many phrases match the same words
        where = words_in(normal)
        for place in sorted({place for word in where for place in self._by_anchor.get(word, ())}):
            finding, said, phrase = self._phrases[place]
            for span in phrase.spans(normal, where):
                yield finding, said, status(span)

    def _asserts(self, finding: str, statuses: Set[Status]) -> bool:
        return Status.PRESENT in statuses or (finding in self._past and Status.PAST in statuses)

    def _follows(self, asserted: FrozenSet[str]) -> Iterable[str]:
        for conclusion in self._conclusions:
            if any(asserted.issuperset(needs) for needs in conclusion.needs) and not asserted & {*conclusion.unless}:
                yield conclusion.id


def recogniser_of(safety: Safety) -> Recogniser:
    """For the red flags and the requests to decline of the safety files."""
    return Recogniser(safety.lists, safety.all_findings, [*safety.red_flags, *safety.declines.kinds])
