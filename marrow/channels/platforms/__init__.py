"""What Slack and Telegram have in common: people talk there, and the guide answers later, by calling the platform."""
