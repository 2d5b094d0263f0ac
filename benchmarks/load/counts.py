"""What became of the questions of one user: answered, lost, duplicated, crossed, in wrong order, or met by an error."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Set

ASIDE = ""  # the mark of what is said once beside the answers, such as what becomes of words on a platform
LOST, DUPLICATED, CROSSED, MISORDERED, ERROR = "lost", "duplicated", "crossed", "in wrong order", "errors"
KINDS = (LOST, DUPLICATED, CROSSED, MISORDERED, ERROR)


class Question(NamedTuple):
    """What a user asks, and the mark that its answer has, and no answer to anybody else if possible."""

    text: str
    mark: str


class Reply(NamedTuple):
    """All that came as one turn.

    ``mark``: of the question that it answers; None where it is no answer. ``text``: empty where nothing can come twice.
    """

    mark: Optional[str]
    text: str


class Fault(NamedTuple):
    """Something that must not be. ``kind``: one of ``KINDS``; ``what``: how it was noticed.

    Where a reply came to an open question, but another than was expected: ``question``, the number of the question,
    counted from 1; ``came``, the mark of the reply; ``seconds``, until it came.
    """

    kind: str
    what: str
    question: int = 0
    came: Optional[str] = None
    seconds: float = 0.0


class Tally:
    """The counts of one user, who has at most one question open.

    Every question ends as one of ``seconds`` or with a fault, and every reply that ends none is a fault, or said aside
    for the first time. So what comes too much is counted, whatever kind it is taken for.

    ``asked``: questions; ``repeated``: events that were sent twice; ``seconds``: from asking to the whole answer;
    ``otherwise``: how many of these came with another mark than was expected, for a known reason.
    """

    def __init__(self) -> None:
        self.asked: List[Question] = []
        self.seconds: List[float] = []
        self.faults: List[Fault] = []
        self.repeated = self.otherwise = 0
        self._since: Optional[float] = None
        self._missed: List[Optional[str]] = []  # marks of the lost questions, whose answers may still come
        self._heard: Set[str] = set()
        self._last = ""

    @property
    def waiting(self) -> bool:
        """Whether a question is open."""
        return self._since is not None

    def asks(self, question: Question, at: float) -> None:
        """A question is sent, at this time in seconds."""
        self.asked.append(question)
        self._since = at

    def hears(self, reply: Reply, at: float) -> None:
        """A whole reply has come. The same twice in a row is a duplicate also where it could be the next answer."""
        heard = bool(reply.text) and reply.text in self._heard
        if self._since is not None and reply.mark == self._mark() and not (heard and reply.text == self._last):
            self.seconds.append(at - self._since)
            self._since = None
        elif heard and reply.mark is not None:
            self.fault(DUPLICATED, f"again: {_begin(reply.text)}")
        elif reply.mark in self._missed:
            self._missed.remove(reply.mark)
            self.fault(MISORDERED, f"too late: {reply.mark}")
        elif reply.mark != ASIDE:
            self._unexpected(reply, at)
        self._heard.add(reply.text)
        self._last = reply.text

    def gives_up(self) -> None:
        """The open question has waited long enough."""
        self.fault(LOST, f"{self._mark()} awaited")
        self._missed.append(self._mark())
        self._since = None

    def fails(self, what: str) -> None:
        """An error in place of the answer to the open question."""
        self.fault(ERROR, what)
        self._since = None

    def fault(self, kind: str, what: str) -> None:
        """Count something that must not be."""
        self.faults.append(Fault(kind, what))

    def explain(self, fault: Fault) -> None:
        """The reply that was not expected is the right one, for a known reason."""
        self.faults.remove(fault)
        self.seconds.append(fault.seconds)
        self.otherwise += 1

    def count(self, kind: str) -> int:
        """How many faults of a kind there are."""
        return sum(fault.kind == kind for fault in self.faults)

    def _unexpected(self, reply: Reply, at: float) -> None:
        """A reply that nothing awaits as it is; to an open question it is the answer that the user got."""
        kind = MISORDERED if reply.mark in {question.mark for question in self.asked} else CROSSED
        kind, came = (kind, reply.mark) if reply.mark else (ERROR, f"no answer: {_begin(reply.text)}")
        if self._since is None:
            self.fault(kind, f"nothing awaited, but {came}")
            return
        what = f"{self._mark()} awaited, but {came}"
        self.faults.append(Fault(kind, what, len(self.asked), reply.mark, at - self._since))
        self._since = None

    def _mark(self) -> str:
        return self.asked[-1].mark


def _begin(text: str) -> str:
    return text[:80].replace("\n", " ") or "(no text)"
