"""What must never be missed (red flags) and what must never be done (declines), apart from what a message asks."""
