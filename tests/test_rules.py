"""Rules of the code that no linter knows: short files, no state kept alive by a cache, nothing written unasked."""

import ast
import functools
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import engine
import tui

ROOT = Path(__file__).parent.parent
FILES = sorted([*(ROOT / "engine").rglob("*.py"), *(ROOT / "tui").rglob("*.py")])
LONGEST = 350
"""Lines of a file."""
WITH_NUMBA = "engine.kernels.loops."
LARGE = {"TrainingState", "Session", "Setup", "Network", "Dataset", "Trace", "Timeline"}
"""Types that no cache of a module may keep alive after the training is gone, nor a dataclass that holds one."""
OPENING = {"open", "fdopen"}
WRITING = {
    *("write_text", "write_bytes", "touch", "mkdir", "makedirs", "rename", "replace", "unlink", "rmdir", "symlink_to"),
    *("savetxt", "savez", "tofile", "TemporaryDirectory", "NamedTemporaryFile", "mkstemp", "mkdtemp"),
}
RUNNING = {"eval", "exec", "compile", "__import__"}
"""What runs text as Python. An expression of a lesson is parsed and evaluated by ``engine.session.expressions``."""
STANDARD_DATACLASSES = {
    "engine/quick_dataclass.py": "makes the quick ones",
    "engine/data/reading/columns.py": "has one that can be changed, too, and no start loads it",
    "engine/data/reading/reader.py": "likewise",
    "engine/experiment/toml_document.py": "likewise",
    "engine/training/phases.py": "has values that each step of a training makes: the quick ones take longer",
    "engine/training/state.py": "likewise",
    "tui/panels/key.py": "extends one of Textual",
}
"""The only files whose frozen dataclasses the standard library makes."""
MAY_WRITE = {
    "engine/kernels/compiler.py": "Numba's cache, in a temporary folder where no other is writable",
    "engine/kernels/compiling.py": "/proc/self/autogroup, the priority of its session",
    "engine/kernels/loop_cache.py": "Numba's cache: its folder, the compiler's lock, and what became of the compiling",
    "engine/session/saved/atomic_file.py": "a file of a session, saved or handed on, beside the one that it replaces",
    "engine/session/saved/appending.py": "the log of a session",
    "engine/session/saved/folder.py": "the folder of the sessions, and those that are removed",
    "engine/session/saved/lock.py": "the lock of a session",
    "engine/session/saved/removing.py": "the files of sessions, which it removes",
    "tui/demo/accepted.py": "a picture of differences that are no more, which it removes",
    "tui/demo/environment.py": "the empty folder in which a demo saves its sessions",
    "tui/demo/files.py": "the folder for the pictures of a demo",
    "tui/demo/gif.py": "a temporary folder for the program that makes GIFs",
    "tui/demo/taken_terminal.py": "the terminal, without waiting until it takes what is written",
    "tui/terminal/preferences.py": "what is remembered from one start to the next",
    "tui/terminal/streams.py": "/dev/null in the place of a broken stdout",
    "tui/terminal/shutdown.py": "the terminal, to restore it",
}
"""The only files that open anything for writing, and what they open."""


def modules() -> Iterator[ModuleType]:
    for package in (engine, tui):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(WITH_NUMBA):
                yield importlib.import_module(found.name)


def words(annotations: dict[str, Any]) -> set[str]:
    """Return the names in some annotations, which may be strings or types."""
    return {word for note in annotations.values() for word in re.findall(r"\w+", str(getattr(note, "__name__", note)))}


def caches(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Yield the cached functions and methods of a module with their names; without parameters one caches a constant."""
    for owner in [module, *(value for value in vars(module).values() if isinstance(value, type))]:
        for name, value in vars(owner).items():
            if isinstance(value, functools._lru_cache_wrapper) and value.__wrapped__.__module__ == module.__name__:
                if not inspect.signature(value).parameters:
                    continue
                yield f"{module.__name__}.{name}", value.__wrapped__


def test_no_cache_of_a_module_keeps_a_training_alive() -> None:
    loaded, large = list(modules()), set(LARGE)
    holders = {
        value.__name__: words(value.__annotations__)
        for module in loaded
        for value in vars(module).values()
        if isinstance(value, type) and is_dataclass(value)
    }
    while more := {name for name, held in holders.items() if held & large} - large:
        large |= more
    assert all(name in holders for name in ("TrainingState", "Network", "Dataset"))
    found = {name: words(function.__annotations__) for module in loaded for name, function in caches(module)}
    assert len(found) > 5
    assert {name: kept for name, names in found.items() if (kept := names & large)} == {}


def writes(call: ast.Call) -> bool:
    """Return whether a call may write to a file, as far as its text shows."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    text = ast.unparse(call)
    if name in OPENING:
        modes = [ast.literal_eval(arg) for arg in (*call.args, *(k.value for k in call.keywords)) if is_text(arg)]
        return "O_WRONLY" in text or "O_RDWR" in text or any(re.fullmatch(r"[rbt]*[wax+][wax+bt]*", m) for m in modes)
    if name == "replace":  # os.replace and Path.replace; str.replace takes two arguments, dataclasses.replace is a name
        return isinstance(call.func, ast.Attribute) and (
            text.startswith("os.") or len(call.args) + len(call.keywords) == 1
        )
    return name in WRITING


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_only_these_files_write_anything() -> None:
    writing = {
        str(path.relative_to(ROOT))
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and writes(node)
    }
    assert writing == set(MAY_WRITE)


def test_no_file_is_long() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_a_package_says_what_it_knows_and_imports_nothing() -> None:
    for path in FILES:
        if path.name == "__init__.py" and path.parent.name != "engine":  # which sets the threads of BLAS
            body = ast.parse(path.read_text("utf-8")).body
            assert len(body) == 1, path
            assert isinstance(body[0], ast.Expr), path
            assert is_text(body[0].value), path


def test_no_text_is_run_as_python() -> None:
    running = {
        f"{path.relative_to(ROOT)}: {node.func.id}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RUNNING
    }
    assert running == set()


def test_frozen_dataclasses_are_quick() -> None:
    """Those of the standard library make a start longer by a fifth: ``engine.quick_dataclass`` has the others."""
    standard = {
        file.relative_to(ROOT).as_posix()
        for file in FILES
        if "@dataclass(frozen=True" in (text := file.read_text("utf-8"))
        and "from engine.quick_dataclass import dataclass" not in text
    }
    assert standard | {"engine/quick_dataclass.py"} == {*STANDARD_DATACLASSES}


def test_quick_dataclasses_ask_for_no_more_than_they_know() -> None:
    asked = {
        option
        for file in FILES
        for options in re.findall(r"= field\(([^()]*)", file.read_text("utf-8"))
        for option in re.findall(r"(\w+)=", options)
    }
    assert asked == {"default_factory", "init"}
