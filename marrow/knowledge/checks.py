"""What the shape of a file cannot say: references that lead somewhere and sources that hold.

Every check yields problems in the form ``file:line: entry, field: what``; an empty list means that the knowledge may be
loaded.
"""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterable, Iterator, List, Set

from marrow.contract import topic_ids
from marrow.knowledge.files import TOPIC_FILE, Knowledge, Places, cited_texts, statements
from marrow.knowledge.review import contents
from marrow.knowledge.safety_checks import check_safety, cited_by_red_flags
from marrow.knowledge.schema import NEXT_TOPICS, SITE, Answer, Evidence, Stance, Statement

MIN_PUBLISHERS = 2


def check(knowledge: Knowledge, places: Places) -> List[str]:
    """All problems of the knowledge as a whole, in file order where that makes sense."""
    return [
        *_ids(knowledge, places),
        *_topics(knowledge, places),
        *_references(knowledge, places),
        *_sources(knowledge, places),
        *_glossary(knowledge, places),
        *_records(knowledge),
        *check_safety(knowledge, places),
    ]


def uncited(knowledge: Knowledge, places: Places, elsewhere: Iterable[str] = ()) -> Iterator[str]:
    """Sources behind no statement and no red flag; ``elsewhere``: ids of those that the pictures rest on."""
    used: Set[str] = {citation.id for statement in cited_texts(knowledge) for citation in statement.sources}
    used.update(cited_by_red_flags(knowledge), elsewhere)
    for source in knowledge.sources:
        if source.id not in used:
            yield places.problem(source.id, "id", "nothing cites this source")


def shown_first(answer: Answer) -> List[Statement]:
    """The statements a person reads before asking for more, the next step last."""
    return [statement for statement in answer.statements if not statement.more] + [answer.next_step]


def _ids(knowledge: Knowledge, places: Places) -> Iterator[str]:
    namespaces: List[List[str]] = [
        [statement.id for statement in cited_texts(knowledge)],
        [answer.id for topic in knowledge.topics for answer in topic.answers],
        [source.id for source in knowledge.sources],
        [claim.id for claim in knowledge.article],
        [term.id for term in knowledge.vocabulary],
    ]
    for names in namespaces:
        for name, count in Counter(names).items():
            if count > 1:
                yield places.problem(name, "id", f"used {count} times")


def _topics(knowledge: Knowledge, places: Places) -> Iterator[str]:
    for name in topic_ids():
        if name not in {topic.topic for topic in knowledge.topics}:
            yield f"knowledge/topics/{name}.yml:1: topic: the contract has this topic and there is no file for it"
    for topic in knowledge.topics:
        if topic.topic not in topic_ids():
            yield places.problem(TOPIC_FILE + topic.topic, "topic", "not a topic of contract/topics.yml")
        if topic.answers[0].id != topic.topic:
            yield places.problem(topic.answers[0].id, "id", f"the general answer is called {topic.topic}")
        for field in NEXT_TOPICS:
            for name in getattr(topic, field):
                if name not in topic_ids() or name == topic.topic:
                    yield places.problem(TOPIC_FILE + topic.topic, field, f"{name} is not another topic")
        keys = Counter((answer.site, answer.about) for answer in topic.answers)
        for answer in topic.answers:
            if keys[(answer.site, answer.about)] > 1:
                yield places.problem(answer.id, "id", "another answer of the topic has the same site and about")


def _references(knowledge: Knowledge, places: Places) -> Iterator[str]:
    known: Dict[str, set] = {
        "sources": {source.id for source in knowledge.sources},
        "claims": {claim.id for claim in knowledge.article},
        "sites": {term.id for term in knowledge.vocabulary if term.kind == SITE},
        "terms": {term.id for term in knowledge.vocabulary if term.kind != SITE},
        "statements": {statement.id for _, _, statement in statements(knowledge.topics)},
    }
    for topic in knowledge.topics:
        for name in topic.why:
            if name not in known["statements"]:
                yield places.problem(TOPIC_FILE + topic.topic, "why", f"{name} is not a statement")
        for answer in topic.answers:
            if answer.site and answer.site not in known["sites"]:
                yield places.problem(answer.id, "site", f"{answer.site} is not a site of vocabulary.yml")
            if answer.about and answer.about not in known["terms"]:
                yield places.problem(answer.id, "about", f"{answer.about} is not in vocabulary.yml")
    for statement in cited_texts(knowledge):
        for citation in statement.sources:
            if citation.id not in known["sources"]:
                yield places.problem(statement.id, "sources", f"{citation.id} is not in sources.yml")
        for claim in statement.claims:
            if claim not in known["claims"]:
                yield places.problem(statement.id, "claims", f"{claim} is not in article.yml")
    for term in knowledge.vocabulary:
        if term.topic and term.topic not in topic_ids():
            yield places.problem(term.id, "topic", f"{term.topic} is not a topic of contract/topics.yml")


def _sources(knowledge: Knowledge, places: Places) -> Iterator[str]:
    sources = {source.id: source for source in knowledge.sources}
    for statement in cited_texts(knowledge):
        cited = [(citation, sources[citation.id]) for citation in statement.sources if citation.id in sources]
        supporting = [source for citation, source in cited if citation.stance is Stance.SUPPORTS]
        if not any(not source.weak for source in supporting):
            yield places.problem(statement.id, "sources", "needs a supporting source that is not weak")
        if statement.otherwise and len(supporting) == len(cited):
            yield places.problem(statement.id, "otherwise", "needs a source that disputes the statement")
        if len({citation.id for citation in statement.sources}) < len(statement.sources):
            yield places.problem(statement.id, "sources", "names a source twice")
    for topic in knowledge.topics:
        for answer in topic.answers:
            publishers = {
                sources[citation.id].publisher
                for statement in shown_first(answer)
                for citation in statement.sources
                if citation.id in sources and citation.stance is Stance.SUPPORTS
            } - {None}
            if len(publishers) < MIN_PUBLISHERS:
                yield places.problem(answer.id, "statements", f"needs sources of {MIN_PUBLISHERS} publishers")


def _glossary(knowledge: Knowledge, places: Places) -> Iterator[str]:
    owners: Dict[str, str] = {}
    for gloss in knowledge.glossary:
        for phrase in gloss.says:
            owner = owners.setdefault(phrase.lower(), gloss.id)
            if owner != gloss.id:
                yield places.problem(gloss.id, "says", f"'{phrase}' is a word of {owner}, too")


def _records(knowledge: Knowledge) -> Iterator[str]:
    grades = [grade.id for grade in knowledge.grades]
    if grades != list(Evidence):
        yield f"knowledge/grades.yml:1: id: must be {', '.join(kind.value for kind in Evidence)}, in this order"
    signable = contents(knowledge.topics, knowledge.safety.red_flags)
    answers = {answer.id for topic in knowledge.topics for answer in topic.answers}
    for sign_off in knowledge.sign_offs:
        if sign_off.of not in signable:
            yield f"knowledge/sign_offs.yml:1: of: {sign_off.of} is neither a topic nor a red flag"
    for change in knowledge.history:
        if change.answer not in answers:
            yield f"knowledge/history.yml:1: answer: there is no answer {change.answer}"
