"""What people wrote on Slack, as they typed it."""

from __future__ import annotations

import pytest

from marrow.channels.slack.markup import plain_text


@pytest.mark.parametrize(
    "sent, typed",
    [
        ("how long?", "how long?"),
        ("<@U0BOT> how long?", "how long?"),
        ("<@U0BOT|guide>: how long?", "how long?"),
        ("<@U0BOT>, how long?", "how long?"),
        ("tell me <@U0BOT> how long", "tell me how long"),
        ("<@U0BOT>\nline 1\nline 2", "line 1\nline 2"),
        ("<@U0BOT>", ""),
        ("<@U0BOT><@U0BOT>", ""),
        ("is <@U0OTHER> right?", "is somebody right?"),
        ("is <@U0OTHER|kim> right?", "is @kim right?"),
        ("ask <!subteam^S1|@nurses> or <!here>", "ask @nurses or everybody"),
        ("in <#C1|general> and <#C2>", "in #general and a channel"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("see <https://example.org|this page>", "see this page"),
        ("<mailto:a@example.org|a@example.org> or <mailto:b@example.org>", "a@example.org or b@example.org"),
        ("<tel:555|555>", "555"),
        ("INR &lt; 2 &amp; &gt; 1", "INR < 2 & > 1"),
        ("what people type: &amp;lt;b&amp;gt;", "what people type: &lt;b&gt;"),
        ("2 < 3", "2 < 3"),
        ("<", "<"),
        ("<>", "<>"),
        ("<|>", ""),
        ("\u00e9\U0001f9b4 \u05d0", "\u00e9\U0001f9b4 \u05d0"),
    ],
)
def test_markup_reads_as_it_was_typed(sent: str, typed: str) -> None:
    assert plain_text(sent, "U0BOT") == typed


def test_where_our_own_name_is_not_known_a_mention_is_somebody() -> None:
    assert plain_text("<@U0BOT> how long?") == "somebody how long?"


def test_a_hostile_text_is_read_like_any_other() -> None:
    assert plain_text("<" * 20_000, "U0BOT") == "<" * 20_000
    assert plain_text("<@U0BOT" * 5000, "U0BOT").startswith("<@U0BOT")
    assert plain_text(" \t" * 20_000 + "x", "U0BOT") == "x"
