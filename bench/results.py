"""bench/RESULTS.md: each program writes its own part, between marks, and leaves the others'."""

import re
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"
HEAD = "# What came out\n"


def write(name: str, text: str) -> None:
    """Put a part, which has its heading in it, into the results under a name."""
    content = RESULTS.read_text() if RESULTS.exists() else HEAD
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    part = f"{start}\n{text.strip()}\n{end}"
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    found = pattern.search(content)
    RESULTS.write_text(pattern.sub(lambda _: part, content) if found else f"{content.rstrip()}\n\n{part}\n")


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
