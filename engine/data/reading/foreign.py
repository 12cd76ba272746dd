"""Recognise files in other formats by their content, whatever their names. Nothing is unpacked."""

import re

_SAVE = "save it as CSV first"
_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"is an old Excel or Office document, not CSV: {_SAVE}"),
    (b"%PDF", "is a PDF, not CSV"),
    (b"\x1f\x8b", "is compressed with gzip: unpack it first"),
    (b"BZh91AY&SY", "is compressed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "is compressed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is compressed with zstd: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive: unpack it first"),
    (b"Rar!\x1a\x07", "is a RAR archive: unpack it first"),
    (b"\x93NUMPY", f"is a NumPy array, not CSV: {_SAVE}"),
    (b"PAR1\x15", f"is a Parquet file, not CSV: {_SAVE}"),
    (b"ARROW1\0\0", f"is an Arrow file, not CSV: {_SAVE}"),
    (b"FEA1\0", f"is a Feather file, not CSV: {_SAVE}"),
    (b"\x89HDF", f"is an HDF5 file, not CSV: {_SAVE}"),
    (b"SQLite format 3\0", f"is an SQLite database, not CSV: {_SAVE}"),
    (b"MATLAB 5.0 MAT-file", f"is a MATLAB file, not CSV: {_SAVE}"),
    (b"$FL2", f"is an SPSS file, not CSV: {_SAVE}"),
    (b"<stata_dta>", f"is a Stata file, not CSV: {_SAVE}"),
    (b"\x89PNG", "is a picture, not CSV"),
    (b"GIF87a", "is a picture, not CSV"),
    (b"GIF89a", "is a picture, not CSV"),
    (b"\xff\xd8\xff", "is a picture, not CSV"),
    (b"\x7fELF", "is a program, not CSV"),
    (b"{\\rtf", "is an RTF document, not CSV"),
)
_PICKLE = re.compile(rb"\x80[\x02-\x05]|\((?:lp|dp|c|i)\d|c[\w.]+\n\w+\n(?:p\d+\n|\()|\]q\0", re.DOTALL)
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}\s*\Z)|\[\s*(?:[\[{]|\]\s*\Z))')
_JSON_LIST = re.compile(r'\s*\[\s*["\d-]')
_MARKUP = re.compile(r"\s*<(?:!--|!doctype|\?xml|[a-z][\w:.-]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_SQL = re.compile(r"\s*(?:insert\s+into|(?:create|drop)\s+table)\s[^,;|\t]*[(;]", re.IGNORECASE)
_ARFF = re.compile(r"(?:\s*+%[^\r\n]*+)*+\s*+@relation\b", re.IGNORECASE)


def foreign_bytes(data: bytes) -> str | None:
    """Say what a file that is not text is: "is an Excel workbook, not CSV: …". None if unknown."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(data)
    if _PICKLE.match(data):
        return "is a Python pickle, not CSV; it is never loaded, since that could run any code"
    return next((what for start, what in _MAGIC if data.startswith(start)), None)


def _zip(data: bytes) -> str:
    names = data[:4096] + data[-65536:]
    if b"opendocument.spreadsheet" in names:
        return f"is an OpenDocument spreadsheet, not CSV: {_SAVE}"
    if b"xl/" in names or b"[Content_Types].xml" in names:
        return f"is an Excel workbook, not CSV: {_SAVE}"
    return "is a ZIP archive, not CSV: unpack it first"


def foreign_text(text: str) -> str | None:
    """Say what a text that is not a table is, such as JSON or HTML. None if it may be a table."""
    head = text[:4096]
    if _JSON.match(head) or (_JSON_LIST.match(head) and text.rstrip().endswith("]")):
        return f"is JSON, not CSV: {_SAVE}"
    if _MARKUP.match(head):
        return f"is HTML or XML, not CSV: {_SAVE}"
    if head.startswith("version https://git-lfs.github.com/spec/"):
        return "is a Git LFS pointer: fetch the file itself"
    if _SQL.match(head):
        return f"is an SQL script, not CSV: {_SAVE}"
    if _ARFF.match(head):
        return f"is an ARFF file, not CSV: {_SAVE}"
    return None
