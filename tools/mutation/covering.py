"""Which tests run which lines, and which of them a mutant has to pass."""

import ast
import json
import os
import subprocess
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path

from coverage import CoverageData

from tools.copies import copy_of_the_checkout
from tools.mutation.drawing import digest, modules

QUICK = "not browser and not test_all and not test_long"
# Plugins that cost seconds in each process and do nothing for these tests. The order is ours, so it is not random.
WITHOUT = ["cacheprovider", "randomly", "playwright", "base_url", "hypothesispytest", "faker"]
OPTIONS = ["-q", "--assert=plain", "-p", "tools.mutation.plugin"]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)
OPTIONS += [word for name in WITHOUT for word in ("-p", f"no:{name}")]


@dataclass
class Covered:
    """
    What the tests do: the seconds each takes, by the clock and of the processor (``cost``, which other programs of the
    machine do not change), and for each module and line those that run it.

    ``prepared`` are files with a test in whose set-up the line runs: what a world of a module did, its later tests see,
    though only the first is noted. ``imported`` are lines that run while modules are imported, whether or not tests run
    them too. ``code`` and ``files`` say of which code and test files this is true.
    """

    code: str = ""
    files: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    prepared: dict[str, dict[int, list[str]]] = field(default_factory=dict)
    imported: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Covered":
        """Return what was written down, or nothing."""
        if not path.exists():
            return cls()
        found = cls(**json.loads(path.read_text()))
        for kept in (found.lines, found.prepared):
            for module, lines in kept.items():
                kept[module] = {int(line): tests for line, tests in lines.items()}
        return found

    def forget(self, files: set[str]) -> None:
        """Forget the tests of some files."""
        self.files = {name: kept for name, kept in self.files.items() if name not in files}
        self.seconds = {test: took for test, took in self.seconds.items() if file_of(test) not in files}
        self.cost = {test: took for test, took in self.cost.items() if file_of(test) not in files}
        for kept in (self.lines, self.prepared):
            for lines in kept.values():
                for line, tests in lines.items():
                    lines[line] = [test for test in tests if file_of(test) not in files]

    def add(self, data: CoverageData, root: Path) -> None:
        """Add what was measured, of tests that passed."""
        measured = {Path(name).resolve(): name for name in data.measured_files()}
        for _, path in modules(root):
            name = path.relative_to(root).as_posix()
            lines, prepared = self.lines.setdefault(name, {}), self.prepared.setdefault(name, {})
            contexts_by_line = data.contexts_by_lineno(measured.get(path.resolve(), ""))
            on_import = {line for line, contexts in contexts_by_line.items() if "" in contexts}
            self.imported[name] = sorted(on_import.union(self.imported.get(name, ())))
            for line, contexts in contexts_by_line.items():
                named = [context.rpartition("|") for context in contexts if "|" in context]
                tests = {test for test, _, _ in named} & self.seconds.keys()
                in_set_up = {file_of(test) for test, _, phase in named if phase == "setup"}
                lines[line] = sorted({*lines.get(line, ()), *tests})
                prepared[line] = sorted({*prepared.get(line, ()), *in_set_up})


def file_of(test: str) -> str:
    """Return the file of a test's id."""
    return test.split("::", 1)[0]


def covered(root: Path, path: Path, arguments: list[str]) -> Covered:
    """
    Return what the quick tier covers: measured once for this code, and again only for test files that have changed.

    ``arguments`` are pytest's, to measure a part of the tests.
    """
    kept = Covered.read(path)
    ours = [
        file for folder in ("board", "home", "news", "resources", "search") for file in root.glob(f"{folder}/**/*.py")
    ]
    tests = {
        file.relative_to(root).as_posix(): digest(file)
        for file in root.glob("tests/**/test_*.py")
        if "browser" not in file.parts
    }
    # What tests have in common may change any of them.
    shared = [file for file in root.glob("tests/**/*.py") if not file.name.startswith("test_")]
    code = digest(*ours, *shared)
    if kept.code != code:
        kept = Covered(code=code)
    changed = {name for name in {*tests, *kept.files} if tests.get(name) != kept.files.get(name)}
    if changed:
        kept.forget(changed)
        measure(root, kept, sorted(changed & tests.keys()), arguments)
        kept.files = tests
        path.write_text(json.dumps(asdict(kept)))
    return kept


def measure(root: Path, kept: Covered, files: list[str], arguments: list[str]) -> None:
    """Run tests and add what they cover; one that does not pass here is left out, for it would kill every mutant."""
    folders = sorted({path.parent.relative_to(root).as_posix() for _, path in modules(root)})
    with copy_of_the_checkout() as copy:
        data, record = copy / "var" / "coverage", copy / "var" / "record.json"
        data.parent.mkdir(exist_ok=True)
        options = [*OPTIONS, "-n", "2", "--dist", "loadfile", "-m", QUICK, "--cov-context=test", "--cov-report="]
        command = [".venv/bin/python", "-m", "pytest", *options, *(f"--cov={folder}" for folder in folders)]
        environment = {"COVERAGE_FILE": str(data), "MUTANTS_RECORD": str(record), "PYTHONPATH": str(copy)}
        subprocess.run([*command, *arguments, *files], cwd=copy, env={**os.environ, **environment}, check=False)
        found = json.loads(record.read_text())
        passed = found["seconds"].keys() - set(found["not_passed"])
        kept.seconds |= {test: found["seconds"][test] for test in passed}
        kept.cost |= {test: found["cost"][test] for test in passed}
        measured = CoverageData(str(data))
        measured.read()
        kept.add(measured, copy)


def lines_of(node: ast.stmt) -> range:
    """Return the lines of a statement, with the decorators above it."""
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
    return range(first, (node.end_lineno or first) + 1)


def statement_spans(source: str, line: int) -> list[range]:
    """
    Return the lines around a line whose tests try it, the smallest first: statement, function, class and module.

    A line that runs when its module is imported (a decorator, a default, a constant) is tried by the tests of what it
    belongs to, not by the one test in which the module happened to be imported.
    """
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt) and line in lines_of(node)]
    whole_module = range(1, 10**6)
    if any(isinstance(node, FUNCTIONS) and node.body[0].lineno <= line for node in nodes):
        return [range(line, line + 1), *sorted(map(lines_of, nodes), key=len), whole_module]
    return [*sorted((lines_of(node) for node in nodes if isinstance(node, DEFINITIONS)), key=len), whole_module]


def that_cover(kept: Covered, root: Path, module: str, line: int) -> list[str]:
    """
    Return the tests that run a line, in the order in which they are to be tried.

    Those of the file that is called like the module come first, then those of the module's own folder under ``tests``,
    the quickest first. Of other folders each file sends its quickest, then its second: one file with many tests of a
    kind says less than many files.
    """
    of_module, prepared = kept.lines.get(module, {}), kept.prepared.get(module, {})
    tests, files = set(), set()
    for span in statement_spans((root / module).read_text(), line):
        tests = {test for number, found in of_module.items() if number in span for test in found}
        files = {file for number, found in prepared.items() if number in span for file in found}
        if tests:
            break
    by_file = defaultdict(list)
    for test, took in sorted(kept.cost.items(), key=lambda found: found[1]):
        if test in tests or file_of(test) in files:
            by_file[file_of(test)].append((test not in tests, took, test))
    mirrored = f"tests/{Path(module).parent.as_posix()}/"
    # ``board/publishing/management/commands`` is tried under ``tests/board/publishing``.
    depth = 2 if module.startswith("search/") else 3
    mirrored = "/".join(mirrored.split("/")[:depth]) + "/"
    named = f"{mirrored}test_{Path(module).stem}.py"
    ranked = []
    for file, found in by_file.items():
        is_own = file.startswith(mirrored)
        for place, (is_beside, took, test) in enumerate(sorted(found)):
            ranked.append((file != named, not is_own, is_beside, 0 if is_own else place, took, test))
    return [test for *_, test in sorted(ranked)]


def within(kept: Covered, tests: list[str], seconds: float) -> list[str]:
    """Return those of the tests, the first before the others, that take so many seconds together, and at least one."""
    chosen: list[str] = []
    for test in tests:
        if not chosen or kept.cost[test] <= seconds:
            seconds -= kept.cost[test]
            chosen.append(test)
    return chosen
