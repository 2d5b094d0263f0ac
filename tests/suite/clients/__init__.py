"""One client for each channel: what a person can do there, and what they get to see."""
