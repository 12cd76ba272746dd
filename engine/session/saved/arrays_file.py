"""Arrays in a file that ``numpy.load(allow_pickle=False)`` reads too. Reading trusts nothing in it."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import numpy as np
from numpy.lib.format import header_data_from_array_1_0, write_array_header_1_0
from numpy.typing import NDArray

from engine.errors import DataError, InvalidValue
from engine.regular_files import Wanted, content
from engine.session.saved.array_headers import array_in
from engine.session.saved.atomic_file import replace_file
from engine.session.saved.zip_members import MOST_UNPACKED, members_in
from engine.wording import file_name, printable, refusal

Arrays = Mapping[str, NDArray[Any]]
MOST_BYTES = 2_000_000_000
"""The largest file: beyond it a ZIP file needs sizes in 64 bits."""
_LEVEL = 1
_SUFFIX = ".npy"
_TYPES = {np.dtype(name) for name in ("<f8", "<i8", "|b1", "|u1")}


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Replace a file by one with these arrays.

    Raises:
        DataError: It cannot be written; what was there is still there.
    """
    if sum(array.nbytes for array in arrays.values()) > MOST_BYTES:
        raise _too_large(path.name, sum(array.nbytes for array in arrays.values()))
    replace_file(path, lambda stream: put_arrays(stream, arrays))


def read_arrays(path: str | os.PathLike[str]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a file by name, read-only.

    Raises:
        DataError: It cannot be read, is damaged, or was not written by ``write_arrays``.
    """
    wanted = Wanted("a saved session", MOST_BYTES, "a saved session is an .npz file", _too_large)
    return arrays_of(file_name(path), content(path, wanted))


def put_arrays(stream: BinaryIO, arrays: Arrays) -> None:
    """Write arrays, packed unless they are too large to be unpacked safely."""
    size = sum(array.nbytes for array in arrays.values())
    packing = ZIP_DEFLATED if size < MOST_UNPACKED // 2 else ZIP_STORED
    with ZipFile(stream, "w", packing, compresslevel=_LEVEL) as archive:
        for name, array in arrays.items():
            assert array.dtype in _TYPES, f"{name} is {array.dtype}"
            rows, header = np.ascontiguousarray(array), io.BytesIO()
            write_array_header_1_0(header, header_data_from_array_1_0(rows))
            member = ZipInfo(name + _SUFFIX)  # of 1980: what is the same is written the same
            member.compress_type = packing
            archive.writestr(member, b"".join((header.getvalue(), rows.reshape(-1).view(np.uint8).data)))


def packed(arrays: Arrays) -> bytes:
    """Return the bytes of a file with arrays."""
    stream = io.BytesIO()
    put_arrays(stream, arrays)
    return stream.getvalue()


def arrays_of(file: str, data: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays in the bytes of a file by name, read-only.

    Args:
        file: The name of the file, for messages.
        data: Its bytes.

    Raises:
        DataError: It is damaged, or was not written by ``write_arrays``.
    """
    arrays = {}
    try:
        for name, member in members_in(data).items():
            if not name.endswith(_SUFFIX):
                raise InvalidValue("has a member that is no array")
            try:
                arrays[name.removesuffix(_SUFFIX)] = array_in(member)
            except InvalidValue as wrong:
                raise InvalidValue(f"{printable(name, 40)} {wrong}") from None
    except InvalidValue as wrong:
        raise refusal(file, str(wrong)) from None
    return arrays


def _too_large(file: str, size: int) -> DataError:
    return refusal(file, f"{size / 1e9:.1f} GB are too many for a saved session: at most {MOST_BYTES / 1e9:g} GB")
