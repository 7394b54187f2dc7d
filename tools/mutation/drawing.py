"""Which mutants there are, and which of them are drawn."""

import ast
import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.mutating import mutate_code

from tools.mutation.operators import operator_named, operators

# The modules that carry the promise: what is published was approved, and the rest is seen by those alone who may.
GROUPS = {
    "approvals": ["board/approvals/**/*.py", "board/publishing/**/*.py"],
    "basepage": ["board/basepage/**/*.py"],
    # What decides who gets a file and which version of it: the answer, what stops a file, whose clearance lifts that,
    # what waits for a second person, and where files lie.
    "media access": [
        f"board/media/{name}.py"
        for name in (
            "access",
            "file_fields",
            "file_issue",
            "forms",
            "issues",
            "managers",
            "models/documents",
            "models/images",
            "models/inspections",
            "models/versions",
            "office_issues",
            "receivers",
            "storage",
            "tasks",
            "views",
        )
    ],
    "withdrawals": ["board/withdrawals/**/*.py"],
    "redirects": ["board/redirects/**/*.py"],
    "page cache": ["board/engines/pagecache/**/*.py"],
    # What decides which pages are in the index and stay there, and which of those found are shown.
    "search visibility": [
        *(f"search/{name}.py" for name in ("models", "receivers", "results")),
        *(f"search/index/{name}.py" for name in ("consistency", "file_writer", "indexer", "writer")),
    ],
}
# Of each group at least so many, or all that it has.
FEWEST = 25


@dataclass(frozen=True)
class Mutant:
    """One change: the ``occurrence``-th of those that an operator can make in a file."""

    group: str
    path: str
    line: int
    column: int
    operator: str
    occurrence: int
    source: str

    @property
    def key(self) -> str:
        """Return a name that stays while the file does."""
        return f"{self.path}:{self.line}:{self.column} {self.operator} {self.occurrence}"

    @property
    def kind(self) -> str:
        """Return the operator's name without the library's."""
        return self.operator.partition("/")[2]


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield each module of each group, the group first."""
    for group, patterns in GROUPS.items():
        for path in sorted({found for pattern in patterns for found in root.glob(pattern)}):
            if "migrations" not in path.parts:
                yield group, path


def all_mutants(root: Path) -> list[Mutant]:
    """Return every mutant of every module that Python can read and a test could see."""
    found = []
    for group, path in modules(root):
        source = path.read_text()
        lines, unseen = source.splitlines(), unseen_spans(source)
        tree = get_ast_from_path(path)
        for name, operator in operators():
            places = (place for node in ast_nodes(tree) for place in operator.mutation_positions(node))
            for occurrence, (start, _) in enumerate(places):
                if not any(first <= start < last for first, last in unseen):
                    text = lines[start[0] - 1].strip()
                    found.append(Mutant(group, path.relative_to(root).as_posix(), *start, name, occurrence, text))
    return found


def is_code(root: Path, mutant: Mutant) -> bool:
    """Return whether a mutant can be compiled and is another program: a changed sign of a signature may be neither."""
    source = (root / mutant.path).read_text()
    try:
        changed = ast.dump(ast.parse(mutate_code(source, operator_named(mutant.operator), mutant.occurrence) or ""))
    except SyntaxError:
        return False
    return changed != ast.dump(ast.parse(source))


def unseen_spans(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """
    Return from where to where changes are left alone.

    - Annotations: nothing reads them when the site runs.
    - Fields of models: another ``max_length`` or ``null`` asks for a migration, and ``make lint`` fails
      (``makemigrations --check``). Tests run on the tables that the true migrations made.
    - What ``@dataclass`` is told: ``frozen`` keeps us from mistakes and does nothing otherwise.
    - What ``@cache`` and ``@cached_property`` save: the answer is the same, at another price.
    """
    spans = []
    for node in ast.walk(ast.parse(source)):
        hidden: list[ast.AST | None] = []
        if isinstance(node, ast.FunctionDef):
            hidden.append(node.returns)
        if isinstance(node, ast.arg | ast.AnnAssign):
            hidden.append(node.annotation)
        if isinstance(node, ast.ClassDef):
            fields = (s.value for s in node.body if isinstance(s, ast.Assign | ast.AnnAssign))
            hidden += [value for value in fields if isinstance(value, ast.Call) and _is_field(value)]
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            hidden += [d for d in node.decorator_list if ast.unparse(d).split("(")[0] in SAVES_OR_FREEZES]
        spans += [_span(part, source) for part in hidden if part is not None]
    return spans


SAVES_OR_FREEZES = {"cache", "cached_property", "dataclass"}


def _is_field(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    return name.startswith("models.") and name.endswith(("Field", "Key"))


def _span(node: ast.AST, source: str) -> tuple[tuple[int, int], tuple[int, int]]:
    lines = _lines(source)
    # The library counts characters, Python’s tree counts bytes. A decorator begins with its sign.
    first, last = (
        (line, len(lines[line - 1].encode()[:column].decode()))
        for line, column in ((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset))
    )
    return (first[0], first[1] - (lines[first[0] - 1][: first[1]].strip() == "@")), last


@cache
def _lines(source: str) -> list[str]:
    return source.splitlines()


def draw(root: Path, number: int, seed: int) -> list[Mutant]:
    """
    Draw mutants, of each group as many as its share of all, and no fewer than ``FEWEST``.

    At each place of the code at most one, so that a long comparison weighs no more than a short one.
    """
    groups: dict[str, dict[tuple, list[Mutant]]] = {group: defaultdict(list) for group in GROUPS}
    for mutant in all_mutants(root):
        groups[mutant.group][mutant.path, mutant.line, mutant.column].append(mutant)
    places = sum(map(len, groups.values()))
    drawn = []
    for group, here in groups.items():
        # Of its own, so that a changed group leaves the others' mutants as they are.
        chance = random.Random(f"{seed} {group}")
        wanted = min(len(here), max(FEWEST, round(number * len(here) / places)))
        order = chance.sample(sorted(here), len(here))
        one_each = (chance.choice(here[place]) for place in order)
        usable = (mutant for mutant in one_each if is_code(root, mutant))
        drawn += [mutant for _, mutant in zip(range(wanted), usable, strict=False)]
    return drawn


def digest(*paths: Path) -> str:
    """Return a digest of some files."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:20]
