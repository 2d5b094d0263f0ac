"""Measurements of the assistant: how well it understands, and how it compares with the stock Rasa assistant."""
