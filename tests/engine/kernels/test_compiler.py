"""The process that compiles the loop: one at a time, out of the way, and whatever becomes of it, NumPy trains."""

import importlib.util
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import InvalidValue
from engine.kernels import compiler
from engine.kernels.compiler import NICENESS, compilation, compiling_for, kernel_for, note_once
from engine.kernels.loop_cache import LoopCache, NotCachedError, cache_folder
from engine.session import kernel_choice
from engine.session.kernel_choice import KernelChoice, awaited_for
from tests.engine.kernels.compiler_process import Process, begin_anew
from tests.tui.pseudo_terminal import state_of

ROOT = Path(__file__).parents[3]
needs_numba = pytest.mark.skipif(not importlib.util.find_spec("numba"), reason="Numba is not installed")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither sessions nor niceness")
COMPILING = """
import sys, types
from pathlib import Path
folder, log = sys.argv[1:]
def compile_loops():
    with Path(log).open("a") as lines:
        lines.write("compiled\\n")
    print("compiling", flush=True)
    sys.stdin.read()
sys.modules["engine.kernels.loops.loading"] = types.SimpleNamespace(compile_loops=compile_loops)
from engine.kernels.compiling import main
sys.exit(main(folder, "5"))
"""
"""The process that compiles, with a compiler that says when it begins and goes on until stdin ends."""


@pytest.fixture
def compilers(tmp_path: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Three processes that are to compile into the same folder at once."""
    words = [sys.executable, "-c", COMPILING, str(tmp_path), str(tmp_path / "log")]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(words, cwd=ROOT, text=True, stdin=pipe, stdout=pipe) for _ in range(3)]
    yield started
    for process in started:
        process.kill()
        process.communicate()


def the_one_that_compiles(compilers: list[subprocess.Popen[str]]) -> subprocess.Popen[str]:
    found = select.select([process.stdout for process in compilers], [], [])[0]
    return next(process for process in compilers if process.stdout is found[0])


def test_numpy_trains_until_the_process_has_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    process, loop = Process(), object()
    begin_anew(monkeypatch, tmp_path, process, loop)
    assert (compilation(), compiling_for()) == ("not begun", None)
    assert kernel_for("auto") == "numpy"
    assert kernel_for("auto") == "numpy"
    assert compilation() == "compiling"
    assert compiling_for() >= 0
    assert process.started == [(tmp_path, NICENESS)]
    process.code = 0
    assert kernel_for("auto") == "numba"
    assert (compilation(), compiling_for(), note_once()) == ("ready", None, "")
    assert compiler.compiled_loops() is loop


def test_what_is_waited_for_does_not_give_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    process = Process()
    begin_anew(monkeypatch, tmp_path, process, object())
    assert awaited_for("numba") >= 0
    assert process.started == [(tmp_path, 0)]
    process.code = 0
    assert awaited_for("numba") is None
    assert kernel_for("numba") == "numba"


@pytest.mark.parametrize("kernel", ["auto", "numpy"])
def test_nothing_is_waited_for_that_is_not_needed(kernel: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    process = Process()
    begin_anew(monkeypatch, tmp_path, process)
    assert awaited_for(kernel) is None
    assert process.started == []


def test_what_is_in_the_cache_needs_no_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    process = Process()
    begin_anew(monkeypatch, tmp_path, process, object())
    LoopCache(tmp_path).note_ready()
    assert kernel_for("auto") == "numba"
    assert process.started == []


@on_posix
@pytest.mark.parametrize("well", [True, False])
def test_what_another_session_compiles_is_waited_for(
    well: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No process waits for another: there would be one for each session."""
    process, cache = Process(), LoopCache(tmp_path)
    begin_anew(monkeypatch, tmp_path, process, object())
    monkeypatch.setattr(compiler, "_LOOK_SECONDS", 0)
    with cache.locked():
        assert [kernel_for("auto") for _ in range(3)] == ["numpy"] * 3
        assert (compilation(), process.started) == ("compiling", [])
        if well:
            cache.note_ready()
    assert kernel_for("auto") == ("numba" if well else "numpy")
    assert process.started == ([] if well else [(tmp_path, NICENESS)])
    process.code = 0
    assert kernel_for("auto") == "numba"


def test_what_numba_does_not_find_in_the_cache_is_compiled_by_a_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    process, loop, tries = Process(), object(), []

    def loaded(cache: LoopCache) -> object:
        tries.append(cache.folder)
        if len(tries) == 1:
            raise NotCachedError
        return loop

    begin_anew(monkeypatch, tmp_path, process)
    monkeypatch.setattr(compiler, "_loaded", loaded)
    LoopCache(tmp_path).note_ready()
    assert kernel_for("auto") == "numpy"
    assert compilation() == "compiling"
    assert not LoopCache(tmp_path).is_ready
    process.code = 0
    assert kernel_for("auto") == "numba"
    assert (process.started, tries) == ([(tmp_path, NICENESS)], [tmp_path, tmp_path])


def test_a_loop_that_is_never_found_again_is_compiled_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def loaded(cache: LoopCache) -> object:
        raise NotCachedError

    process = Process(0)
    begin_anew(monkeypatch, tmp_path, process)
    monkeypatch.setattr(compiler, "_loaded", loaded)
    assert [kernel_for("auto") for _ in range(3)] == ["numpy"] * 3
    assert len(process.started) == 1
    assert f"does not find again what it has compiled into {tmp_path}" in note_once()


@needs_numba
def test_numba_does_not_compile_here_for_another_processor(tmp_path: Path) -> None:
    """Which a home on a network brings along; the parent of the compiling process must not compile either."""
    kernel_for("numba")
    code = (
        "from engine.kernels.compiler import _loaded\n"
        "from engine.kernels.loop_cache import LoopCache, NotCachedError, cache_folder\n"
        "try:\n    print(_loaded(LoopCache(cache_folder())))\nexcept NotCachedError:\n    print('not there')"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=os.environ | more, capture_output=True, text=True, check=True
        ).stdout.strip()
        for more in ({}, {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""})
    ]
    assert "train_batches" in answers[0]
    assert answers[1] == "not there"


def test_a_process_that_is_killed_leaves_numpy_training(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    process = Process(-9)
    begin_anew(monkeypatch, tmp_path, process, object())
    assert [kernel_for("auto") for _ in range(3)] == ["numpy"] * 3
    assert compilation() == "failed"
    assert len(process.started) == 1
    told = "NumPy trains, as the faster loop cannot be had: the process that compiles was ended by signal 9"
    assert [note_once(), note_once()] == [told, ""]
    with pytest.raises(InvalidValue, match=r"the kernel numba cannot be had: .* signal 9"):
        kernel_for("numba")


def test_a_numba_that_is_broken_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (broken := tmp_path / "numba").mkdir()
    (broken / "__init__.py").write_text("raise ImportError('Numba needs NumPy 1.0 or less')")
    begin_anew(monkeypatch, tmp_path / "cache")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(InvalidValue, match=r"cannot be had: ImportError: Numba needs NumPy 1\.0 or less"):
        kernel_for("numba")
    assert kernel_for("auto") == "numpy"


def test_where_no_process_can_be_started_numpy_trains(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def none_left(*words: object, **more: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    begin_anew(monkeypatch, tmp_path).is_installed = True
    monkeypatch.setattr(subprocess, "Popen", none_left)
    assert kernel_for("auto") == "numpy"
    assert "no process can be started: Resource temporarily unavailable" in note_once()


def test_a_folder_that_cannot_be_written_is_named_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (file := tmp_path / "file").touch()
    process = Process()
    begin_anew(monkeypatch, file / "cache", process, object())
    assert [kernel_for("auto") for _ in range(3)] == ["numpy"] * 3
    assert process.started == []
    told = f"{file / 'cache'} cannot be written, so Numba's loop cannot be kept, and NumPy trains"
    assert [note_once(), note_once()] == [f"{told}; NUMBA_CACHE_DIR=FOLDER names another folder", ""]


def test_numba_is_compiled_anew_where_it_cannot_be_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (file := tmp_path / "file").touch()
    process = Process(0)
    begin_anew(monkeypatch, file / "cache", process, object())
    assert kernel_for("numba") == "numba"
    assert process.started[0][0].is_dir()
    assert note_once().startswith(f"{file / 'cache'} cannot be written, so Numba's loop is compiled anew each time")


def test_nothing_is_left_of_what_cannot_be_kept(tmp_path: Path) -> None:
    (file := tmp_path / "file").touch()
    code = (
        "from engine.kernels import compiler; compiler._compiler.is_installed = True\n"
        "compiler._CODE = 'import time; time.sleep(1000)'\n"
        "compiler.awaited_for(); print(compiler._compiler._child.pid, compiler._compiler._temporary.name)"
    )
    more = {"NUMBA_CACHE_DIR": str(file / "cache")}
    told = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=os.environ | more, text=True)
    number, folder = told.split()
    assert not Path(folder).exists()
    if Path("/proc").is_dir():
        while state_of(int(number)) not in ("", "Z"):  # a zombie stays where nobody waits for orphans
            time.sleep(0.01)


def test_without_a_home_numpy_trains(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def homeless(path: Path) -> Path:
        raise RuntimeError("Could not determine home directory.")

    begin_anew(monkeypatch, tmp_path, Process())
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "expanduser", homeless)
    assert kernel_for("auto") == "numpy"
    assert "Could not determine home directory" in note_once()


def test_the_cache_is_the_users_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "glassnet"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "glassnet"


@on_posix
def test_one_process_compiles_at_a_time_and_the_others_find_its_result(
    compilers: list[subprocess.Popen[str]], tmp_path: Path
) -> None:
    first = the_one_that_compiles(compilers)
    first.communicate()
    assert [process.wait() for process in compilers] == [0, 0, 0]
    assert (tmp_path / "log").read_text() == "compiled\n"
    assert LoopCache(tmp_path).is_ready


@on_posix
def test_the_next_process_compiles_when_one_is_killed(compilers: list[subprocess.Popen[str]], tmp_path: Path) -> None:
    killed = the_one_that_compiles(compilers)
    killed.kill()
    killed.wait()
    left = [process for process in compilers if process is not killed]
    the_one_that_compiles(left).communicate()
    assert [process.wait() for process in left] == [0, 0]
    assert (tmp_path / "log").read_text() == "compiled\n" * 2


@on_posix
def test_the_process_keeps_out_of_the_way_and_outlives_who_started_it(tmp_path: Path) -> None:
    """It holds neither a terminal nor a pipe, is in no session with anybody, and gives way."""
    told = """
import os, sys, time
from pathlib import Path
from engine.kernels.compiling import _give_way
before = os.nice(0)
_give_way(int(sys.argv[2]))
group = Path("/proc/self/autogroup")
weight = group.read_text().split()[-1] if group.exists() else sys.argv[2]
while os.getppid() == int(os.environ["STARTED_BY"]):
    time.sleep(0.01)
files = sorted({os.readlink(f"/proc/self/fd/{number}") for number in (0, 1, 2)}) if os.path.isdir("/proc") else []
lines = os.getsid(0) == os.getpid(), os.nice(0) - before, weight, files, os.getcwd(), sys.path == sys.argv[3:]
(Path(sys.argv[1]) / "draft").write_text(repr(lines))
(Path(sys.argv[1]) / "draft").replace(Path(sys.argv[1]) / "told")
"""
    starting = (
        "import os, sys; from pathlib import Path; from engine.kernels import compiler, loop_cache\n"
        "os.environ['STARTED_BY'] = str(os.getpid())\n"
        "compiler._CODE = 'import sys; sys.path[:] = sys.argv[3:]\\n' + sys.argv[2]\n"
        "compiler._started(loop_cache.LoopCache(Path(sys.argv[1])), 3)"
    )
    # It would not return while the process held the pipes of its output.
    subprocess.run([sys.executable, "-c", starting, str(tmp_path), told], cwd=ROOT, capture_output=True, check=True)
    while not (tmp_path / "told").exists():
        time.sleep(0.01)
    files = [os.devnull] if Path("/proc").is_dir() else []
    assert (tmp_path / "told").read_text() == repr((True, 3, "3", files, str(tmp_path), True))


@pytest.mark.parametrize(
    ("ran", "left", "begins"), [(0.4, None, False), (0.6, None, True), (0.6, 1.0, False), (0.6, 3.0, True)]
)
def test_auto_compiles_and_loads_only_what_gains_more_than_it_costs(
    ran: float, left: float | None, begins: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    process, choice = Process(), KernelChoice()
    begin_anew(monkeypatch, tmp_path, process, object())
    monkeypatch.setattr(kernel_choice, "WORTH_COMPILING", 0.5)
    choice.name, choice.seconds_left = "auto", left
    choice.note_run(ran)
    assert choice.kernel_for() == "numpy"
    assert bool(process.started) == begins
    process.code = 0
    assert choice.kernel_for() == ("numba" if begins else "numpy")


def test_a_loop_that_is_loaded_needs_no_long_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begin_anew(monkeypatch, tmp_path, Process(0), object())
    kernel_for("numba")
    monkeypatch.setattr(kernel_choice, "WORTH_COMPILING", 0.5)
    choice = KernelChoice()
    choice.name, choice.seconds_left = "auto", 0.1
    assert choice.kernel_for() == "numpy"  # to the last bit, as ever
    choice.note_run(0.6)
    assert choice.kernel_for() == "numba"
