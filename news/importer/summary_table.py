"""The table that an import ends with."""

import textwrap
from collections.abc import Iterable, Sequence

_TITLE_WIDTH = 40
_MISSING_WIDTH = 72
_COMPLETE = "—"


def _row(number: str, title: str, missing: Sequence[str]) -> list[str]:
    titles = textwrap.wrap(title, _TITLE_WIDTH) or [""]
    details = [line for detail in missing for line in textwrap.wrap(detail, _MISSING_WIDTH, subsequent_indent="  ")]
    height = max(len(titles), len(details))
    titles += [""] * (height - len(titles))
    details += [""] * (height - len(details))
    numbers = [number] + [""] * (height - 1)
    cells = zip(numbers, titles, details, strict=True)
    return [f"{left:>3}  {middle:<{_TITLE_WIDTH}}  {right}".rstrip() for left, middle, right in cells]


def lay_out(rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return titles and what each lacks as a table in plain text, numbered from one."""
    lines = [
        *_row("", "Item", ["To be completed"]),
        *_row("", "-" * _TITLE_WIDTH, ["-" * _MISSING_WIDTH]),
    ]
    for number, (title, missing) in enumerate(rows, start=1):
        lines += _row(str(number), title, missing or [_COMPLETE])
    return "\n".join(lines)
