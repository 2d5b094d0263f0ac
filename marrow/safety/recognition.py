"""What a message mentions, and what follows when it mentions certain things together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Dict, FrozenSet, Iterable, List, Mapping, Sequence, Set, Tuple

from marrow.knowledge.safety_schema import Conclusion, Finding, Safety
from marrow.safety.assertion import Assertions, Status
from marrow.safety.normal import Normaliser
from marrow.safety.phrases import PhraseBook, words_in, words_of


@dataclass(frozen=True)
class Mentions:
    """Of one message: the findings it asserts, those it mentions otherwise, and what follows."""

    asserted: FrozenSet[str]
    others: FrozenSet[Tuple[str, Status]]
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
        self._phrases = [(finding.id, book.compile(phrase)) for finding in findings for phrase in finding.says]
        self._by_anchor: Dict[str, List[int]] = {}
        for place, (_, phrase) in enumerate(self._phrases):
            _ = phrase.pattern  # compiled before the first message
            for anchor in phrase.anchors[0]:
                self._by_anchor.setdefault(anchor, []).append(place)
        self._conclusions = conclusions

    def read(self, text: str) -> Mentions:
        """What ``text`` mentions, and what follows."""
        normal = self._assertions.without_idioms(self._normal(text))
        status = lru_cache(maxsize=None)(partial(self._assertions.status, normal))  # many phrases match the same words
        where = words_in(normal)
        seen: Dict[str, Set[Status]] = {}
        for place in sorted({place for word in where for place in self._by_anchor.get(word, ())}):
            finding, phrase = self._phrases[place]
            if Status.PRESENT not in seen.get(finding, ()):
                for span in phrase.spans(normal, where):
                    seen.setdefault(finding, set()).add(status(span))
        asserted = frozenset(
            finding
            for finding, statuses in seen.items()
            if Status.PRESENT in statuses or (finding in self._past and Status.PAST in statuses)
        )
        others = frozenset(
            (finding, status) for finding, statuses in seen.items() for status in statuses if finding not in asserted
        )
        return Mentions(asserted, others, tuple(self._follows(asserted)))

    def _follows(self, asserted: FrozenSet[str]) -> Iterable[str]:
        for conclusion in self._conclusions:
            if any(asserted.issuperset(needs) for needs in conclusion.needs) and not asserted & {*conclusion.unless}:
                yield conclusion.id


def recogniser_of(safety: Safety) -> Recogniser:
    """For the red flags and the requests to decline of the safety files."""
    return Recogniser(safety.lists, safety.all_findings, [*safety.red_flags, *safety.declines.kinds])
