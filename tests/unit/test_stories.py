"""Rasa's own check of rules, stories and domain, which training leaves out: with all the utterances it takes long."""

from __future__ import annotations

import warnings

import pytest
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.validator import Validator

from marrow.settings import ROOT


@pytest.fixture(scope="module")
def validator() -> Validator:
    paths = [str(ROOT / "data" / name) for name in ("rules", "stories")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what Rasa loads for the first time, and of every domain that has a slot
        importer = RasaFileImporter(str(ROOT / "config.yml"), str(ROOT / "domain.yml"), paths)
        return Validator.from_importer(importer)


def test_rules_and_stories_are_there(validator: Validator) -> None:
    assert len(validator.story_graph.story_steps) > 20


def test_the_domain_is_valid(validator: Validator) -> None:
    assert validator.verify_domain_validity()
    assert validator.verify_slot_mappings()


@pytest.mark.filterwarnings("ignore:The intent .* is not found in the NLU training data:UserWarning")  # left out here
def test_rules_and_stories_use_intents_and_actions_of_the_domain(validator: Validator) -> None:
    assert validator.verify_intents_in_stories()
    assert validator.verify_actions_in_stories_rules()
    assert validator.verify_forms_in_stories_rules()


def test_no_story_contradicts_another(validator: Validator) -> None:
    assert validator.verify_story_structure(ignore_warnings=False)
