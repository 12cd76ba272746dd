"""The record of what the libraries computed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "recorded.json"


@cache
def recorded() -> dict[str, dict[str, Any]]:
    """Return the record: its sections, each with a result for each name."""
    return json.loads(RECORDED.read_text("utf-8"))


def write_record(sections: dict[str, dict[str, Any]]) -> int:
    """Write the record, one result a line so that a change can be reviewed; return its length in characters."""
    texts = []
    for title, results in sections.items():
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(result)}" for name, result in results.items())
        texts.append(f"{json.dumps(title)}: {{\n{lines}\n}}")
    text = "{" + ",\n".join(texts) + "}\n"
    RECORDED.write_text(text, "utf-8")
    return len(text)
