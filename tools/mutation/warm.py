"""
A process that has imported everything and collected the tests, and forks for each mutant.

In the fork the functions that a mutant changes get their new code, whatever has wrapped them: a start of Django and
pytest costs seconds, this costs none. A mutant outside functions, which does its work when a module is imported, gets
a process of its own from the driver; so does one that survives here, where the function runs during an import too.
"""

import gc
import json
import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from django.conf import settings
from django.urls import reverse

from tools.mutation.plugin import TOOK_TOO_LONG, end_after

KILLED, SURVIVED, COLD = "killed", "survived", "cold"


class Warm:
    """Answers on one pipe what became of the mutants that come in on another."""

    def __init__(self, jobs: int, answers: int) -> None:
        self.jobs, self.answers = os.fdopen(jobs), os.fdopen(answers, "w")
        self.items: dict[str, pytest.Item] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session) -> bool:
        """Take one mutant after the other."""
        self.items = {item.nodeid: item for item in session.items}
        # The addresses and all that answers them are imported with the first question for one; once is enough.
        reverse("wagtailadmin_home")
        functions = functions_of(session.config.rootpath)
        # What is not collected stays shared with the forks.
        gc.collect()
        gc.freeze()
        for line in self.jobs:
            job = json.loads(line)
            answer = self.forked(session, functions, job)
            self.answers.write(json.dumps(answer) + "\n")
            self.answers.flush()
        return True

    def forked(self, session, functions: dict, job: dict) -> dict:
        """Return what became of a mutant, and the test that ended it."""
        # What tests write, each fork begins without.
        for folder in (settings.MEDIA_ROOT, settings.PAGE_CACHE_DIR):
            shutil.rmtree(folder, ignore_errors=True)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            self.live(session, functions, job, writer)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            told = pipe.read().split("\n")
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        last = told[-1]
        if last in {COLD, SURVIVED}:
            return {"outcome": last}
        why = {TOOK_TOO_LONG: "time", 1: "failure"}.get(code, f"exit code {code}")
        return {"outcome": KILLED, "by": last, "why": why}

    def live(self, session, functions: dict, job: dict, writer: int) -> None:
        """Be the mutant, tell which test is running, and at last how it ended; never return."""
        code = 0
        try:
            tests = [test for test in job["tests"] if test in self.items]
            if not mutated(job["path"], job["source"], functions) or not tests:
                os.write(writer, COLD.encode())
                return
            items = sorted((self.items[test] for test in tests), key=is_transactional)
            for item, following in zip(items, [*items[1:], None], strict=True):
                os.write(writer, f"\n{item.nodeid}".encode())
                end_after(job["tests"][item.nodeid])
                session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    code = 1
                    return
            end_after(0)
            os.write(writer, f"\n{SURVIVED}".encode())
        except BaseException:  # noqa: BLE001 - A fork that returned would be a second driver's partner.
            code = 2
        finally:
            os._exit(code)


def is_transactional(item) -> bool:
    """Return whether a test empties the database, as pytest-django asks; those come last."""
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))


def functions_of(folder: Path) -> dict[tuple, list[FunctionType]]:
    """Return the functions that are there of the files in a folder, by file and name; also those that were wrapped."""
    functions = defaultdict(list)
    prefix = f"{folder.resolve()}/"
    for found in gc.get_objects():
        # Not isinstance: of a lazy object that is a question, and it wakes up.
        if type(found) is FunctionType and found.__code__.co_filename.startswith(prefix):
            functions[found.__code__.co_filename, *name_of(found.__code__)].append(found)
    return functions


def mutated(path: str, source: str, functions: dict[tuple, list[FunctionType]]) -> bool:
    """Give the functions of a module the code of its mutant; return whether that is all of the mutant."""
    file = Path(path).resolve()
    original, changed = (list(all_codes(compile(text, str(file), "exec"))) for text in (file.read_text(), source))
    before, after = dict(original), dict(changed)
    differing = [key for key in before if key in after and own(before[key]) != own(after[key])]
    if not differing or [key for key, _ in original] != [key for key, _ in changed]:
        return False
    there = {key: functions.get((str(file), *key[-1]), []) for key in before}
    times = Counter(key for key, _ in original)
    # Two lambdas of a line have one name.
    live = {key for key in before if there[key] and times[key] == 1}
    # Each change lies in code that a function holds which is there now, and not in the body of a module or class.
    if not all(any(key[:end] in live for end in range(1, len(key) + 1)) for key in differing):
        return False
    for key in live:
        if before[key] != after[key]:
            for function in there[key]:
                if function.__code__.co_freevars != after[key].co_freevars:
                    return False
                function.__code__ = after[key]
    return True


def name_of(code: CodeType) -> tuple:
    """Return what tells a code object from the others of its file."""
    return code.co_qualname, code.co_firstlineno


def all_codes(code: CodeType, above: tuple = ()) -> Iterator[tuple[tuple, CodeType]]:
    """Yield a code object and those in it, each with the names of those around it."""
    key = (*above, name_of(code))
    yield key, code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from all_codes(inner, key)


def own(code: CodeType) -> tuple:
    """Return what a code object does itself, without what is in it."""
    constants = [(type(c), c) for c in code.co_consts if not isinstance(c, CodeType)]
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_exceptiontable
