"""Reading the arrays W1, b1, W2, b2 … of an ``.npz``, a ZIP file that may be hostile.

NumPy would unpickle objects and allocate what a header claims. Here a member is read only once its header is plain, its
size fits its header, and the shapes of all members make a network.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from itertools import count
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from engine.arrays import FloatArray
from engine.experiment.weight_files import sizes_of
from engine.wording import listed, quoted, refusal

_MOST_LISTED = 100_000
"""Bytes of the list of members at the end: some thousand of them."""
_END, _END_BYTES, _FAR_END, _FAR_END_BYTES = b"PK\5\6", 22, b"PK\6\7", 20
_BEGINNINGS = tuple(b"\x93NUMPY" + bytes([version]) for version in (1, 2, 3))
_MOST_HEADER = 10_000
_HEADER = re.compile(
    r"\{'descr': '([<>|])(f[248]|[iu][1248])', 'fortran_order': (True|False), "
    r"'shape': \(((?:\d{1,9}, ?)*+(?:\d{1,9})?+)\), ?\}\s*"
)
"""As NumPy writes it, of numbers alone."""
_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)
"""What ``zipfile`` raises for a file that is cut off, encrypted or made up."""


class _Array:
    """A member of the archive whose header was read and fits its size."""

    def __init__(self, file: str, archive: ZipFile, name: str, info: ZipInfo) -> None:
        """Read the header.

        Raises:
            DataError: The member is no array of numbers, or cannot be read.
        """
        self.file, self.archive, self.name, self.info = file, archive, name, info
        if info.flag_bits & 1:
            raise self.refusal("is encrypted")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise self.refusal("is compressed as NumPy never does")
        begin = self.read(12)
        wide = begin[6:7] in (b"\2", b"\3")  # the length takes four bytes
        self.start = 12 if wide else 10
        length = int.from_bytes(begin[8 : self.start], "little")
        if not begin.startswith(_BEGINNINGS) or length > _MOST_HEADER:
            raise self.refusal("is not an array of NumPy")
        self.start += length
        header = self.read(self.start)[self.start - length :].decode("latin-1")
        found = _HEADER.fullmatch(header)
        if not found:
            raise self.refusal("is not an array of real numbers; glassnet unpickles nothing")
        self.type = np.dtype(found[2]).newbyteorder(">" if found[1] == ">" else "<")
        self.by_columns = found[3] == "True"
        self.shape = tuple(int(size) for size in found[4].split(",") if size.strip())
        if math.prod(self.shape) * self.type.itemsize != info.file_size - self.start:
            raise self.refusal("has another size than its header says: the file is damaged")

    def refusal(self, what: str) -> Exception:
        """Return the refusal of this member."""
        return refusal(self.file, f"{self.name} {what}")

    def read(self, size: int) -> bytes:
        """Return the first bytes of the member, no more than the archive says it has.

        Raises:
            DataError: The member cannot be read.
        """
        try:
            with self.archive.open(self.info) as stream:
                return stream.read(min(size, self.info.file_size))
        except _BROKEN as error:
            raise self.refusal("cannot be read: the file is damaged") from error

    def numbers(self) -> FloatArray:
        """Return the array; its shape was checked before."""
        data = self.read(self.info.file_size)
        if len(data) != self.info.file_size:
            raise self.refusal("cannot be read: the file is damaged")
        with np.errstate(all="ignore"):
            flat = np.frombuffer(data, self.type, offset=self.start).astype(np.float64)
        return flat.reshape(self.shape, order="F" if self.by_columns else "C")


def npz_layers(file: str, stream: BinaryIO) -> list[tuple[FloatArray, FloatArray]]:
    """Return the weights and biases of each layer.

    Args:
        file: The name of the file, for messages.
        stream: The file.

    Raises:
        DataError: The file is not an ``.npz``, lacks an array, or its arrays do not make a network.
    """
    _check_end(file, stream)
    try:
        with ZipFile(stream) as archive:
            members = _members(file, archive)
            layers = []
            for number in count(1):
                names = (f"W{number}", f"b{number}")
                if number > 1 and not any(name in members for name in names):
                    break
                weights, biases = (_array(file, archive, members, name) for name in names)
                layers.append((weights, biases))
            sizes_of(file, [(weights.shape, biases.shape) for weights, biases in layers])
            return [(weights.numbers(), biases.numbers()) for weights, biases in layers]
    except _BROKEN as error:
        raise refusal(file, "is a damaged .npz file") from error


def _check_end(file: str, stream: BinaryIO) -> None:
    """Check that the list of members is short, before ``zipfile`` reads all of it.

    Raises:
        DataError: It is long, or the file does not end as NumPy's do.
    """
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_BYTES - _FAR_END_BYTES))
    end = stream.read()
    if not end[-_END_BYTES:].startswith(_END) or not end.endswith(b"\0\0") or end.startswith(_FAR_END):
        raise refusal(file, "is a damaged .npz file, or was not written by NumPy")
    if int.from_bytes(end[-10:-6], "little") > _MOST_LISTED:
        raise refusal(file, "has too many members for the layers of a network")


def _members(file: str, archive: ZipFile) -> dict[str, ZipInfo]:
    """Return the members by the names of their arrays."""
    members: dict[str, ZipInfo] = {}
    for info in archive.infolist():
        name = info.filename.removesuffix(".npy")
        if name in members:
            raise refusal(file, f"has {quoted(name)} twice")
        members[name] = info
    return members


def _array(file: str, archive: ZipFile, members: dict[str, ZipInfo], name: str) -> _Array:
    if name not in members:
        has = listed(list(members), 6) or "nothing"
        raise refusal(file, f"there is no {name} among its arrays, which should be W1, b1, W2, b2 …: it has {has}")
    return _Array(file, archive, name, members[name])
