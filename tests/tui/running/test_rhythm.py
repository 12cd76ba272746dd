"""How much is trained between two looks at the commands, and how often a run is shown."""

import pytest

from engine.session.chunks import chunk_after
from tui.running.rhythm import CHUNK, interval_after


def test_a_chunk_takes_the_same_time_whatever_a_sample_takes():
    for a_sample in (1e-6, 1e-4, 1e-3):
        chunk = 1
        for _ in range(20):
            chunk = chunk_after(chunk, chunk, chunk * a_sample, CHUNK)
        assert chunk * a_sample == pytest.approx(CHUNK, rel=0.1)


def test_a_chunk_grows_by_steps_and_shrinks_at_once():
    assert chunk_after(10, 10, 1e-9, CHUNK) == 40
    assert chunk_after(1_000, 1_000, 1.0, CHUNK) == 10
    assert chunk_after(1, 1, 60.0, CHUNK) == 1


def test_a_chunk_that_a_clock_is_too_coarse_for_grows():
    assert chunk_after(10, 10, 0.0, CHUNK) == 40


def test_the_next_picture_waits_four_times_what_the_last_one_took():
    assert interval_after(0.0) == 0.1
    assert interval_after(0.02) == 0.1
    assert interval_after(0.05) == 0.2
    assert interval_after(0.4) == 1.6
    assert interval_after(30.0) == 2.0
