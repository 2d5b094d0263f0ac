"""Right after a decline its words are said once more to who asks why, or for them again."""

from __future__ import annotations

import pytest

from actions.still_declined import SAID_ONCE_MORE
from marrow.conversation.intents import DECLINE, UTTER_DECLINE
from tests.person import Person


@pytest.mark.parametrize("intent", SAID_ONCE_MORE)
def test_its_words_are_said_once_more(person: Person, intent: str) -> None:
    person.says("recovery_time")
    person.is_told_fixed_words(ranking=[(DECLINE, 1.0)], role=DECLINE)
    assert person.says(intent, ranking=[(intent, 1.0)]).response == UTTER_DECLINE
    assert person.says(intent, ranking=[(intent, 1.0)]).response == UTTER_DECLINE
    person.says("symptoms", ranking=[("symptoms", 1.0)])
    assert person.says(intent, ranking=[(intent, 1.0)]).response != UTTER_DECLINE


def test_not_where_the_request_is_out_of_view(person: Person) -> None:
    person.says("recovery_time")
    person.is_told_fixed_words(ranking=[(DECLINE, 1.0)])
    assert person.says("why", ranking=[("why", 1.0)]).response != UTTER_DECLINE
