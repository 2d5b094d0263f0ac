"""Start Rasa's server with this project's model and channels: ``python -m marrow.server`` (the supervisor does it)."""
from __future__ import annotations

from typing import Any, Dict, Text

import logging

import rasa
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.utils.common import configure_logging_and_warnings
from rasa.utils.log_utils import configure_structlog

from marrow.settings import ROOT, Profile, get_settings

CREDENTIALS = {Profile.DEVELOPMENT: "credentials.development.yml", Profile.PRODUCTION: "credentials.yml"}


def check_the_action_schema_once() -> None:
    """Compile Rasa's schema of action results once.

    Rasa 3.6.21 checks this constant schema against JSON Schema's own meta-schema at every action call, which takes
    longer than understanding and answering a message together. The results are still validated at every call.
    """
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(_: RemoteAction, result: Dict[Text, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]


def main(model: Text) -> None:
    """Serve ``model`` until the process is told to stop."""
    settings = get_settings()
    check_the_action_schema_once()
    configure_logging_and_warnings(logging.INFO, None, True)
    configure_structlog(logging.INFO)
    rasa.run(
        model=model,
        endpoints=str(ROOT / "endpoints.yml"),
        credentials=str(ROOT / CREDENTIALS[settings.profile]),
        port=settings.port,
        interface=settings.host,
    )


if __name__ == "__main__":
    import sys

    main(sys.argv[1])
