"""Start Rasa's server with this project's model and channels: ``python -m marrow.server`` (the supervisor does it)."""

from __future__ import annotations

import gc
import logging
from functools import lru_cache
from typing import Any, Dict, Text

import skops.io  # noqa: F401  first, because it looks through every module loaded before it: seconds after TensorFlow

# isort: split
import fastjsonschema
import rasa
import rasa.core.run
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.utils.common import configure_logging_and_warnings
from rasa.utils.log_utils import configure_structlog

from marrow.settings import ROOT, Profile, get_settings

CREDENTIALS = {Profile.DEVELOPMENT: "credentials.development.yml", Profile.PRODUCTION: "credentials.yml"}


def spare_repeated_work() -> None:
    """Do two things once that Rasa 3.6.21 does again at every turn. What they yield is the same.

    It checks its constant schema of action results against JSON Schema's own meta-schema at every action call, which
    takes longer than understanding and answering a message together; and it walks all subclasses of ``Event`` for
    every event it reads.
    """
    validate = fastjsonschema.compile(RemoteAction.action_response_format_spec())

    def validate_result(_: RemoteAction, result: Dict[Text, Any]) -> bool:
        validate(result)
        return True

    RemoteAction._validate_action_result = validate_result  # type: ignore[method-assign]
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))  # type: ignore[method-assign]


def spare_garbage_collection() -> None:
    """Set aside what is there when the model is loaded: millions of objects that stay.

    Looking through them, for garbage that is not there, would stop every talk for half a second now and then.
    """
    gc.disable()  # while loading nothing becomes garbage either
    load = rasa.core.run.load_agent_on_start

    async def load_and_set_aside(*arguments: Any) -> Any:
        loaded = await load(*arguments)
        gc.collect()
        gc.freeze()
        gc.enable()
        return loaded

    rasa.core.run.load_agent_on_start = load_and_set_aside  # type: ignore[assignment]


def main(model: Text) -> None:
    """Serve ``model`` until the process is told to stop."""
    settings = get_settings()
    spare_repeated_work()
    spare_garbage_collection()
    configure_logging_and_warnings(logging.INFO, None, True)
    configure_structlog(logging.INFO)
    rasa.run(
        model=model,
        endpoints=str(ROOT / "endpoints.yml"),
        credentials=str(ROOT / CREDENTIALS[settings.profile]),
        port=settings.port,
        interface=settings.host,
        enable_api=False,  # only the channels: the HTTP API would show and change every conversation
    )


if __name__ == "__main__":
    import sys

    main(sys.argv[1])
