"""Each ``*.demo`` file is a test: glassnet performs it, and compares its pictures with those in its own folder."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.shell import GLASSNET, ROOT


class Failed(Exception):
    """A demo that does not do what it says, or shows something else; the message is what glassnet has said."""


class Demo(pytest.Item):
    """A demo, performed in a process of its own, as it changes the environment."""

    def runtest(self) -> None:
        """Perform it."""
        words = [*GLASSNET, "demo", str(self.path), "--check", str(self.path.with_suffix(""))]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            raise Failed(f"{done.stdout}{done.stderr}".rstrip() or f"it ended with code {done.returncode}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        """Return what glassnet has said; where in these lines that was noticed says nothing."""
        return str(excinfo.value) if isinstance(excinfo.value, Failed) else str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return where it is, and its name."""
        return self.path, None, f"demo {self.name}"


class DemoFile(pytest.File):
    """A script, which is one test."""

    def collect(self) -> Iterator[Demo]:
        """Return that test."""
        yield Demo.from_parent(self, name=self.path.stem)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> DemoFile | None:
    """Take scripts for tests."""
    return DemoFile.from_parent(parent, path=file_path) if file_path.suffix == ".demo" else None
