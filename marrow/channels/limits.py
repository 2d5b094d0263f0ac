"""How often somebody may ask: a token bucket for each conversation or address, full at first."""

from __future__ import annotations

import ipaddress
import time
from typing import Callable, Dict, Text

SECONDS_PER_MINUTE = 60.0
ROUNDING = 1e-6  # seconds
SWEEP_FROM = 1000  # buckets, before those that are full again are let go
IPV6_NETWORK = 64  # bits: what one subscriber has for himself


class Limit:
    """A minute's worth at once, then at an even rate.

    A bucket is kept as the one moment at which it will be full again (the "generic cell rate algorithm").

    Args:
        per_minute: how many a minute; also how many at once.
        clock: seconds on a clock that only goes forward.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds_each = SECONDS_PER_MINUTE / per_minute
        self._clock = clock
        self._full_at: Dict[Text, float] = {}
        self._sweep_at = SWEEP_FROM

    def wait(self, key: Text) -> float:
        """Take one from the bucket of ``key``: 0, or the seconds until there is one, with nothing taken."""
        wait = self.ahead(key)
        if not wait:
            self._take(key)
        return wait

    def ahead(self, key: Text) -> float:
        """The seconds until there is one for ``key``, 0 when there is; nothing is taken."""
        wait = self._full_after_one(key) - self._clock() - SECONDS_PER_MINUTE
        return wait if wait > ROUNDING else 0.0

    def _take(self, key: Text) -> None:
        self._full_at[key] = self._full_after_one(key)
        if len(self._full_at) >= self._sweep_at:
            now = self._clock()
            self._full_at = {kept: full for kept, full in self._full_at.items() if full > now}
            self._sweep_at = max(SWEEP_FROM, 2 * len(self._full_at))

    def _full_after_one(self, key: Text) -> float:
        """When the bucket will be full again once one more was taken."""
        now = self._clock()
        return max(self._full_at.get(key, now), now) + self._seconds_each


def network_of(address: Text) -> Text:
    """What is counted as one address: an IPv4 address, the /64 network of an IPv6 address, any other text as it is."""
    try:
        parsed = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed.packed, IPV6_NETWORK), strict=False))
