"""Every claim of the article is covered, and whoever asks for it hears the statement that covers it."""

from __future__ import annotations

import pytest

from marrow.knowledge.files import Knowledge, read_knowledge, statements
from marrow.settings import ROOT
from tests.bot import Bot

CLAIMS = read_knowledge(ROOT / "knowledge")[0].article


def test_the_article_has_54_claims() -> None:
    assert [claim.id for claim in CLAIMS] == [f"S{number:02}" for number in range(1, 55)]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_asking_for_a_claim_returns_a_statement_that_covers_it(claim, bot: Bot, knowledge: Knowledge) -> None:
    covering = {part.text for _, _, part in statements(knowledge.topics) if claim.id in part.claims}
    assert covering, f"no statement covers {claim.id}"
    reply = bot.ask(claim.question)
    assert reply.kind == "answer", f"{claim.question!r} got {reply.kind}: {reply.text}"
    said = [text for text in covering if text in reply.text]
    assert said, f"{claim.question!r} got {reply.turn['answer_id']}, which does not cover {claim.id}"
