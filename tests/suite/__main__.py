"""``python -m tests.suite``: play conversations against a running guide and report. ``--help`` lists the options."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Sequence

from marrow.settings import ROOT, SettingsError, get_settings
from tests.suite.clients.client import Client, ClientError
from tests.suite.clients.rest import RestClient
from tests.suite.clients.slack import SlackClient
from tests.suite.clients.telegram import TelegramClient
from tests.suite.clients.web import WebClient
from tests.suite.format import Conversation, SuiteError, read
from tests.suite.playing import Result, play
from tests.suite.report.html import write_html
from tests.suite.report.junit import write_junit
from tests.suite.report.summary import Run

SUITES = ROOT / "tests" / "conversations"
REPORTS = ROOT / "artifacts" / "conversations"
PASSED, FAILED, NOT_PLAYED = 0, 1, 2
CLIENTS: Dict[str, Callable[[argparse.Namespace], Client]] = {
    "rest": lambda arguments: RestClient(arguments.url),
    "web": lambda arguments: WebClient(arguments.url),
    "slack": lambda arguments: SlackClient(arguments.url, arguments.listen, get_settings()),
    "telegram": lambda arguments: TelegramClient(arguments.url, arguments.listen, get_settings()),
}


def main(given: Optional[Sequence[str]] = None) -> int:
    """0 when all is as it must be, 1 when something is not, 2 when nothing could be played."""
    arguments = _arguments(given)
    try:
        suites = read(arguments.files)
        began = datetime.now().astimezone()
        with CLIENTS[arguments.channel](arguments) as client:
            run = Run(arguments.url, arguments.channel, began, tuple(_results(client, suites)))
    except SuiteError as error:
        print(error, file=sys.stderr)
        return NOT_PLAYED
    except (ClientError, SettingsError) as error:
        print(f"Nothing can be played over {arguments.channel}: {error}", file=sys.stderr)
        return NOT_PLAYED
    arguments.reports.mkdir(parents=True, exist_ok=True)
    junit, page = arguments.reports / "junit.xml", arguments.reports / "report.html"
    write_junit(run, junit)
    write_html(run, page)
    print("\n".join(filter(None, ("", f"{run.figures}.", run.unseen, f"Reports: {page}, {junit}"))))
    return FAILED if run.failed else PASSED


def _results(client: Client, suites: Dict[str, List[Conversation]]) -> Iterator[Result]:
    """Play all, and say how it goes."""
    for suite, conversations in suites.items():
        for conversation in conversations:
            result = play(client, suite, conversation)
            print(f"{'FAILED' if result.problems else 'passed'}  {result.name} ({result.seconds:.1f} s)", flush=True)
            for problem in result.problems:
                print(f"        {problem}", flush=True)
            yield result


def _arguments(given: Optional[Sequence[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.suite", description=main.__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[SUITES], help="files, or folders of files, to play")
    parser.add_argument("--url", default="http://localhost:5005", help="where the guide is")
    parser.add_argument("--channel", choices=list(CLIENTS), default="rest", help="how it is talked to")
    parser.add_argument(
        "--listen",
        metavar="HOST:PORT",
        help="slack, telegram: where the guide calls the platform, if not where MARROW_..._API_URL says",
    )
    parser.add_argument("--reports", type=Path, default=REPORTS, help="folder for report.html and junit.xml")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
