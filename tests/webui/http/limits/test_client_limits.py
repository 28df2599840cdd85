"""What a client may do in a minute, over all processes, in memory that does not grow."""

from __future__ import annotations

import subprocess
import sys

import pytest

from webui.http.limits.client_limits import SIZE, ClientLimits
from webui.serving.shared_memory import memory_file


def test_as_many_at_once_as_in_a_minute_and_then_at_their_pace() -> None:
    limits = ClientLimits()
    assert [limits.wait("a", 3, add=True, now=1000.0 + second) for second in range(3)] == [0, 0, 0]
    assert limits.wait("a", 3, add=True, now=1003.0) == 17
    assert limits.wait("b", 3, add=True, now=1003.0) == 0, "another one"
    assert [limits.wait("a", 3, add=True, now=1020.0), limits.wait("a", 3, add=True, now=1020.0)] == [0, 20]
    assert [limits.wait("a", 3, add=True, now=1300.0 + second) for second in range(3)] == [0, 0, 0]


def test_what_is_left_is_told() -> None:
    limits = ClientLimits()
    assert limits.left("a", 3, now=1000.0) == (3, 0)
    told = [limits.wait("a", 3, add=True, now=1000.0) or limits.left("a", 3, now=1000.0) for _ in range(3)]
    assert told == [(2, 20), (1, 40), (0, 60)]
    assert [limits.left("a", 3, now=now) for now in (1019.0, 1020.0, 10.0)] == [(0, 41), (1, 40), (3, 0)]


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    limits = ClientLimits()
    assert limits.wait("a", 1, add=True, now=1_000_000.0) == 0
    assert limits.wait("a", 1, add=True, now=1000.0) == 0


@pytest.mark.parametrize("most", [1, 2, 10, 600])
def test_whoever_waits_as_told_may_go_on(most: int) -> None:
    limits, now = ClientLimits(), 5000.0
    for _ in range(4 * most):
        waited = limits.wait("a", most, add=True, now=now)
        if waited:
            assert limits.wait("a", most, add=True, now=now + waited) == 0
            now += waited
        now += 0.01


def test_looking_counts_nothing() -> None:
    limits = ClientLimits()
    assert [limits.wait("a", 1, add=False, now=10.0) for _ in range(3)] == [0, 0, 0]


def test_more_clients_than_rows() -> None:
    limits = ClientLimits()
    for number in range(30_000):
        assert limits.wait(f"192.0.2.{number}", 1, add=True, now=1000.0 + number / 1000) == 0
    assert limits.wait("192.0.2.29999", 1, add=True, now=1030.0) > 0, "the last one is still known"


def test_processes_count_together() -> None:
    with memory_file(SIZE) as file:
        script = (
            "import sys; from webui.http.limits.client_limits import ClientLimits\n"
            "w = ClientLimits(int(sys.argv[1]))\n"
            "print(sum(w.wait('a', 1000, add=True, now=1.0) == 0 for _ in range(400)))\n"
        )
        command = [sys.executable, "-c", script, str(file.fileno())]
        started = [subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=[file.fileno()]) for _ in range(4)]
        assert sum(int(one.communicate()[0]) for one in started) == 1000
