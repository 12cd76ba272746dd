"""How much memory this process can still get."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_STATUS, _OF_MACHINE = Path("/proc/self/status"), Path("/proc/meminfo")


def available_memory() -> int | None:
    """Return the bytes that this process can still get: what is free, within its own limit. None if unknown."""
    known = [size for size in (_free(), _left_of_limit()) if size is not None]
    return min(known, default=None)


def size_text(size: float) -> str:
    """Return a number of bytes, rounded to two digits: "85 MB", "2.1 GB"."""
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if size >= 0.995 * unit:
            return f"{float(f'{size / unit:.2g}'):,.0f} {name}" if size >= 10 * unit else f"{size / unit:.1f} {name}"
    return "1 MB"


def _free() -> int | None:
    """Return the memory that is free or can be freed at once; all there is where the system does not tell."""
    if (free := _kilobytes(_OF_MACHINE, "MemAvailable")) is not None:
        return free
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None


def _left_of_limit() -> int | None:
    """Return what the limit of this process (``ulimit -v``) leaves; None without a limit."""
    if sys.platform == "win32":
        return None
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit == resource.RLIM_INFINITY:
        return None
    return max(0, limit - (_kilobytes(_STATUS, "VmSize") or 0))


def _kilobytes(file: Path, name: str) -> int | None:
    """Return a value in kB from a file of Linux, in bytes; None if there is no such file or value."""
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", file.read_text(), re.MULTILINE)
    except OSError:
        return None
    return 1024 * int(found[1]) if found else None
