"""Who asks too often is told how long to wait; nobody else is."""

from __future__ import annotations

import pytest

from marrow.channels.limits import SWEEP_FROM, Limit, network_of
from tests.clock import Clock


@pytest.mark.parametrize("per_minute", [1, 7, 20, 300])
def test_a_minutes_worth_may_come_at_once_and_no_more(per_minute: int, clock: Clock) -> None:
    limit = Limit(per_minute, clock)
    assert [limit.wait("a") for _ in range(per_minute)] == [0.0] * per_minute
    assert limit.wait("a") == pytest.approx(60 / per_minute)


def test_who_waits_as_long_as_told_gets_one_more(clock: Clock) -> None:
    limit = Limit(20, clock)
    while not limit.wait("a"):
        pass
    clock.now += 2
    wait = limit.wait("a")
    assert wait == pytest.approx(1)
    clock.now += wait
    assert limit.wait("a") == 0
    assert limit.wait("a") == pytest.approx(3)


def test_asking_while_one_has_to_wait_makes_it_no_longer(clock: Clock) -> None:
    limit = Limit(1, clock)
    limit.wait("a")
    assert {limit.wait("a") for _ in range(100)} == {60.0}


def test_a_bucket_never_holds_more_than_a_minutes_worth(clock: Clock) -> None:
    limit = Limit(3, clock)
    limit.wait("a")
    clock.now += 10_000
    assert [bool(limit.wait("a")) for _ in range(4)] == [False, False, False, True]


def test_each_has_a_bucket_of_its_own(clock: Clock) -> None:
    limit = Limit(1, clock)
    assert (limit.wait("a"), limit.wait("b")) == (0, 0)
    assert limit.wait("a") > 0


def test_full_buckets_are_let_go_and_others_are_not(clock: Clock) -> None:
    limit = Limit(1, clock)
    for number in range(SWEEP_FROM - 1):
        limit.wait(f"early {number}")
    clock.now += 61
    limit.wait("late")
    assert list(limit._full_at) == ["late"]
    assert limit.wait("late") > 0


@pytest.mark.parametrize(
    "address, network",
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::1]", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_an_address_counts_with_what_one_subscriber_has(address: str, network: str) -> None:
    assert network_of(address) == network
