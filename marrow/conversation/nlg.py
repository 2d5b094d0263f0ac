"""Rasa natural language generator: the domain's responses, with the clinic's numbers and the red flag found."""

from __future__ import annotations

import copy
from typing import Any, Dict, List, Optional, Text

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from marrow.clinic import get_clinic
from marrow.conversation.alarm import advice, alarm, just_warned, last_with, level_before, named, values
from marrow.conversation.asked import asked_about, asked_beside
from marrow.conversation.intents import (
    DECLINE,
    NOT_IN_DANGER,
    RED_FLAG,
    STILL_URGENT,
    UTTER_DECLINE,
    UTTER_RED_FLAG,
    WARNINGS,
)
from marrow.conversation.words import behind_the_guide

UTTER_ASKED = "utter_asked"
OF_THE_ALARM = (*WARNINGS, STILL_URGENT)  # said in front of the red flag's own words
REMINDER, ADVICE = "utter_reminder", "utter_advice"
TAKEN_BACK, NOTHING = f"utter_{NOT_IN_DANGER}", "nothing"


class GuideNLG(TemplatedNaturalLanguageGenerator):
    """Chooses the variation of a response by its ``id``, where the message or the talk tells which one is meant."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        super().__init__(domain.responses if domain else {})
        clinic = get_clinic()
        self._known = {**clinic.ways_to_get_help(), "behind": behind_the_guide(clinic)}
        self._numbers = clinic.numbers()

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        """The response; None when the domain has none of this name."""
        level, signs = alarm(tracker)
        parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
        if utter_action == UTTER_RED_FLAG:
            return self._offering(asked_beside(parsed), self._escalation(named(tracker, RED_FLAG)))
        if utter_action == ADVICE:
            return self._escalation(advice(tracker))
        if utter_action == UTTER_DECLINE and just_warned(tracker) and STILL_URGENT in self.responses:
            utter_action = STILL_URGENT  # "he'll take two paracetamol and go in the morning, is that all right?"
        if utter_action == UTTER_DECLINE:
            declined = last_with(tracker, DECLINE)  # of an earlier message where it is said once more
            kind, *_ = values(declined["entities"], DECLINE)
            return self._offering(asked_beside(declined), self._variation(UTTER_DECLINE, kind))
        if utter_action == REMINDER and level:
            return self._variation(REMINDER, level)
        if utter_action == TAKEN_BACK:
            taken_back = self._variation(TAKEN_BACK, level_before(tracker) or NOTHING)
            return self._offering(asked_about(last_with(tracker, RED_FLAG)), taken_back)
        if utter_action == STILL_URGENT and level:
            said: Optional[Dict[Text, Any]] = self._variation(STILL_URGENT, level)
        else:
            said = await super().generate(utter_action, tracker, output_channel, **kwargs)
        if said and signs and utter_action in OF_THE_ALARM:
            escalation = self._escalation(signs)
            return {**escalation, "text": f"{said['text']}\n{escalation['text']}"}
        return said

    def _escalation(self, signs: List[Text]) -> Dict[Text, Any]:
        """What the first, most pressing sign says; the turn names all of them."""
        said = self._variation(UTTER_RED_FLAG, signs[0])
        number = self._numbers.get(said["custom"].get("urgency", ""))
        call = {"call": {"title": f"Call {number}", "href": f"tel:{number.replace(' ', '')}"}} if number else {}
        return {**said, "custom": {**said["custom"], "signs": signs, **call}}

    def _offering(self, topic: Optional[Text], said: Dict[Text, Any]) -> Dict[Text, Any]:
        """The same with a topic to press, where there is one. A model of before has no buttons for that."""
        offered = said["custom"].get("options", [])
        known = [one for one in self.responses.get(UTTER_ASKED, []) if one["id"] == topic and topic not in offered]
        if not known:
            return said
        buttons = [*said.get("buttons", []), *known[0]["buttons"]]
        return {**said, "buttons": buttons, "custom": {**said["custom"], "options": [*offered, topic]}}

    def _variation(self, response: Text, name: Text) -> Dict[Text, Any]:
        chosen = next(one for one in self.responses[response] if one.get("id") == name)
        return self._fill_response(copy.deepcopy(chosen))

    def _fill_response(
        self, response: Dict[Text, Any], filled_slots: Optional[Dict[Text, Any]] = None, **kwargs: Any
    ) -> Dict[Text, Any]:
        return super()._fill_response(response, filled_slots, **{**self._known, **kwargs})
