"""Arrays in a file: NumPy reads it, a stop leaves the old or the new one, and hostile ones are refused in one line."""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of_numpy

from engine.errors import DataError, EngineError
from engine.session.saved import arrays_file
from engine.session.saved.arrays_file import arrays_of, put_arrays, read_arrays, write_arrays
from engine.session.saved.atomic_file import replace_file
from engine.session.saved.zip_members import MOST_MEMBERS, MOST_UNPACKED
from tests.engine.session.saved.alike import bits

ARRAYS = {
    "floats": np.array([0.1, -0.0, np.inf, np.nan, 5e-324]),
    "whole": np.array([[2**62, -(2**63)], [0, 1]]),
    "truths": np.array([True, False]),
    "bytes": np.frombuffer(b"glass", dtype=np.uint8),
    "nothing": np.empty((0, 4)),
}


def written(arrays: dict[str, np.ndarray] = ARRAYS) -> bytes:
    stream = io.BytesIO()
    put_arrays(stream, arrays)
    return stream.getvalue()


def refused(data: bytes) -> str:
    """Return how the bytes of a file are refused: in one line that can be printed."""
    with pytest.raises(DataError) as caught:
        arrays_of("mine.npz", data)
    message = str(caught.value)
    assert message.startswith("mine.npz: ")
    assert message.isprintable()
    assert len(message) < 200
    return message


def alike(found: dict[str, np.ndarray], wanted: dict[str, np.ndarray]) -> bool:
    return [(name, bits(array)[:3]) for name, array in found.items()] == [
        (name, bits(array)[:3]) for name, array in wanted.items()
    ]


def test_arrays_come_back_to_the_last_bit(tmp_path: Path) -> None:
    write_arrays(tmp_path / "mine.npz", ARRAYS)
    found = read_arrays(tmp_path / "mine.npz")
    assert alike(found, ARRAYS)
    assert not any(array.flags.writeable for array in found.values())


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_0-9]{1,9}", fullmatch=True),
        arrays_of_numpy.arrays(
            st.sampled_from(["<f8", "<i8", "|b1", "|u1"]),
            arrays_of_numpy.array_shapes(min_dims=1, max_dims=3, min_side=0),
        ),
        max_size=4,
    )
)
def test_any_arrays_come_back_and_numpy_reads_them_too(arrays: dict[str, np.ndarray]) -> None:
    data = written(arrays)
    assert alike(arrays_of("mine.npz", data), arrays)
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        assert alike({name: found[name] for name in found.files}, arrays)


def test_what_numpy_writes_is_read() -> None:
    for save in (np.savez, np.savez_compressed):
        stream = io.BytesIO()
        save(stream, **ARRAYS)
        assert alike(arrays_of("mine.npz", stream.getvalue()), ARRAYS)


def test_the_same_arrays_make_the_same_bytes() -> None:
    assert written() == written()


def test_arrays_too_large_to_be_unpacked_safely_are_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays_file, "MOST_UNPACKED", 100)
    zeros = {"zeros": np.zeros(1000)}
    data = written(zeros)
    assert len(data) > 8000 > len(written({"zeros": np.zeros(5)}))
    assert alike(arrays_of("mine.npz", data), zeros)


def test_a_file_cut_off_anywhere_is_refused() -> None:
    data = written()
    for length in range(0, len(data), 7):
        assert refused(data[:length])


def test_a_flipped_bit_is_seen_or_changes_nothing() -> None:
    data = written()
    for at in range(len(data)):
        damaged = bytearray(data)
        damaged[at] ^= 1 << at % 8
        try:
            found = arrays_of("mine.npz", bytes(damaged))
        except DataError as error:
            message = str(error)
        else:
            message = ""
            assert [bits(array)[:3] for array in found.values()] == [bits(array)[:3] for array in ARRAYS.values()]
        assert message.isprintable()


@given(st.binary(max_size=300))
def test_any_bytes_give_one_line(data: bytes) -> None:
    assert refused(data)


def archive(*members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED, **info: Any) -> bytes:
    """Return a ZIP file of some members; ``info`` sets attributes of them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as made:
        for name, data in members:
            member = zipfile.ZipInfo(name)
            member.compress_type = packing
            for key, value in info.items():
                setattr(member, key, value)
            made.writestr(member, data)
    return stream.getvalue()


def npy(header: str, content: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    """Return an ``.npy`` with this header."""
    return b"\x93NUMPY" + version + struct.pack("<H", len(header)) + header.encode("latin-1") + content


def header(descr: str = "<f8", shape: str = "(2,)", order: str = "False") -> str:
    return f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}\n"


@pytest.mark.parametrize(
    "member",
    [
        npy(header("|O"), b"\x80\x04N."),
        npy(header("<f4"), b"\0" * 8),
        npy(header(">f8"), b"\0" * 16),
        npy(header("<c16"), b"\0" * 32),
        npy(header("<U2"), b"\0" * 16),
        npy(header(order="True"), b"\0" * 16),
        npy(header(shape="(3,)"), b"\0" * 16),
        npy(header(shape="(1,)"), b"\0" * 16),
        npy(header(shape="(999999999999, 999999999999, 999999999999)"), b"\0" * 16),
        npy(header(shape="(0, 999999999999, 999999999999)")),
        npy(header(shape="(-2,)"), b"\0" * 16),
        npy(header(shape="(1, 1, 1, 1, 2,)"), b"\0" * 16),
        npy(header(shape="(__import__('os').system('true'),)"), b"\0" * 16),
        npy(header(shape="(" + "1, " * 10_000 + ")"), b"\0" * 16),
        npy(header(), b"\0" * 16, b"\x02\x00"),
        npy("[" * 400),
        npy(header("|b1"), b"\x02\x01"),
        b"\x93NUMPY\x01\x00\xff\xff",
        *(b"", b"x", b"\x80\x04N."),
    ],
    ids=lambda member: repr(member[10:60]),
)
def test_a_member_that_is_no_plain_array_is_refused(member: bytes) -> None:
    assert "x.npy" in refused(archive(("x.npy", member)))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    claimed = npy(header("|u1", f"({MOST_UNPACKED},)"))
    bomb = archive(("x.npy", claimed + b"\0" * MOST_UNPACKED))
    assert len(bomb) < 200_000
    assert "unpacks to more than" in refused(bomb)
    many = archive(*((f"x{number}.npy", claimed + b"\0" * (MOST_UNPACKED // 3)) for number in range(4)))
    assert "unpacks to more than" in refused(many)


def with_claim(data: bytes, size: int) -> bytes:
    """Return a ZIP file whose list says that its first member has another size."""
    at = data.index(b"PK\1\2") + 24
    return data[:at] + struct.pack("<L", size) + data[at + 4 :]


@pytest.mark.parametrize("size", [0, 1, 200, 2**31, 2**32 - 1])
@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_of_another_size_than_the_list_says_is_refused(size: int, packing: int) -> None:
    assert refused(with_claim(archive(("x.npy", npy(header(), b"\0" * 16)), packing=packing), size))


def test_members_that_overlap_are_refused() -> None:
    data = archive(("x.npy", npy(header(), b"\0" * 16)), ("y.npy", npy(header(), b"\1" * 16)))
    first, second = data.index(b"PK\1\2"), data.rindex(b"PK\1\2")
    twice = data[: second + 42] + data[first + 42 : first + 46] + b"x" + data[second + 47 :]
    assert refused(twice)
    same = data[: second + 42] + data[first + 42 : first + 46] + data[second + 46 :]
    assert refused(same)


def test_an_archive_of_another_kind_is_refused() -> None:
    plain = npy(header(), b"\0" * 16)
    assert "no array" in refused(archive(("x.txt", b"hello")))
    assert "members" in refused(archive(*((f"x{number}.npy", plain) for number in range(MOST_MEMBERS + 1))))
    assert refused(archive(("x.npy", plain), packing=zipfile.ZIP_LZMA))
    assert refused(archive(("x.npy", plain), comment=b"hello"))
    assert refused(archive(("x.npy", plain)) + b"more")
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = archive(("x.npy", plain), ("x.npy", plain))
    assert "twice" in refused(twice)
    encrypted = bytearray(archive(("x.npy", plain)))
    encrypted[encrypted.index(b"PK\1\2") + 8] |= 1
    assert "cannot be read" in refused(bytes(encrypted))


def test_a_name_is_shown_as_text() -> None:
    assert "\x1b" not in refused(archive(("\x1b[31m[@click=app.quit].npy", b"")))


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for path in (fifo, tmp_path, tmp_path / "nothing", Path("/dev/zero")):
        with pytest.raises(EngineError):
            read_arrays(path)


def fail(stream: BinaryIO) -> None:
    stream.write(b"half of it")
    raise OSError(28, "No space left on device")


def killed(stream: BinaryIO) -> None:
    stream.write(b"half of it")
    raise KeyboardInterrupt


@pytest.mark.parametrize(("write", "error"), [(fail, DataError), (killed, KeyboardInterrupt)])
def test_what_was_there_survives_a_writing_that_fails(
    tmp_path: Path, write: Callable[[BinaryIO], None], error: type[BaseException]
) -> None:
    path = tmp_path / "mine.npz"
    write_arrays(path, ARRAYS)
    before = path.read_bytes()
    with pytest.raises(error):
        replace_file(path, write)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_refusal_says_why(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^mine.npz: cannot be written: No space left on device$"):
        replace_file(tmp_path / "mine.npz", fail)
    with pytest.raises(DataError, match=r"^mine.npz: cannot be written: No such file or directory$"):
        write_arrays(tmp_path / "nowhere" / "mine.npz", ARRAYS)


def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    path.write_bytes(b"")
    path.chmod(0o644)
    write_arrays(path, ARRAYS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    left, others = tmp_path / f".a[b].npz.{'0' * 16}.part", tmp_path / f".ab.npz.{'0' * 16}.part"
    for path in (left, others):
        path.write_bytes(b"half of it")
    write_arrays(tmp_path / "a[b].npz", ARRAYS)
    assert sorted(tmp_path.iterdir()) == [others, tmp_path / "a[b].npz"]


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    target, path = tmp_path / "target", tmp_path / "mine.npz"
    target.write_bytes(b"somebody's")
    path.symlink_to(target)
    write_arrays(path, ARRAYS)
    assert target.read_bytes() == b"somebody's"
    assert not path.is_symlink()


def test_a_checksum_of_another_content_is_refused() -> None:
    plain = npy(header(), b"\0" * 16)
    data = archive(("x.npy", plain), packing=zipfile.ZIP_STORED)
    other = npy(header(), b"\1" * 16)
    assert "damaged member" in refused(data.replace(plain, other))
    right = data.replace(plain, other).replace(
        struct.pack("<L", zlib.crc32(plain)), struct.pack("<L", zlib.crc32(other))
    )
    assert arrays_of("mine.npz", right)["x"].tobytes() == b"\1" * 16
