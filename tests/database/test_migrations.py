"""The schema of the database is made by migrations alone, and is that of the models."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from marrow.knowledge import models
from marrow.knowledge.database import engine_for, migrate, open_session


def test_a_database_is_made_from_nothing(url: str) -> None:
    migrate(url)
    assert {*models.Base.metadata.tables, "alembic_version"} == set(inspect(engine_for(url)).get_table_names())


def test_migrating_again_changes_nothing(url: str) -> None:
    migrate(url)
    with open_session(url) as session, session.begin():
        session.add(models.Release(fingerprint="kept"))
    migrate(url)
    with open_session(url) as session:
        assert session.query(models.Release.fingerprint).all() == [("kept",)]


def test_the_migrations_match_the_models(url: str) -> None:
    migrate(url)
    with engine_for(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.Base.metadata) == []


@pytest.mark.parametrize(
    "row",
    [
        models.Answer(id="one", topic_id="no such topic", position=0),
        models.Statement(
            id="one",
            answer_id="no such answer",
            position=0,
            text="Text",
            evidence="review",
            part="said",
        ),
        models.Citation(statement_id="no such statement", position=0, source_id="SRC01", stance="supports"),
        models.NextTopic(topic_id="no such topic", reason="read_next", position=0, next_id="no such topic"),
        models.Reason(topic_id="no such topic", position=0, statement_id="no such statement"),
        models.Term(id="one", kind="site", name="one", topic_id="no such topic"),
    ],
    ids=lambda row: row.__tablename__,
)
def test_a_reference_that_leads_nowhere_is_refused(url: str, row: models.Base) -> None:
    migrate(url)
    columns = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    with pytest.raises(IntegrityError), engine_for(url).begin() as connection:
        connection.execute(row.__table__.insert(), columns)
