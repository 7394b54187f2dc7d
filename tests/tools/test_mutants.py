"""What ``make mutants`` changes, which mutants it draws, and how a mutant takes the place of the code."""

import importlib.util
import sys
import tomllib
from pathlib import Path

import pytest
from cosmic_ray.mutating import mutate_code

from tools.mutation import drawing
from tools.mutation.covering import Covered, that_cover, within
from tools.mutation.drawing import all_mutants, draw, is_code
from tools.mutation.operators import OURS, RemoveCall, operator_named, operators
from tools.mutation.warm import functions_of, mutated

MODULE = """
from dataclasses import dataclass
from django.db import models

LIMIT = 3

@dataclass(frozen=True)
class Rule:
    words: str | None = None

    @property
    def is_long(self) -> bool | None:
        return len(self.words) > LIMIT

def all_long(rules):
    return [rule for rule in rules if rule.is_long and not (lambda r: r.words == "none")(rule)]
"""


@pytest.fixture
def rule(tmp_path, monkeypatch):
    """The module above, imported from a file, in a group of its own."""
    path = tmp_path / "rule.py"
    path.write_text(MODULE)
    monkeypatch.setattr(drawing, "GROUPS", {"rules": ["rule.py"]})
    spec = importlib.util.spec_from_file_location("rule_of_a_test", path)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "rule_of_a_test", module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("operator", OURS.values(), ids=OURS)
def test_each_operator_does_what_its_examples_say(operator):
    for example in operator.examples():
        assert mutate_code(example.pre_mutation_code, operator(), example.occurrence) == example.post_mutation_code


def test_a_call_whose_value_is_wanted_stays():
    assert mutate_code("found = ask()\nreturn_it(found)\n", RemoveCall(), 0) == "found = ask()\npass\n"
    assert mutate_code("found = ask()\n", RemoveCall(), 0) is None


def test_annotations_and_frozen_are_left_alone(rule):
    lines = {mutant.line for mutant in all_mutants(Path(rule.__file__).parent)}
    assert lines == {5, 11, 13, 16}  # The number, @property, and the two functions.


def test_the_same_seed_draws_the_same_and_no_place_twice(rule):
    root = Path(rule.__file__).parent
    drawn = draw(root, 400, seed=1)
    assert drawn == draw(root, 400, seed=1) != draw(root, 400, seed=2)
    places = [(mutant.line, mutant.column) for mutant in drawn]
    assert len(places) == len(set(places))
    assert all(is_code(root, mutant) for mutant in drawn)


def became(rule, line, kind):
    """Let a function be the mutant of an operator on a line; return whether that could be done."""
    return mutated(rule.__file__, changed(rule, line, kind), functions_of(Path(rule.__file__).parent))


def changed(rule, line, kind):
    """The source of the mutant of an operator on a line."""
    found = next(m for m in all_mutants(Path(rule.__file__).parent) if m.line == line and m.kind.startswith(kind))
    return mutate_code(MODULE, operator_named(found.operator), found.occurrence)


def test_a_function_that_is_wrapped_gets_the_code_of_its_mutant(rule):
    assert not rule.Rule("no").is_long
    assert became(rule, 13, "ReplaceComparisonOperator_Gt_LtE")
    assert rule.Rule("no").is_long


def test_what_is_inside_a_function_changes_with_it(rule):
    rules = [rule.Rule("something"), rule.Rule("none")]
    assert rule.all_long(rules) == rules[:1]
    assert became(rule, 16, "ReplaceComparisonOperator_Eq_NotEq")
    assert rule.all_long(rules) == rules[1:]


@pytest.mark.parametrize(("line", "kind"), [(5, "NumberReplacer"), (11, "RemoveDecorator")])
def test_what_is_done_on_import_needs_a_process_of_its_own(rule, line, kind):
    assert not became(rule, line, kind)


def test_what_was_judged_is_a_line_of_the_code_and_has_a_reason():
    root = Path(drawing.__file__).parents[2]
    kinds = {name.partition("/")[2] for name, _ in operators()}
    for entry in tomllib.loads((root / "tools" / "mutants.toml").read_text())["equivalent"]:
        lines = [line.strip() for line in (root / entry["file"]).read_text().splitlines()]
        assert lines.count(entry["source"]) == 1, entry
        assert entry["operator"] in kinds
        assert entry["reason"]


def test_own_tests_come_first_and_then_one_of_each_file(tmp_path):
    (tmp_path / "board/approvals").mkdir(parents=True)
    (tmp_path / "board/approvals/rule.py").write_text("LIMIT = 1\n@wraps\ndef f():\n    return LIMIT\n")
    own, news, home = "tests/board/approvals/test_a.py::", "tests/news/test_n.py::", "tests/home/test_h.py::"
    seconds = {own + "slow": 9, own + "quick": 1, news + "a": 1, news + "b": 2, home + "a": 5, home + "never": 1}
    tests = [test for test in seconds if not test.endswith("never")]
    kept = Covered(
        cost=seconds, lines={"board/approvals/rule.py": {1: [home + "never"], 2: [home + "never"], 4: tests}}
    )
    wanted = [own + "quick", own + "slow", news + "a", home + "a", news + "b"]
    assert that_cover(kept, tmp_path, "board/approvals/rule.py", 4) == wanted
    # A line that runs on import has the tests of what it belongs to, beside the one that imported it.
    for line in (1, 2):
        found = that_cover(kept, tmp_path, "board/approvals/rule.py", line)
        assert sorted(found) == sorted([*wanted, home + "never"])
    # The third takes too long, the fourth does not.
    assert within(kept, wanted, 11) == [own + "quick", own + "slow", news + "a"]
    assert within(kept, wanted, 4) == [own + "quick", news + "a", news + "b"]
