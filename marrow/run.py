"""``python -m marrow.run``: everything from the files to a chat that answers, with progress, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import List, Optional

from sqlalchemy.exc import SQLAlchemyError

from marrow.clinic import get_clinic
from marrow.conversation.talk_model import get_talk_model
from marrow.knowledge.database import UNREACHABLE
from marrow.knowledge.files import KnowledgeError
from marrow.knowledge.loading import load
from marrow.model import TrainingError, current_model, newest_model, process_environment, train
from marrow.pictures.files import read_pictures
from marrow.preview import Preview
from marrow.settings import ROOT, Settings, SettingsError, get_settings
from marrow.understanding.encoder import others_beside

ENCODER_SOURCES = [ROOT / "marrow" / "understanding" / f"{name}.py" for name in ("encoder", "encoder_build", "graph")]
LOGS = ROOT / "var" / "log"
START_TIMEOUT_SECONDS = 180
STOP_TIMEOUT_SECONDS = 20  # an answer under way is waited for


class StartError(Exception):
    """Something that a person has to put right before the chat can start; the message says what."""


def main() -> int:
    """0 after a clean stop, 1 with a sentence on what to do when it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m marrow.run", description=__doc__)
    parser.add_argument("--prepare-only", action="store_true", help="load the knowledge and train, but start nothing")
    parser.add_argument(
        "--preview",
        action="store_true",
        help="start with the newest model, and show every edit of the knowledge at once",
    )
    arguments = parser.parse_args()
    processes: List[subprocess.Popen] = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also when started in the background, where it is ignored
    try:
        settings = get_settings()
        get_clinic()  # a mistake in its file shall be told now, not to a patient
        if not arguments.prepare_only:
            _require_free(settings)
        model = (newest_model(settings) if arguments.preview else None) or prepare(settings)
        if arguments.prepare_only:
            return 0
        _serve(settings, model, processes, Preview(settings, _say) if arguments.preview else None)
        return 0
    except (StartError, KnowledgeError, TrainingError, SettingsError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"\n{UNREACHABLE}\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(processes)


def prepare(settings: Settings) -> Path:
    """Build what is missing: the encoder, the database, the model. Returns the model's path."""
    if _outdated(settings.encoder_file):
        from marrow.understanding.encoder_build import EncoderError, build_encoder  # onnx, which only set-up needs

        _say("Building the sentence encoder")
        try:
            build_encoder(settings.encoder_file)
        except EncoderError as error:
            raise StartError(str(error)) from error
    changed = load(settings.knowledge_folder, settings.database_url)
    read_pictures(settings.knowledge_folder)  # a mistake in it shall be told now, not to a patient
    _say("Knowledge loaded into the database" if changed else "Knowledge: the database is up to date")
    model = current_model(settings)
    if model.exists():
        _say("Model: up to date, no training needed")
        return model
    _say("Training the model: about a quarter of an hour on two cores")
    started = time.monotonic()
    train(settings, LOGS / "train.log")
    _say(f"Trained in {time.monotonic() - started:.0f} s")
    return model


def _outdated(encoder: Path) -> bool:
    """Whether the encoder is missing, or older than what builds it, as `make` would say."""
    newest = max(source.stat().st_mtime for source in ENCODER_SOURCES)
    built = [encoder, others_beside(encoder)]
    return any(not file.exists() or file.stat().st_mtime < newest for file in built)


def _serve(
    settings: Settings, model: Path, processes: List[subprocess.Popen], preview: Optional[Preview] = None
) -> None:
    try:
        get_talk_model()  # a mistake in it shall be told now, too
    except ValueError as error:
        raise StartError(str(error)) from error
    _say("Starting the action server and Rasa")
    environment = {**process_environment(), "MARROW_ACTION_PORT": str(settings.action_port)}
    LOGS.mkdir(parents=True, exist_ok=True)
    commands = {
        "actions": ["-m", "rasa_sdk", "--actions", "actions", "--port", str(settings.action_port)],
        "rasa": ["-m", "marrow.server", str(model)],
    }
    for name, command in commands.items():
        with (LOGS / f"{name}-{settings.port}.log").open("w") as log:
            processes.append(
                subprocess.Popen(
                    [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )  # fmt: skip
    started = time.monotonic()
    address = f"http://{settings.host}:{settings.port}"
    waiting = [f"http://127.0.0.1:{settings.action_port}/health", f"{address}/chat/health"]
    while waiting:
        _require_alive(processes, settings)
        if time.monotonic() - started > START_TIMEOUT_SECONDS:
            raise StartError(f"It did not start within {START_TIMEOUT_SECONDS} s; see the logs in {LOGS}.")
        waiting = [url for url in waiting if not _answers(url)]
        time.sleep(0.2)
    shown = "localhost" if settings.host == "127.0.0.1" else settings.host
    _say(f"Ready after {time.monotonic() - started:.0f} s: open http://{shown}:{settings.port}   (Ctrl-C stops it)")
    while True:
        _require_alive(processes, settings)
        if preview:
            preview.look()
        time.sleep(0.5)


def _require_free(settings: Settings) -> None:
    for variable, host, port in (
        ("PORT", settings.host, settings.port), ("MARROW_ACTION_PORT", "127.0.0.1", settings.action_port)
    ):  # fmt: skip
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise StartError(
                    f"Port {port} is taken. Stop what uses it, or choose another: make run {variable}={port + 1}"
                ) from error


def _require_alive(processes: List[subprocess.Popen], settings: Settings) -> None:
    for name, process in zip(("actions", "rasa"), processes):
        if process.poll() is not None:
            raise StartError(f"The {name} process has ended; see {LOGS / f'{name}-{settings.port}.log'}.")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _stop(processes: List[subprocess.Popen]) -> None:
    for process in reversed(processes):  # Rasa first: an answer under way needs the action server
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    if processes:
        _say("Stopped")


def _say(what: str) -> None:
    print(f"==> {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
