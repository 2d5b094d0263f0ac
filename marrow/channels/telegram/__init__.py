"""The Telegram channel: updates come in by webhook, answers go out by calling Telegram's Bot API."""
