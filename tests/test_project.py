"""The project as a whole: the wheel, and what the README promises."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_engine_and_tui_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"engine", "tui"}
    packed = {name.removeprefix("engine/_datasets/") for name in names if name.startswith("engine/_datasets/")}
    assert packed == {path.name for path in (ROOT / "datasets").iterdir()}
    assert any(name.endswith("workbench.tcss") for name in names)


def test_the_bundled_data_are_found_when_installed(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    ask = "import engine.data.bundled as d; print(d.__file__, *(d.bundled(n).rows for n in d.bundled_names()))"
    told = subprocess.run([sys.executable, "-c", ask], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert told.startswith(str(tmp_path))
    assert "150" in told.split()


def test_the_wheel_has_the_version_that_glassnet_says(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    command = [sys.executable, "-m", "tui.command_line.main", "--version"]
    said = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert said == f"glassnet {wheel.name.split('-')[1]}\n"


def test_the_sdist_holds_every_file_so_that_its_tests_pass(tmp_path: Path) -> None:
    build = "import sys, hatchling.build; print(hatchling.build.build_sdist(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    here = {name for name in listed if (ROOT / name).exists()}
    assert here <= names
    assert {"PKG-INFO", "README.md", ".ci/run", "tests/test_project.py"} <= names


def test_every_package_that_is_imported_is_declared() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    declared = {re.match(r"[\w-]+", entry)[0] for entry in tomllib.loads(text)["project"]["dependencies"]}
    imported = set()
    for path in [*ROOT.glob("engine/**/*.py"), *ROOT.glob("tui/**/*.py")]:
        imported |= set(re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    outside = imported - set(sys.stdlib_module_names) - {"engine", "tui", "numba", "scipy"}
    assert {name for name in outside if find_spec(name)} <= declared


def test_the_top_level_is_what_was_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    tops = {name.split("/")[0] for name in listed}
    allowed = {"pyproject.toml", "README.md", "LICENSE", "tui", "engine", "tests", "datasets"}
    assert {top for top in tops if not top.startswith(".")} <= allowed
    assert all(not name.endswith(".py") for name in listed if name.startswith("datasets/"))


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = next(line for line in (ROOT / ".ci/run").read_text().splitlines() if "-m tests" in line)
    assert command in (ROOT / "README.md").read_text().splitlines()


def test_the_readme_names_only_what_is_there() -> None:
    readme = (ROOT / "README.md").read_text()
    for target in re.findall(r"\]\(([^)#:]+)\)", readme):
        assert (ROOT / target).exists(), target


def test_a_test_that_hangs_is_ended(pytestconfig: pytest.Config) -> None:
    """Without its plugin pytest would only warn of a setting that it does not know."""
    assert pytestconfig.pluginmanager.hasplugin("timeout")
    assert float(pytestconfig.getini("timeout")) > 0
    assert pytestconfig.getini("timeout_method") == "thread"
