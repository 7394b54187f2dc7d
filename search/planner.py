"""The query planner: pages with all of the query first, then with what may have been meant, then with some words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .engine import Engine, MatchCounts
from .query.divided_words import with_divided_words
from .query.expression import Concept, Expression, all_of, any_of, most_of
from .query.query_parser import parse_query, word_concept
from .query.rewriting import rewrites_of, suggested_concepts, suggestions_for, without_concepts
from .query.synonyms import Synonyms

# Where fewer pages hold all of several concepts, those that hold most of them are shown as well.
FEW_PAGES = 3
SEVERAL_CONCEPTS = 3
# The rarest concepts say most: so many of them name candidates, whatever else those pages lack.
RAREST = 2


@dataclass(frozen=True)
class QueryPlan:
    """
    What the index is asked for, and how many pages match.

    ``frequencies`` says how many pages have each concept, as far as that is known. ``candidate_expressions`` name
    further candidates for the first places. ``corrected_query`` is set where results are for other words than those
    typed, and ``missing_words`` are those that no page has.
    """

    concepts: tuple[Concept, ...]
    expression: Expression
    matches: MatchCounts
    frequencies: Mapping[Concept, int] = field(default_factory=dict)
    is_partial: bool = False
    candidate_expressions: tuple[Expression, ...] = ()
    corrected_query: str = ""
    missing_words: tuple[str, ...] = ()


def plan_query(engine: Engine, text: str, synonyms: Synonyms, path: str) -> QueryPlan | None:
    """
    Return the plan for a clean query among the pages under a path; ``None`` for a query without words.

    It takes one database query where some page has all concepts, two where none has, and four at the most; and one for
    the words that may be written as two.
    """
    concepts = with_divided_words(parse_query(text, synonyms))
    if not concepts:
        return None
    matches = engine.count_matches(all_of(concepts), concepts if len(concepts) > 1 else (), path)
    frequencies = dict(zip(concepts, matches.concepts or [matches.total], strict=True))
    plan = QueryPlan(concepts, all_of(concepts), matches, frequencies)
    if matches.total >= (FEW_PAGES if len(concepts) >= SEVERAL_CONCEPTS else 1):
        return plan
    unknown = [concept for concept in concepts if not frequencies[concept]]
    return rewritten(engine, plan, unknown, path) if unknown else relaxed(engine, plan, path)


def relaxed(engine: Engine, plan: QueryPlan, path: str) -> QueryPlan:
    """Return the plan for pages with most of the concepts, or else with any of them; one query."""
    concepts = with_words_of_phrases(plan.concepts)
    expressions = [expression for expression in (most_of(concepts), any_of(concepts)) if expression]
    # Pages with every concept are not given up for pages that hold hardly any.
    if plan.matches.total and len(expressions) == 1:
        return plan
    counts, _ = engine.compare(expressions, path)
    for expression, matches in zip(expressions, counts, strict=True):
        is_last = expression is expressions[-1] and not plan.matches.total
        if matches.total >= FEW_PAGES or (matches.total and is_last):
            return replace(
                plan,
                concepts=concepts,
                expression=expression,
                matches=matches,
                is_partial=True,
                candidate_expressions=rarest(plan),
            )
    return plan


def with_words_of_phrases(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return concepts, with the single words of each phrase that was typed without quotation marks beside it."""
    by_phrases: dict[tuple, Concept] = {}
    for concept in concepts:
        by_phrases[concept.phrases] = concept
        words = concept.typed.split()
        if len(words) > 1 and len(concept.phrases) > 1:
            by_phrases |= {single.phrases: single for single in map(word_concept, words)}
    return tuple(by_phrases.values())


def rarest(plan: QueryPlan) -> tuple[Expression, ...]:
    """Return the expressions for the rarest concepts of a plan that some page has."""
    known = [concept for concept in plan.concepts if plan.frequencies.get(concept)]
    by_frequency = sorted(known, key=lambda concept: plan.frequencies[concept])
    return tuple(all_of([concept]) for concept in by_frequency[:RAREST])


def rewritten(engine: Engine, plan: QueryPlan, unknown: Sequence[Concept], path: str) -> QueryPlan:
    """
    Return the plan for what may have been meant, where no page has some concepts; three queries.

    The vocabulary still holds words of pages that are no longer public, and those of every Site. A suggestion of such a
    word would give it away, and so would silence about a word that is a part of one. Where there are any, the index is
    asked again without them.
    """
    suggestions = suggestions_for(unknown)
    while True:
        rewrites = rewrites_of(plan.concepts, unknown, suggestions)
        if not rewrites:
            return replace(plan, missing_words=tuple(concept.typed for concept in unknown))
        with_all = [all_of(rewrite.concepts) for rewrite in rewrites]
        with_any = [any_of(rewrite.concepts) for rewrite in rewrites]
        suggested = suggested_concepts(suggestions)
        counts, occurring = engine.compare([*with_all, *with_any], path, suggested)
        if occurring >= suggested:
            break
        suggestions = without_concepts(suggestions, suggested - occurring)
    counts_with_all, counts_with_any = counts[: len(rewrites)], counts[len(rewrites) :]
    is_partial, is_empty, *_, best = min(
        (not whole.total, not part.total, rewrite.distance, -whole.total, -part.total, place)
        for place, (rewrite, whole, part) in enumerate(zip(rewrites, counts_with_all, counts_with_any, strict=True))
    )
    rewrite = rewrites[best]
    return replace(
        plan,
        concepts=rewrite.concepts,
        expression=(with_any if is_partial else with_all)[best],
        matches=(counts_with_any if is_partial else counts_with_all)[best],
        is_partial=bool(is_partial),
        corrected_query=rewrite.text if rewrite.is_correction and not is_empty else "",
        missing_words=tuple(
            concept.typed for concept in unknown if is_empty or not suggestions.get(concept.typed) or concept.is_quoted
        ),
    )
