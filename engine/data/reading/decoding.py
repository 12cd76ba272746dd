"""Decode the bytes of a file: find the encoding, and note it where it is a guess."""

import codecs
import re

from engine.data.reading.file_content import too_large
from engine.data.reading.foreign import foreign_bytes, foreign_text
from engine.data.reading.likely_encodings import likely_encodings
from engine.data.reading.lines import line_at
from engine.data.reading.source import Source
from engine.errors import WrongOption
from engine.wording import printable, quoted

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WRONG = ": the encoding asked for (--encoding) is wrong"
_LINE_END = re.compile(r"\r\n?|\n")
_STRAY_BYTE = re.compile(r"[\udc80-\udcff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\udc80-\udcff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LOST = re.compile("\ufffd")
# No text has these: they come from letters that were decoded in the wrong encoding.
_HIGH_CONTROL = re.compile(r"[\x80-\x9f]")


def decoded(source: Source, data: bytes, encoding: str | None) -> tuple[str, str]:
    """Return the text of a file, without a byte order mark, and its encoding; note a guess or a doubtful text.

    Args:
        source: The file.
        data: Its bytes.
        encoding: Its encoding. None recognises UTF-8, UTF-16 and UTF-32, and falls back on cp1252.

    Raises:
        DataError: The file is not text, not in that encoding, or in another format than CSV.
    """
    if what := foreign_bytes(data):
        raise source.refusal(what)
    chosen = encoding or _marked(data) or _utf16_unmarked(data) or "utf-8"
    try:
        text = data.decode(chosen) if source.cut is None else _whole_lines(data, chosen)
    except UnicodeDecodeError as error:
        if encoding or _marked(data) or chosen != "utf-8":
            raise _not_in(source, data, error, chosen, _WRONG if encoding else "") from None
        if source.cut is not None:
            data = data[: _last_end(data.decode("latin-1"))]
        chosen, text = _cp1252(source, data, error)
    if source.cut is not None and not text.strip():
        raise too_large(source.file, source.cut, len(data))
    text = text.lstrip("\ufeff").removesuffix("\x1a")  # DOS ends files with it
    if (position := text.find("\0")) >= 0:
        what = "a NUL character: this is not a text file"
        raise source.refusal(f"{what}, or{_WRONG[1:]}" if encoding else what, line_at(text, position))
    if encoding and (b"\n" in data or b"\r" in data) and not _LINE_END.search(text):
        raise source.refusal(f"no line ends in {_shown(encoding)}{_WRONG}")
    if what := foreign_text(text):
        raise source.refusal(what)
    if not text.isascii():
        _note_doubtful(source, text)
    return text, chosen


def _whole_lines(data: bytes, encoding: str) -> str:
    """Decode the beginning of a file up to the last line end: it may end within a character, or a line."""
    text = codecs.getincrementaldecoder(encoding)().decode(data)
    return text[: _last_end(text)]


def _last_end(text: str) -> int:
    """Return where the last line that has an end ends."""
    return max(text.rfind("\n"), text.rfind("\r")) + 1


def _note_doubtful(source: Source, text: str) -> None:
    """Note characters that come from a wrong encoding, here or where the file was written."""
    if _LOST.search(text):
        what = '"\ufffd" in place of a lost character: the file was written in a wrong encoding'
        source.note_lines(what, f"lines have {what}", _lines_with(_LOST, text))
    if control := _HIGH_CONTROL.search(text):
        found, likely = quoted(control[0]), "a wrong encoding is likely, here or where the file was written"
        one, several = (
            f"a control character, {found}: {likely}",
            f"lines have control characters, such as {found}: {likely}",
        )
        source.note_lines(one, several, _lines_with(_HIGH_CONTROL, text))


def _lines_with(pattern: re.Pattern[str], text: str) -> list[int]:
    return [number for number, line in enumerate(_LINE_END.split(text), start=1) if pattern.search(line)]


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _utf16_unmarked(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: in Western text most second (or first) bytes are zero, and no others."""
    sample = data[: min(len(data), 65536) & ~1]
    for name, zeros, others in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if len(data) % 2 == 0 and zeros.count(0) * 2 > len(zeros) and 0 not in others:
            return name
    return None


def _cp1252(source: Source, data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Return the encoding and text of a file that is not UTF-8, or is but for single characters in cp1252."""
    line = line_at(data[: error.start].decode("latin-1"), error.start)
    if 0 in data:
        position = data.index(0)
        line = line_at(data[:position].decode("latin-1"), position)
        raise source.refusal("a NUL byte: this is not a text file", line)
    text, encoding, what = data.decode("utf-8", "surrogateescape"), "utf-8", "not UTF-8 like the rest"
    position = len(data[: error.start].decode("utf-8"))
    try:
        if len(_STRAY_BYTE.findall(text)) < len(_BEYOND_ASCII.findall(text)):
            text = _STRAY_BYTE.sub(_in_cp1252, text)
        else:
            text, encoding, what, position = data.decode("cp1252"), "cp1252", "not UTF-8", error.start
    except UnicodeDecodeError as worse:
        first = error if len(worse.object) == 1 else worse  # the error for one stray byte lacks its position
        raise _not_in(source, data, first, "UTF-8 or cp1252") from None
    if _is_binary(text):
        raise source.refusal(f"byte {error.start + 1} of the file is not UTF-8, and the rest is not text", line)
    around = _LINE_END.split(text[max(position - 12, 0) : position])[-1] + text[position]
    around = printable((around + _LINE_END.split(text[position + 1 : position + 12])[0]).strip())
    likely = next(iter(likely_encodings(data, 1)), "cp1252")
    other = "" if encoding == "utf-8" or likely == "cp1252" else f"; {likely} is likelier (--encoding)"
    source.note(f'{what}; read as cp1252 (Western Europe), which gives "{around}"{other}', line)
    return encoding, text


def _in_cp1252(stray: re.Match[str]) -> str:
    return stray[0].encode("utf-8", "surrogateescape").decode("cp1252")


def _not_in(source: Source, data: bytes, error: UnicodeDecodeError, name: str, why: str = "") -> Exception:
    line = line_at(data[: error.start].decode("latin-1"), error.start)
    what = f"byte {error.start + 1} of the file is not {_shown(name)} text{why}"
    likely: list[str] = []
    if not _is_binary(data.decode("latin-1")):
        likely = [encoding for encoding in likely_encodings(data) if encoding != name]
        what += "" if why else '; set "encoding" (--encoding)'
        what += f"{';' if why else ':'} {' or '.join(likely)} is likely" if likely else ""
    return WrongOption(str(source.refusal(what, line)), "encoding", likely)


def _is_binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) * 100 > len(text)


def _shown(encoding: str) -> str:
    return {"utf-8": "UTF-8", "utf-16": "UTF-16"}.get(encoding, printable(encoding, 40))
