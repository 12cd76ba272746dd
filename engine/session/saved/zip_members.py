"""The members of a ZIP file that may be hostile: its list is checked as a whole before anything is unpacked."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise

from engine.errors import InvalidValue
from engine.quick_dataclass import dataclass
from engine.wording import quoted

MOST_MEMBERS = 64
MOST_UNPACKED = 128_000_000
"""Bytes of all packed members together, as they say; members that are not packed are no larger than the file."""
_MOST_RATIO = 1_032
"""How many bytes deflate makes of one at most."""
_STORED, _DEFLATED = 0, 8
_NAME_IN_UTF8 = 0x800
_END, _LISTED, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")


@dataclass(frozen=True)
class Member:
    """A file in the archive, as the list says.

    Attributes:
        name: Its name.
        packed: Whether it is deflated.
        checksum: Its CRC-32.
        begin: Where its header begins.
        packed_size: The bytes that it takes.
        size: The bytes that it has.
    """

    name: str
    packed: bool
    checksum: int
    begin: int
    packed_size: int
    size: int


def members_in(data: bytes) -> dict[str, memoryview]:
    """Return the content of each member by its name.

    Raises:
        InvalidValue: The archive is damaged, is made to fill the memory, or has what the standard library never writes
            for arrays: encryption, other packing, a comment, sizes in 64 bits, members one inside the other.
    """
    members, list_begin = _listed(data)
    packed = [member for member in members if member.packed]
    if sum(member.size for member in packed) > MOST_UNPACKED:
        raise InvalidValue(f"unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
    contents = [(member, *_place(data, member)) for member in members]
    places = sorted([*((member.begin, end) for member, _, end in contents), (list_begin, list_begin)])
    if any(end > begin for (_, end), (begin, _) in pairwise(places)):
        raise InvalidValue("has members that overlap")
    whole = memoryview(data)
    return {member.name: _content(member, whole[begin:end]) for member, begin, end in contents}


def _listed(data: bytes) -> tuple[list[Member], int]:
    """Return the members of the list at the end, and where it begins."""
    at = len(data) - _END.size
    if at < 0:
        raise InvalidValue("is cut off, or no ZIP file")
    sign, disk, first_disk, here, count, size, begin, comment = _END.unpack_from(data, at)
    if (sign, disk, first_disk, comment) != (b"PK\5\6", 0, 0, 0) or here != count or begin + size != at:
        raise InvalidValue("is cut off, or no ZIP file")
    if count > MOST_MEMBERS:
        raise InvalidValue(f"has {count:,} members, more than {MOST_MEMBERS}")
    members = list(_members(data[begin:at], count))
    if len({member.name for member in members}) < count:
        raise InvalidValue("has a member twice")
    return members, begin


def _members(listed: bytes, count: int) -> Iterator[Member]:
    at = 0
    for _ in range(count):
        if at + _LISTED.size > len(listed):
            raise InvalidValue("has a damaged list of members")
        entry = _LISTED.unpack_from(listed, at)
        sign, _, _, flags, packing, _, _, checksum, packed_size, size, name_size, extra, comment, *_, begin = entry
        name_at = at + _LISTED.size
        name = listed[name_at : name_at + name_size].decode("utf-8", "replace")
        at = name_at + name_size + extra
        if sign != b"PK\1\2" or comment or flags & ~_NAME_IN_UTF8 or packing not in (_STORED, _DEFLATED):
            raise InvalidValue(f"has a member that cannot be read: {quoted(name)}")
        member = Member(name, packing == _DEFLATED, checksum, begin, packed_size, size)
        if size > packed_size * _MOST_RATIO or (packing == _STORED and size != packed_size):
            raise InvalidValue(f"says of {quoted(name)} that it has {size:,} bytes, which cannot be")
        yield member
    if at != len(listed):
        raise InvalidValue("has a damaged list of members")


def _place(data: bytes, member: Member) -> tuple[int, int]:
    """Return where the content of a member begins and ends."""
    begin = member.begin + _LOCAL.size
    if begin > len(data):
        raise InvalidValue(f"is cut off before {quoted(member.name)}")
    header = _LOCAL.unpack_from(data, member.begin)
    sign, name_size, extra = header[0], *header[9:11]
    if sign != b"PK\3\4" or data[begin : begin + name_size] != member.name.encode():
        raise InvalidValue(f"is damaged before {quoted(member.name)}")
    begin += name_size + extra
    return begin, begin + member.packed_size


def _content(member: Member, stored: memoryview) -> memoryview:
    content = stored
    if member.packed:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = memoryview(unpacking.decompress(stored, member.size + 1))
        except zlib.error:
            raise InvalidValue(f"has a damaged member: {quoted(member.name)}") from None
        if not unpacking.eof or unpacking.unused_data:
            raise InvalidValue(f"has a damaged member: {quoted(member.name)}")
    if len(content) != member.size or zlib.crc32(content) != member.checksum:
        raise InvalidValue(f"has a damaged member: {quoted(member.name)}")
    return content
