"""Plays conversations against a running guide as a person would, on any channel: ``python -m tests.suite --help``."""
