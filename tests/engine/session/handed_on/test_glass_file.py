"""A session that is handed on as a file is the same for whoever opens it, to the last bit."""

import csv
import io
import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DataError
from engine.experiment.starts import Options, setup_for
from engine.session.handed_on.glass_file import read_glass, write_glass
from engine.session.openings import Openings
from engine.session.saved.folder import SessionsFolder
from engine.session.saved.saving import Saving
from engine.session.session import Session
from engine.training.commands import Load
from engine.training.state import Setup
from tests.engine.session.saved.test_log import act
from tests.engine.session.saved.test_saving import MIXED, kept, same, say
from tests.engine.strategies import setups

FLOWERS = "length;sort;kind\n0.1;old;a\n0.30000000000000004;new;b\n5e-324;mid;a\n2;old;b\n"


def handed_on(folder: Path, session: Session, saving: Saving) -> Path:
    """Leave a session and hand it on; return the file."""
    saving.leave()
    log = SessionsFolder(folder).log(saving.name).read_bytes()
    write_glass(folder / "a.glass", log, session.kept, session.step, saving.openings)
    return folder / "a.glass"


def of_file(folder: Path, *lines: str, **options: object) -> tuple[Session, Path]:
    """Begin a session with a CSV file, do this in it and hand it on."""
    secret = folder / "secret folder"
    secret.mkdir()
    (secret / "flowers.csv").write_text(FLOWERS, "utf-8")
    asked = Options(**options)  # type: ignore[arg-type]
    load = Load(setup_for(str(secret / "flowers.csv"), asked), str(secret / "flowers.csv"), asked)
    session = Session(load.setup)
    saving = Saving(session, Openings((load,)), SessionsFolder(folder), {"kernel": "numpy"})
    say(session, *(line.replace("FILE", f'"{secret}/flowers.csv"') for line in lines))
    return session, handed_on(folder, session, saving)


@settings(max_examples=60)
@given(setups(), st.data())
def test_any_session_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, setup: Setup, choices: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("sessions")
    session, saving = kept(folder, setup)
    for _ in range(choices.draw(st.integers(1, 12))):
        act(session, choices)
    if not saving.name:
        return
    saved = read_glass(handed_on(folder, session, saving))
    assert saved.left == ()
    assert (saved.earlier.name, saved.earlier.lock) == ("", None)
    again = saved.resumed()
    assert again.notes == ()
    same(session, again.session)


def test_it_is_the_same_without_what_memory_held(tmp_path: Path) -> None:
    session, saving = kept(tmp_path)
    say(session, *MIXED)
    path = handed_on(tmp_path, session, saving)
    saved = read_glass(without(path, "state.npz"))
    assert len(saved.left) > 10
    same(session, saved.resumed().session)
    same(session, read_glass(without(path, "state.npz", "rows.npz")).resumed().session)


def without(path: Path, *names: str) -> Path:
    """Write another file beside it, without some of its members."""
    return changed(path, dict.fromkeys(names))


def changed(path: Path, members: dict[str, bytes | None]) -> Path:
    """Write another file beside it, with other members; None takes one away."""
    other = path.with_name("other.glass")
    with zipfile.ZipFile(path) as archive:
        now: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()} | members
    with zipfile.ZipFile(other, "w") as archive:
        for name, member in now.items():
            if member is not None:
                archive.writestr(zipfile.ZipInfo(name), member)
    return other


@pytest.mark.parametrize("options", [{}, {"scaling": "standard", "test_share": 0.5}, {"hidden": (3,), "seed": 5}])
def test_rows_of_ones_own_come_along(tmp_path: Path, options: dict[str, object]) -> None:
    session, path = of_file(
        tmp_path, "epoch 3", "undo", "open iris", "run 20", "open FILE --seed 4", "epoch", **options
    )
    (tmp_path / "secret folder" / "flowers.csv").unlink()
    for file in (path, without(path, "state.npz")):
        again = read_glass(file).resumed()
        assert again.notes == ()
        same(session, again.session)
        assert again.session.state.dataset.digest == session.state.dataset.digest


def test_no_folder_of_the_learner_is_handed_on(tmp_path: Path) -> None:
    _, path = of_file(tmp_path, "epoch", "open FILE --seed 4", "epoch")
    with zipfile.ZipFile(path) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        for name in archive.namelist():
            member = archive.read(name)
            if name.endswith(".npz"):
                with np.load(io.BytesIO(member), allow_pickle=False) as arrays:
                    member = b"".join(arrays[array].tobytes() for array in arrays.files)
            assert b"secret" not in member, name
    assert b"flowers.csv" in path.read_bytes()


def test_somebody_without_glassnet_can_read_the_rows(tmp_path: Path) -> None:
    _, path = of_file(tmp_path, "epoch", "input 1 i1 7")
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["session.log", "state.npz", "rows.npz", "data.csv"]
        rows = list(csv.reader(io.StringIO(archive.read("data.csv").decode())))
    assert rows[0] == ["row", "length", "sort", "class"]
    assert rows[1:] == [
        ["1", "0.1", "old", "a"],
        ["2", "0.30000000000000004", "new", "b"],
        ["3", "5e-324", "mid", "a"],
        ["4", "2.0", "old", "b"],
    ]


def test_a_table_that_was_changed_is_not_taken_for_the_rows(tmp_path: Path) -> None:
    _, path = of_file(tmp_path, "epoch")
    with pytest.raises(DataError, match=r'^other\.glass: "data\.csv" was changed: open it as a CSV file of its own$'):
        read_glass(changed(path, {"data.csv": b"row,length,sort,class\n1,2,old,a\n"}))


def test_it_is_written_as_a_whole_and_for_all_whom_the_mask_lets(tmp_path: Path) -> None:
    session, path = of_file(tmp_path, "epoch")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    before = path.read_bytes()
    log = b'glassnet 1 {"start": "level2"}\n'
    load = Load(session.state.setup, "level2")
    with pytest.raises(DataError, match=r"^b\.glass: cannot be written: No such file or directory$"):
        write_glass(tmp_path / "none" / "b.glass", log, session.kept, session.step, Openings((load,)))
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))
