"""What of all that Slack sends was said to us, and where: in a direct message, in a thread, or seen by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Optional, Text

from marrow.channels.platforms.commands import COMMANDS
from marrow.channels.platforms.heard import Heard
from marrow.channels.platforms.versions import Versions
from marrow.channels.slack.markup import plain_text, unescaped
from marrow.channels.slack.requests import (
    APP_MENTION,
    EventCallback,
    MessageEvent,
    Press,
    ShownMessage,
    SlashCommand,
)

DIRECT = "im"
CHANGED = "message_changed"
DIRECT_CHANNEL = "D"  # what the ids of direct messages begin with
SLACKBOT = "USLACKBOT"
SAID_BY_A_PERSON = (None, "file_share", "thread_broadcast", "me_message")  # subtypes; all others report something
WORDS = ("forget", "sources")  # are commands when they stand alone: in a thread there are no slash commands


@dataclass(frozen=True)
class Place:
    """Where something was said, and is answered.

    ``thread``: the ``ts`` of the message that it hangs on. ``response_url``: of what only ``user`` sees.
    """

    team: Text
    channel: Text
    user: Text
    thread: Optional[Text] = None
    response_url: Optional[Text] = None

    @property
    def conversation(self) -> Text:
        """Of one person: what somebody has asked must not color the answers to others, nor may they take it back."""
        parts = (self.team, self.channel, self.thread if self.is_shared else None, self.user)
        return "/".join(part for part in parts if part is not None)

    @property
    def is_shared(self) -> bool:
        """Whether it is a thread in a channel, which others read and whose buttons they can press."""
        return bool(self.thread and not self.response_url and not self.channel.startswith(DIRECT_CHANNEL))

    @property
    def person(self) -> Text:
        """Who said it, wherever that was."""
        return f"{self.team}/{self.user}"


class Pressed(NamedTuple):
    """A button that was pressed: what it reads, and the message that it stands under, where others see that."""

    title: Text
    message: Optional[ShownMessage]


class Addressed(NamedTuple):
    """Something that was said to us, and where."""

    heard: Heard
    place: Place
    pressed: Optional[Pressed] = None


class Hearing:
    """Of all that is written where we can read it, what people say to us."""

    def __init__(self) -> None:
        self._versions = Versions()

    def of(self, callback: EventCallback, event: MessageEvent) -> Optional[Addressed]:
        """A direct message or a mention; None where it was not a person who said something, or not to us.

        An edited message is a new one where its words are new: whoever mends a question, or adds how bad it has become,
        wants to hear about that. Slack also reports that it has unfolded a link in a message or told its language.
        """
        changed = event.subtype == CHANGED
        written = event.message if changed else event
        to_us = event.type == APP_MENTION or event.channel_type == DIRECT
        if not written or not written.user or not to_us or (event.hidden and not changed):
            return None
        if written.bot_id or written.user in (callback.bot, SLACKBOT) or written.subtype not in SAID_BY_A_PERSON:
            return None
        before = event.previous_message.text if event.previous_message else None
        edited = changed or bool(written.edited)
        if not self._versions.has_new_words((event.channel, written.ts), written.text or "", edited, before):
            return None
        place = Place(
            callback.team_id, event.channel, written.user, _thread(event.channel, written.ts, written.thread_ts)
        )
        text, unread = plain_text(written.text or "", callback.bot), bool(written.files)
        word = text.lower().rstrip(" .!")
        command = word if word in WORDS else None
        if event.type == APP_MENTION and not text and not unread:
            command = "start"  # who only calls our name
        heard = Heard(callback.event_id, place.conversation, place.person, text, command=command, unread=unread)
        return Addressed(heard, place)


def hear_press(press: Press) -> Optional[Addressed]:
    """The press of a button; None where it opened a link, or stands elsewhere than in a talk.

    What only one person sees stays so: it is never answered anywhere else.
    """
    action, shown = press.actions[0], None if press.container.is_ephemeral else press.message
    if not action.value or not action.text or not press.channel or not (shown or press.response_url):
        return None
    channel, team = press.channel.id, press.team.id if press.team else ""
    thread = _thread(channel, shown.ts, shown.thread_ts) if shown else None
    place = Place(team, channel, press.user.id, thread, None if shown else press.response_url)
    title = unescaped(action.text.text)
    heard = Heard(press.trigger_id, place.conversation, place.person, action.value, title=title)
    return Addressed(heard, place, Pressed(title, shown))


def hear_command(command: SlashCommand) -> Addressed:
    """A slash command: one of the commands, or a question; alone it asks for help."""
    place = Place(command.team_id, command.channel_id, command.user_id, response_url=command.response_url)
    text = plain_text(command.text)
    word = text.lower() or "help"
    known = word if word in COMMANDS else None
    return Addressed(Heard(command.trigger_id, place.conversation, place.person, text, command=known), place)


def _thread(channel: Text, ts: Text, thread_ts: Optional[Text]) -> Optional[Text]:
    """What the answer hangs on: in a channel always a thread, in a direct message only where the person opened one."""
    if thread_ts and thread_ts != ts:
        return thread_ts
    return None if channel.startswith(DIRECT_CHANNEL) else ts
