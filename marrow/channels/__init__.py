"""How messages come in and how turns go out: one module per channel."""
