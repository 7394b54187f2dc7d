"""The tables in docs/publishing-rules.md: where they stand, and how they are read."""

from pathlib import Path

HANDBOOK = Path(__file__).resolve().parents[4] / "docs" / "publishing-rules.md"
NAMES = ("routes", "layers")


def marks(name):
    """Return the comments between which a table stands."""
    return f"<!-- {name}: made by `make routes` -->\n", f"\n<!-- end of {name} -->"


def read_table(name) -> str:
    """Return a table as it stands in the handbook."""
    start, end = marks(name)
    return HANDBOOK.read_text().partition(start)[2].partition(end)[0]


def write_table(name, table) -> None:
    """Put a table into the handbook in place of the one that is there."""
    start, end = marks(name)
    before, _, rest = HANDBOOK.read_text().partition(start)
    HANDBOOK.write_text(f"{before}{start}{table}{end}{rest.partition(end)[2]}")


def documented() -> dict:
    """Return the outcomes that the handbook states, by name of the route and who takes it."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in read_table("routes").splitlines()]
    columns = lines[0][1:]
    return {(row[0], actor): cell for row in lines[2:] for actor, cell in zip(columns, row[1:], strict=True)}
