"""Slack: what it sends us is checked, read and heard; what we say is sent to its API in the background."""
