"""What is changed in the code: the operators of cosmic-ray that fit it, and four that cosmic-ray has not."""

from collections.abc import Iterator

import parso
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.plugins import get_operator, operator_names
from parso.python.tree import Keyword

# Each sign becomes its neighbour, not each of eleven others: “%” for “+” is an error with strings, which any test of
# the line sees, and eleven such mutants at one place would only flatter the score.
NEIGHBOURS = {
    "Add_Sub",
    "Sub_Add",
    "Mul_Add",
    "Div_Mul",
    "FloorDiv_Mul",
    "Mod_Mul",
    "Pow_Mul",
    "LShift_RShift",
    "RShift_LShift",
    "BitOr_BitAnd",
    "BitAnd_BitOr",
}
# The opposite, and the bound moved by one. “is” for “==” is left out: the same for what Python keeps once.
COMPARISONS = {
    "Eq_NotEq",
    "NotEq_Eq",
    "Lt_LtE",
    "Lt_GtE",
    "LtE_Lt",
    "LtE_Gt",
    "Gt_GtE",
    "Gt_LtE",
    "GtE_Gt",
    "GtE_Lt",
    "Is_IsNot",
    "IsNot_Is",
}
# “not” and “~” may go; a minus may too, but becomes no “~”, which is another number by one.
UNARY = {"Delete_Not", "Delete_Invert", "Delete_USub"}


class ReplaceInWithNotIn(Operator):
    """Turns ``in`` into ``not in``, and the other way round."""

    def mutation_positions(self, node):
        """Yield where a comparison asks whether something is in something."""
        if node.type == "comparison":
            for child in self._asked(node):
                yield child.start_pos, child.end_pos

    def mutate(self, node, index):
        """Return the comparison with the opposite question."""
        asked = self._asked(node)[index]
        opposite = "in" if asked.type == "comp_op" else "not in"
        node.children[node.children.index(asked)] = parso.parse(f" {opposite}")
        return node

    @staticmethod
    def _asked(node):
        return [child for child in node.children[1::2] if " ".join(child.get_code().split()) in {"in", "not in"}]

    @classmethod
    def examples(cls):
        """Return what it does."""
        return (Example("x in y", "x not in y"), Example("x not in y", "x in y"))


class NegateComprehensionCondition(Operator):
    """Turns the condition of a comprehension round."""

    def mutation_positions(self, node):
        """Yield the conditions."""
        if node.type == "comp_if":
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node, index):
        """Return the opposite condition."""
        node.children[1] = parso.parse(f" (not ({node.children[1].get_code().strip()}))")
        return node

    @classmethod
    def examples(cls):
        """Return what it does."""
        return (Example("[x for x in y if x]", "[x for x in y if (not (x))]"),)


class RemoveCall(Operator):
    """Removes a call that is made for what it does: much of this code is such calls."""

    def mutation_positions(self, node):
        """Yield the statements that are nothing but a call."""
        if self._is_call(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        """Return a statement that does nothing."""
        return Keyword("pass", node.start_pos, node.get_first_leaf().prefix)

    @staticmethod
    def _is_call(node):
        is_statement = node.parent is not None and node.parent.type in {"simple_stmt", "suite"}
        return is_statement and node.type in {"atom_expr", "power"} and node.get_last_leaf().value == ")"

    @classmethod
    def examples(cls):
        """Return what it does."""
        return (Example("def f():\n    g()\n", "def f():\n    pass\n"),)


class RemoveLink(Operator):
    """Removes a link of a chain of a query set, such as ``.live()``."""

    # What chooses rows or their order. ``select_related`` and its like cost queries, which tests of their own count.
    LINKS = frozenset({"distinct", "exclude", "filter", "live", "not_private", "order_by", "private", "public"})

    def mutation_positions(self, node):
        """Yield the links of a chain."""
        for dot, call in self._links(node):
            yield dot.start_pos, call.end_pos

    def mutate(self, node, index):
        """Return the chain without a link."""
        dot, call = self._links(node)[index]
        node.children = [child for child in node.children if child is not dot and child is not call]
        return node

    @classmethod
    def _links(cls, node) -> list[tuple]:
        if node.type not in {"atom_expr", "power"}:
            return []
        pairs = zip(node.children[1:], node.children[2:], strict=False)
        return [
            (dot, call)
            for dot, call in pairs
            if dot.type == call.type == "trailer"
            and dot.children[0].value == "."
            and dot.children[1].value in cls.LINKS
            and call.children[0].value == "("
        ]

    @classmethod
    def examples(cls):
        """Return what it does."""
        return (Example("pages.live().public()", "pages.public()"),)


OURS = {
    f"ours/{operator.__name__}": operator
    for operator in (ReplaceInWithNotIn, NegateComprehensionCondition, RemoveCall, RemoveLink)
}


def operators() -> Iterator[tuple[str, Operator]]:
    """Yield the operators with their names; those of cosmic-ray that want arguments put chance into the code."""
    for name in operator_names():
        operator = get_operator(name)
        kind, _, change = name.partition("/")[2].partition("_")
        wanted = {
            "ReplaceBinaryOperator": NEIGHBOURS,
            "ReplaceComparisonOperator": COMPARISONS,
            "ReplaceUnaryOperator": UNARY,
        }.get(kind, {change})
        if not operator.arguments() and change in wanted:
            yield name, operator()
    for name, operator in OURS.items():
        yield name, operator()


def operator_named(name: str) -> Operator:
    """Return an operator by its name."""
    return OURS[name]() if name in OURS else get_operator(name)()
