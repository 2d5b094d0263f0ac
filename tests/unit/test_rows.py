"""Every row of ``needs``, every ``unless`` decides about its text: take one away or change it, and a test fails."""

from __future__ import annotations

from typing import Dict

import pytest

from marrow.knowledge.safety_schema import Conclusion
from marrow.safety.recognition import Recogniser
from tests.phrases.rows import conclusions_of, deciding, names, read_rows
from tests.phrases.shipped import shipped

AGAIN = "python -m tests.phrases.instances"
ROWS = read_rows()


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return shipped()[1]


@pytest.fixture(scope="module")
def conclusions() -> Dict[str, Conclusion]:
    return {conclusion.id: conclusion for conclusion in conclusions_of(shipped()[0])}


@pytest.mark.parametrize("conclusion", ROWS)
def test_each_text_is_decided_by_the_one_row_it_stands_for(
    recogniser: Recogniser, conclusions: Dict[str, Conclusion], conclusion: str
) -> None:
    decided = {name: deciding(recogniser, conclusions[conclusion], text) for name, text in ROWS[conclusion].items()}
    lost = {name: rows for name, rows in decided.items() if rows != [name]}
    assert not lost, f"the row is gone, changed or no longer the only one; if that is meant: {AGAIN}"


def test_each_row_has_such_a_text(conclusions: Dict[str, Conclusion]) -> None:
    having = {(conclusion, name) for conclusion, texts in ROWS.items() for name in texts}
    missing = {(conclusion.id, name) for conclusion in conclusions.values() for name in names(conclusion)} - having
    assert not missing, f"write their texts: {AGAIN}; a row that gets none is covered by another"
