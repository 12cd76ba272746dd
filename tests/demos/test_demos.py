"""How demos become tests: those of this project, and those of anyone's course with the lines in the README."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from tests.demos.picture import DEMO
from tests.patience import MOST
from tests.tui.demo.performing import written
from tests.tui.shell import GLASSNET, ROOT, glassnet

LINES = ("size 80x24", "open level2", "press e", "expect epoch == 1", "shot one")
SECTION = (ROOT / "README.md").read_text("utf-8").partition("\n## Demos\n")[2].partition("\n## ")[0]


def block(language: str) -> str:
    """Return what stands between the fences of the README's section."""
    return SECTION.partition(f"```{language}\n")[2].partition("```")[0]


def accepted(folder: Path) -> Path:
    """Write a demo, accept its picture and return its path."""
    path = written(folder, *LINES)
    assert glassnet("demo", str(path), "--svg", str(path.with_suffix(""))).returncode == 0
    return path


def run_pytest(*words: str, **more) -> subprocess.CompletedProcess:
    """Run pytest without the settings of this project."""
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "-p", "no:cacheprovider", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", **more)


def run_demo(path: Path, *words: str) -> subprocess.CompletedProcess:
    """Test a demo as those of this project are."""
    return run_pytest("-p", "tests.demos.conftest", "--rootdir", str(path.parent), *words, str(path))


def with_glassnet(folder: Path) -> dict[str, str]:
    """Return an environment in which the command ``glassnet`` is that of this checkout."""
    program = folder / "bin" / "glassnet"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join(GLASSNET)} "$@"\n', "utf-8")
    program.chmod(0o755)
    own = {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return os.environ | own | {"GLASSNET_STATE": str(folder / "state")}


def test_a_demo_whose_expectation_is_not_met_fails_and_says_which(tmp_path) -> None:
    path = accepted(tmp_path)
    assert run_demo(path).returncode == 0
    written(tmp_path, *(line.replace("epoch == 1", "epoch == 2") for line in LINES))
    done = run_demo(path, "-n", "1")
    assert done.returncode == 1
    assert "\nglassnet: a.demo, line 4: expect epoch == 2: this is not so: epoch is 1\n" in done.stdout
    assert not any(word in done.stdout for word in ("conftest.py", "Traceback"))


def test_a_demo_that_shows_something_else_fails_and_says_where(tmp_path) -> None:
    path = accepted(tmp_path)
    written(tmp_path, *LINES[:-1], "undo", LINES[-1])
    done = run_demo(path)
    assert done.returncode == 1
    assert '\none: row 1, column 39: "1" was accepted, now it is "0"\n' in done.stdout
    assert (tmp_path / "a" / "one.different.svg").exists()
    assert not any(word in done.stdout for word in ("conftest.py", "Traceback"))


def test_the_lines_for_a_course_make_a_test_of_each_demo(tmp_path) -> None:
    (tmp_path / "test_demos.py").write_text(block("python"), "utf-8")
    accepted(tmp_path)
    environment = with_glassnet(tmp_path)
    done = run_pytest("--rootdir", str(tmp_path), str(tmp_path), env=environment)
    assert (done.returncode, "1 passed" in done.stdout) == (0, True), done.stdout
    written(tmp_path, *(line.replace("epoch == 1", "epoch == 2") for line in LINES))
    done = run_pytest("--rootdir", str(tmp_path), str(tmp_path), env=environment)
    assert (done.returncode, "expect epoch == 2: this is not so" in done.stdout) == (1, True)


def test_the_demo_and_the_commands_of_the_readme_work_when_they_are_copied(tmp_path) -> None:
    (tmp_path / "first.demo").write_text(block("text"), "utf-8")
    environment = with_glassnet(tmp_path)
    glassnet("--plain", "level2", input="epoch 2\n", env=environment)
    commands = [line for line in block("sh").splitlines() if "--gif" not in line or shutil.which("agg")]
    (play,) = (line for line in commands if "--play" in line)
    commands.remove(play)
    assert len(commands) >= 5
    for line in commands:
        done = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, ""), line
    made = ("first.cast", "first/learned.svg", "shots/learned.txt", "session.cast")
    assert all((tmp_path / name).stat().st_size > 1000 for name in made)
    terminal = pexpect.spawn("sh", ["-c", play], cwd=tmp_path, env=environment, timeout=MOST, dimensions=(36, 120))
    terminal.expect_exact("A run of 100 samples")
    terminal.send("q")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


@pytest.mark.parametrize("path", sorted(DEMO.parent.glob("*.demo")), ids=lambda path: path.stem)
def test_each_demo_says_at_its_top_what_it_shows_and_is_linked(path: Path) -> None:
    assert re.match(r"# .+: .+\.\n", path.read_text("utf-8"))
    assert f"]({path.relative_to(ROOT).as_posix()})" in SECTION
