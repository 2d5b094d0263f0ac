"""From the probabilities of a message and of its questions to what the person wants: one topic, or several."""

from __future__ import annotations

from typing import Collection, Dict, List, Sequence, Tuple

from scipy.special import expit, logit

from marrow.contract import READ_MY_REPORT
from marrow.conversation.intents import OUT_OF_SCOPE

Ranking = List[Tuple[str, float]]
MOST_WISHES = 3
CLEAR = 0.6  # of the topic of a whole message: then one question in it changes nothing, and several stand behind it
TORN, TORN_TOGETHER = 0.3, 0.75  # of each of two topics of a whole message, and of both: then both are meant


def wishes(
    whole: Ranking, questions: Sequence[Sequence[Ranking]], topics: Collection[str], sure: float, about: float
) -> Tuple[Ranking, List[str]]:
    """The ranking to go by, and the further topics that the message asks about.

    What the message is about is judged by the whole of it: "and how long does that take" has its subject elsewhere.
    What is asked is judged by each question. Several topics that are surely asked for are several wishes; a single one
    stands for a message that as a whole is not clear: the question at the end of a story. A clear topic of the whole
    goes before them, as it may stand beside the questions ("iloprost: how does it work, and who gets it").

    Args:
        whole: intents of the whole message with their probabilities, likeliest first.
        questions: of each question the rankings to try one after the other: alone, then in context.
        topics: intents that are topics.
        sure: how likely its topic must be among all topics for a question to count.
        about: how likely a question must be about any topic at all to count.
    """
    foreign = dict(whole).get(OUT_OF_SCOPE, 0.0)
    if foreign >= 0.5:
        return whole, []
    asked: Dict[str, float] = {}
    for rankings in questions:
        for ranking in rankings:
            topic, probability, scope = _likeliest(ranking, topics)
            if probability >= sure and scope >= about:
                asked[topic] = max(probability, asked.get(topic, 0.0))
                break
    likeliest, probability, _ = _likeliest(whole, topics)
    if len(asked) < 2 and _torn(whole, topics):
        (first, one), (second, other), *rest = whole
        return [(first, one + other), *rest], [second]
    beside = [topic for topic in asked if topic != READ_MY_REPORT]
    if whole[0][0] == READ_MY_REPORT and beside:
        return whole, beside[: MOST_WISHES - 1]
    if not asked or (len(asked) == 1 and whole[0][0] == likeliest and probability >= CLEAR):
        return whole, []
    if likeliest not in asked and whole[0][0] == likeliest and whole[0][1] >= CLEAR:
        return whole, [*asked][: MOST_WISHES - 1]
    first = likeliest if likeliest in asked else next(iter(asked))
    also = [topic for topic in asked if topic != first][: MOST_WISHES - 1]
    confidence = max(asked[first] * (1 - foreign), dict(whole)[first])
    return [(first, confidence), *(entry for entry in whole if entry[0] not in (first, *also))], also


def heard(ranking: Ranking, chance: float, say: float) -> Ranking:
    """The ranking when somebody else, too, was asked whether the message is out of scope.

    Args:
        ranking: intents with their probabilities.
        chance: how likely the other finds it.
        say: the other's share in the decision, in log-odds; from 0 to 1.
    """
    own = _open(dict(ranking)[OUT_OF_SCOPE])
    foreign = float(expit((1 - say) * logit(own) + say * logit(_open(chance))))
    times = (1 - foreign) / (1 - own)
    together = [(name, foreign if name == OUT_OF_SCOPE else probability * times) for name, probability in ranking]
    return sorted(together, key=lambda entry: -entry[1])


def of_ours(ranking: Ranking, doubt: float) -> Ranking:
    """How likely each intent is if the message is for this guide at all; where that is in doubt, half as likely as now.

    So the fallback hears of two things, not one: may this be out of scope, and is it clear what is wanted? Multiplied,
    a clear question next door was as likely as one of ours that is put in a strange way.

    Args:
        ranking: intents with their probabilities, the one to go by first.
        doubt: how likely a message may be out of scope and yet be answered.
    """
    foreign = dict(ranking).get(OUT_OF_SCOPE, 0.0)
    if ranking[0][0] == OUT_OF_SCOPE:
        return ranking
    times = 0.5 if foreign > doubt else 1 / (1 - foreign)
    return [(name, chance if name == OUT_OF_SCOPE else min(1.0, chance * times)) for name, chance in ranking]


def _open(chance: float) -> float:
    """A probability that is neither 0 nor 1, whose log-odds are finite."""
    return min(max(chance, 1e-6), 1 - 1e-6)


def _torn(whole: Ranking, topics: Collection[str]) -> bool:
    """Whether two topics share a message between them, mostly because it is about both ("an MRI while pregnant")."""
    (first, probability), (second, other), *_ = whole
    return first in topics and second in topics and other >= TORN and probability + other >= TORN_TOGETHER


def _likeliest(ranking: Ranking, topics: Collection[str]) -> Tuple[str, float, float]:
    """The likeliest topic, how likely it is among the topics, and how likely they are together."""
    among = [(name, probability) for name, probability in ranking if name in topics]
    total = sum(probability for _, probability in among)
    return among[0][0], among[0][1] / total if total else 0.0, total
