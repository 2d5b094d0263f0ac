"""From the probabilities of a message and of its parts to what the person wants: one topic, or several."""

from __future__ import annotations

import re
from typing import Collection, Dict, List, Sequence, Tuple

from marrow.understanding.topic_model import OUT_OF_SCOPE

Ranking = List[Tuple[str, float]]
MOST_WISHES = 3
_QUESTION = re.compile(
    r"\?\s*$|^(how|what|whats|when|why|where|who|which|can|could|do|does|is|are|should|will|would|did|has|have|may)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether a part of a message looks like a question."""
    return bool(_QUESTION.search(text.strip()))


def wishes(
    whole: Ranking, parts: Sequence[Tuple[str, Ranking]], topics: Collection[str], threshold: float
) -> Tuple[Ranking, List[str]]:
    """The ranking to go by, and the further topics that the message asks about.

    Two parts that surely ask about two topics make two wishes. One part that surely asks about a topic stands for the
    message when the message as a whole is less clear: the question at the end of a story. A message that as a whole is
    about something else stays so.

    Args:
        whole: intents of the whole message with their probabilities, likeliest first.
        parts: the text and the ranking of each part.
        topics: intents that are topics.
        threshold: the probability from which a part counts.
    """
    if whole[0][0] == OUT_OF_SCOPE:
        return whole, []
    sure: Dict[str, float] = {}
    for text, ranking in parts:
        name, probability = ranking[0]
        if name in topics and probability >= threshold and is_question(text):
            sure.setdefault(name, probability)
    if not sure or (len(sure) == 1 and whole[0][1] >= max(sure.values())):
        return whole, []
    first = whole[0][0] if whole[0][0] in sure else next(iter(sure))
    ranking = [(first, max(sure[first], dict(whole)[first]))] + [entry for entry in whole if entry[0] != first]
    return ranking, [name for name in sure if name != first][: MOST_WISHES - 1]
