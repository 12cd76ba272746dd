"""Random keys, clicks, pastes, sizes and signals: glassnet ends well. Many more: ``tests.benchmarks storms``."""

import sys

import pytest

from tests.tui.terminal.storms import assert_weathered

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is left of processes is read from /proc")

SECONDS = 3.0


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_weathers_a_storm(seed):
    assert assert_weathered(seed, SECONDS) > 3
