"""Stand-ins for the platforms of others, on loopback, that the real assistant talks to through their real clients."""
