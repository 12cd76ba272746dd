"""What networks cost, and which do not fit."""

import subprocess
import sys

import pytest

from engine import memory
from engine.errors import InvalidValue
from engine.experiment import cost
from engine.experiment.cost import check_fits, cost_of
from engine.memory import available_memory, size_text


def test_a_small_network_is_not_worth_a_question():
    small = cost_of((64, 128, 10), 1_797)
    assert not small.is_large
    assert small.parameters == 9_610
    assert small.memory < 20_000_000


def test_over_a_million_parameters_it_is_large():
    assert not cost_of((99, 10_000), 10).is_large  # a million exactly
    assert cost_of((100, 10_000), 10).is_large


def test_much_data_is_large_however_small_the_network_is():
    assert cost_of((4_000, 2), 10_000).is_large
    assert not cost_of((4_000, 2), 1_000).is_large


def test_the_text_says_what_it_will_cost():
    digits = cost_of((64, 3_500, 3_500, 10), 1_797)
    assert digits.text == (
        "a 64-3500-3500-10 network has 12,516,010 parameters: about 2.1 GB of memory and 0.1 s a sample"
    )
    assert cost_of((64, 3_500, 3_500, 10), 1_797, on_screen=False).memory < digits.memory / 2


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "1 MB"), (8_449_000, "8.4 MB"), (212_000_000, "210 MB"), (999_000_000, "1.0 GB"), (2.13e9, "2.1 GB"),
     (21.4e9, "21 GB"), (1.234e12, "1,200 GB")],
)  # fmt: skip
def test_sizes_are_rounded_to_two_digits(size, text):
    assert size_text(size) == text


def test_what_does_not_fit_is_refused(monkeypatch):
    large = cost_of((64, 3_500, 3_500, 10), 1_797)
    monkeypatch.setattr(cost, "available_memory", lambda: 1_500_000_000)
    with pytest.raises(InvalidValue, match=r"about 2\.1 GB of memory .*, but only 1\.5 GB are free"):
        check_fits(large)
    monkeypatch.setattr(cost, "available_memory", lambda: large.memory)
    check_fits(large)
    monkeypatch.setattr(cost, "available_memory", lambda: None)
    check_fits(large)


def test_the_machine_tells_what_is_free():
    free = available_memory()
    assert free is None or free > 1_000_000


def test_a_system_without_proc_tells_what_there_is(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "_OF_MACHINE", tmp_path / "meminfo")
    monkeypatch.setattr(
        memory.os, "sysconf", {"SC_PHYS_PAGES": 1_000, "SC_PAGE_SIZE": 4_096}.__getitem__, raising=False
    )
    assert memory._free() == 4_096_000


@pytest.mark.skipif(sys.platform == "win32", reason="no ulimit")
def test_the_limit_of_the_process_counts():
    code = "from engine.memory import available_memory; print(available_memory())"
    limited = f'ulimit -v 600000; exec {sys.executable} -c "{code}"'
    told = subprocess.run(["sh", "-c", limited], capture_output=True, text=True, check=True).stdout
    assert 0 < int(told) < 600_000 * 1024
