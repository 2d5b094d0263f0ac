"""Write a text for each phrase, row and cue, one that nothing else decides: ``python -m tests.phrases.instances``.

For each phrase, one that no other phrase of its finding is in; for each row and cue: ``rows.py`` and ``cues.py``. The
texts are kept in files, not made anew by the tests: what goes or no longer works leaves behind a text that nothing
finds. Texts that are there and still good stay.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import yaml

from marrow.knowledge.safety_schema import Safety
from marrow.safety.recognition import Recogniser
from tests.phrases.cues import write_cues
from tests.phrases.example import example
from tests.phrases.rows import write_rows
from tests.phrases.shipped import shipped

INSTANCES = Path(__file__).with_name("instances.yml")
TRIES = 400


def main() -> int:
    """0 when there is a text for each phrase, row and cue, 1 when there is none for some: they are listed."""
    safety, recogniser = shipped()
    before = read_instances()
    after: Dict[str, List[str]] = {}
    missing: List[str] = []
    for finding in safety.all_findings:
        kept = {said: text for text in before.get(finding.id, ()) for said in only(recogniser, finding.id, text)}
        texts = {said: kept.get(said) or instance(safety, recogniser, finding.id, said) for said in finding.says}
        after[finding.id] = [text for text in texts.values() if text]
        missing += [f"{finding.id}: {said}" for said, text in texts.items() if not text]
    INSTANCES.write_text(yaml.safe_dump(after, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    missing += write_rows(safety, recogniser, after)
    missing += write_cues(recogniser._normal)
    print("\n".join(missing))
    return int(bool(missing))


def read_instances() -> Dict[str, List[str]]:
    """The texts by finding."""
    return yaml.load(INSTANCES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) if INSTANCES.exists() else {}


def only(recogniser: Recogniser, finding: str, text: str) -> Sequence[str]:
    """The phrase that finds ``finding`` in ``text``, if there is just one."""
    phrases = recogniser.evidence(text).get(finding, ())
    return tuple(phrases) if len(phrases) == 1 else ()


def instance(safety: Safety, recogniser: Recogniser, finding: str, phrase: str) -> Optional[str]:
    """A text that only ``phrase`` finds; None when every text that it is in has another phrase of the finding, too."""
    for seed in range(TRIES):
        text = example(phrase, safety.lists, seed)
        if phrase in only(recogniser, finding, text):
            return text
    return None


if __name__ == "__main__":
    sys.exit(main())
