"""Let many people talk at once on all channels, and count what is lost or goes wrong: ``make load``."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from itertools import cycle, permutations
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

import aiohttp

from benchmarks.bots import Bot, BotError, marrow_bot, stock_bot
from benchmarks.load.counts import Question
from benchmarks.load.machine import Machine
from benchmarks.load.platforms import Slack, SlackUser, Telegram, TelegramUser
from benchmarks.load.report import Plan, Run, report
from benchmarks.load.users import RestUser, User, WebUser, topic_of
from benchmarks.measure import POLL_SECONDS, SEED, START_TIMEOUT_SECONDS, Client
from benchmarks.report import RESULTS, publish
from marrow.contract import ONLY_A_SITE
from marrow.conversation.words import SURE
from marrow.knowledge.files import read_knowledge
from marrow.settings import get_settings
from tests.suite.clients.rest import RestClient

PLENTY = {"MARROW_REQUESTS_PER_MINUTE": "1000000", "MARROW_MESSAGES_PER_MINUTE": "1000000"}
FOLLOW_UPS, FOLLOWED_UP = (SURE, "why?"), 1 / 3  # what is asked back, after so large a share of the answers
KEPT_ALIVE_SECONDS = 2.0  # a connection; a server may close it after 5, and what is sent just then is lost
SETTLE_SECONDS = 5.0  # after the last answer, for what should not come
Person = Tuple[User, Iterator[Question]]


def main() -> int:
    """0 when all was measured, whatever came out; 1 when an assistant could not be made or started."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    for channel, number in (("web", 80), ("slack", 60), ("telegram", 60)):
        parser.add_argument(f"--{channel}", type=int, default=number, metavar="USERS", help=f"default: {number}")
    parser.add_argument("--seconds", type=float, default=60, help="how long they talk")
    parser.add_argument(
        "--pause", type=float, nargs=2, default=(10.0, 30.0), metavar=("FROM", "TO"),
        help="seconds from an answer to the next question, evenly spread",
    )  # fmt: skip
    parser.add_argument("--no-pause", action="store_true", help="a stress run: the next question follows at once")
    parser.add_argument("--repeated", type=float, default=0.2, help="share of the platforms' events that come twice")
    parser.add_argument("--skip-stock", action="store_true", help="leave the stock assistant out")
    parser.add_argument("--output", type=Path, default=RESULTS / "load.md", help="file for the tables")
    given = parser.parse_args()
    users = {WebUser.channel: given.web, SlackUser.channel: given.slack, TelegramUser.channel: given.telegram}
    plan = Plan(users, given.seconds, (0.0, 0.0) if given.no_pause else tuple(given.pause), given.repeated)
    load = os.getloadavg()[0]
    try:
        with tempfile.TemporaryDirectory() as folder:
            runs = [run_marrow(Path(folder), plan)]
            runs += [] if given.skip_stock else [run_stock(Path(folder), plan)]
    except BotError as error:
        print(error, file=sys.stderr)
        return 1
    publish(report(plan, load, runs), given.output)
    return 0


def run_marrow(scratch: Path, plan: Plan) -> Run:
    """This assistant, between the web and stand-ins for the platforms."""
    bot, slack, telegram = marrow_bot(scratch, trained=True), Slack(), Telegram()
    bot.environment.update(PLENTY, **slack.settings(), **telegram.settings())
    root = f"http://127.0.0.1:{bot.port}"

    def new_user(channel: str, number: int) -> User:
        if channel == WebUser.channel:
            return WebUser(root)
        rng = random.Random(f"{SEED}-{channel}-{number}")  # noqa: S311
        if channel == SlackUser.channel:
            return SlackUser(slack, root, number, plan.repeated, rng)
        return TelegramUser(telegram, root, plan.repeated, rng)

    try:
        with bot.served() as process:
            wait_for(bot, process)
            users = [new_user(channel, number) for channel, most in plan.users.items() for number in range(most)]
            run = talk(bot, process, list(zip(users, scripts(answered_alone(root), len(users)))), plan)
            explain(root, users)
    finally:
        slack.stop()
        telegram.stop()
    run.refused.extend([*slack.problems, *telegram.refused])
    return run


def run_stock(scratch: Path, plan: Plan) -> Run:
    """The assistant of ``rasa init``, over REST."""
    bot = stock_bot(scratch)
    with bot.served() as process:
        wait_for(bot, process)
        client = Client(bot)
        answered = [text for text in bot.questions if client.answers(f"alone {text}", text)]
        senders = [f"user {number}" for number in range(sum(plan.users.values()))]
        return talk(bot, process, [(RestUser(bot.address, one), examples(answered, one)) for one in senders], plan)


def wait_for(bot: Bot, process: subprocess.Popen) -> None:
    """Until the assistant answers.

    Raises:
        BotError: when it does not in time.
    """
    print(f"==> {bot.name}", flush=True)
    client, started = Client(bot), time.monotonic()
    while not client.answers("ready", bot.questions[0]):
        if process.poll() is not None or time.monotonic() - started > START_TIMEOUT_SECONDS:
            raise bot.failed("it did not start")
        time.sleep(POLL_SECONDS)


def answered_alone(root: str) -> Dict[str, List[str]]:
    """By topic those example questions that are answered on their topic when nobody else is there.

    With the others nobody could tell an answer to somebody else from a message that was not understood.
    """
    knowledge, _ = read_knowledge(get_settings().knowledge_folder)
    # The examples of a place alone may name no more than it: then the topic before counts.
    found: Dict[str, List[str]] = {topic.topic: [] for topic in knowledge.topics if topic.topic != ONLY_A_SITE}
    with RestClient(root) as client:
        for topic in knowledge.topics:
            for question in topic.examples if topic.topic in found else ():
                client.begin()
                if topic_of(client.say(question).turn) == topic.topic:
                    found[topic.topic].append(question)
    return {topic: questions for topic, questions in found.items() if questions}


def explain(root: str, users: Sequence[User]) -> None:
    """Have those talks once more, alone, in which a reply was not expected: with the same reply it was no mix-up.

    In a talk a question can mean something else than alone.
    """
    with RestClient(root) as client:
        for tally in (user.tally for user in users):
            for fault in [fault for fault in tally.faults if fault.question]:
                client.begin()
                turns = [client.say(question.text).turn for question in tally.asked[: fault.question]]
                if topic_of(turns[-1]) == fault.came:
                    tally.explain(fault)


def scripts(questions: Dict[str, List[str]], number: int) -> List[Iterator[Question]]:
    """What each of so many users asks, without end: about two topics in turn. No two users have the same two so."""
    pairs = list(permutations(questions, 2))
    random.Random(SEED).shuffle(pairs)  # noqa: S311
    return [script(pair, questions, f"{SEED}-{place}") for place, pair in zip(range(number), cycle(pairs))]


def script(pair: Sequence[str], questions: Dict[str, List[str]], seed: str) -> Iterator[Question]:
    """Two topics in turn, their questions in a shuffled order, and now and then something that leans on the answer."""
    rng = random.Random(seed)  # noqa: S311
    texts = [cycle(rng.sample(questions[topic], len(questions[topic]))) for topic in pair]
    while True:
        for topic, of_topic in zip(pair, texts):
            yield Question(next(of_topic), topic)
            if rng.random() < FOLLOWED_UP:
                yield Question(rng.choice(FOLLOW_UPS), topic)


def examples(texts: Sequence[str], sender: str) -> Iterator[Question]:
    """What a user asks the stock assistant; the answer tells whom it is for."""
    order = random.Random(f"{SEED}-{sender}").sample(texts, len(texts))  # noqa: S311
    return (Question(text, sender) for text in cycle(order))


def talk(bot: Bot, process: subprocess.Popen, people: Sequence[Person], plan: Plan) -> Run:
    """Let them talk, all at once."""
    machine = Machine(process)
    print(f"==> {len(people)} users talk for {plan.seconds:.0f} s", flush=True)
    asyncio.run(_together(people, plan, machine))
    return Run(bot.name, [user for user, _ in people], machine)


async def _together(people: Sequence[Person], plan: Plan, machine: Machine) -> None:
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_ALIVE_SECONDS)
    async with aiohttp.ClientSession(connector=connector) as http:
        await asyncio.gather(*(user.begin(http) for user, _ in people))
        async with machine.watched():
            end = time.perf_counter() + plan.seconds
            rngs = [random.Random(f"{SEED}-pause-{place}") for place in range(len(people))]  # noqa: S311
            await asyncio.gather(*(_converse(*person, plan, rng, end) for person, rng in zip(people, rngs)))
        await asyncio.gather(*(user.end() for user, _ in people))
        await asyncio.sleep(SETTLE_SECONDS)


async def _converse(user: User, questions: Iterator[Question], plan: Plan, rng: random.Random, end: float) -> None:
    """Ask until the end; the first questions are spread over a pause, so that as many are asked then as later."""
    pause = rng.uniform(0.0, sum(plan.pause) / 2)
    while time.perf_counter() + pause < end:
        await asyncio.sleep(pause)
        await user.ask(next(questions))
        pause = rng.uniform(*plan.pause)


if __name__ == "__main__":
    sys.exit(main())
