"""What is asked of the index: all that was typed first, then what may have been meant, then some of the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from search.engine import Engine, Found
from search.query.expression import Concept, Expression, all_of, any_of, most_of
from search.query.parser import concepts_of, single
from search.query.suggestions import Guess, guesses_for
from search.query.synonyms import Synonyms

# With fewer pages that hold every one of several words, those that hold most of them are shown as well.
FEW = 3
SEVERAL = 3
# Of the words in a question, the rarest say most: pages with these are looked at whatever else they lack.
RAREST = 2


@dataclass(frozen=True)
class Question:
    """
    What the index is asked, and how many pages it has found.

    ``counts`` says in how many pages concepts are, as far as it is known. ``also`` are further expressions from whose
    pages the first places are chosen; ``shown_for`` is what was meant where that is not what was typed, and ``without``
    are the words that no page has.
    """

    concepts: tuple[Concept, ...]
    expression: Expression
    found: Found
    counts: Mapping[Concept, int] = field(default_factory=dict)
    is_partial: bool = False
    also: tuple[Expression, ...] = ()
    shown_for: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A way to read what was typed."""

    concepts: tuple[Concept, ...]
    words: str
    distance: float
    is_spelling: bool


def ask(engine: Engine, text: str, synonyms: Synonyms, path: str) -> Question | None:
    """
    Return what a cleaned text asks for among the pages under a path; ``None`` where no word was typed.

    One query for words that stand together on some page, one more where they don't, and at most four in all.
    """
    concepts = tuple(concepts_of(text, synonyms))
    if not concepts:
        return None
    found = engine.found(all_of(concepts), concepts if len(concepts) > 1 else (), path)
    counts = dict(zip(concepts, found.concepts or [found.total], strict=True))
    question = Question(concepts, all_of(concepts), found, counts)
    if found.total >= (FEW if len(concepts) >= SEVERAL else 1):
        return question
    unknown = [concept for concept in concepts if not counts[concept]]
    if unknown:
        return meant(engine, question, unknown, path)
    return partly(engine, question, path)


def partly(engine: Engine, question: Question, path: str) -> Question:
    """Return the question for pages with most of the words, or else with any of them; one query."""
    concepts = loosened(question.concepts)
    ways = [way for way in (most_of(concepts), any_of(concepts)) if way]
    # What holds every word already is not given up for pages that hold hardly any.
    if question.found.total and len(ways) == 1:
        return question
    totals, _ = engine.totals(ways, path)
    for way, found in zip(ways, totals, strict=True):
        if found.total >= FEW or (found.total and way is ways[-1] and not question.found.total):
            return replace(
                question, concepts=concepts, expression=way, found=found, is_partial=True, also=rarest(question)
            )
    return question


def loosened(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """Return concepts with the words of each phrase that was typed without quotation marks by themselves beside it."""
    found: dict[tuple, Concept] = {}
    for concept in concepts:
        found[concept.phrases] = concept
        words = concept.typed.split()
        if len(words) > 1 and len(concept.phrases) > 1:
            found |= {one.phrases: one for one in map(single, words)}
    return tuple(found.values())


def rarest(question: Question) -> tuple[Expression, ...]:
    """Return the expressions for the rarest concepts of a question that some page has."""
    known = [concept for concept in question.concepts if question.counts.get(concept)]
    return tuple(all_of([concept]) for concept in sorted(known, key=lambda concept: question.counts[concept]))[:RAREST]


def meant(engine: Engine, question: Question, unknown: Sequence[Concept], path: str) -> Question:
    """
    Return the question for what may have been meant, where no page has some of the words; three queries.

    The vocabulary keeps the words of pages that are public no more, and those of every Site. A guess, or silence about
    a word that is a part of one, would tell what they said: then it is asked once more without such words.
    """
    options = options_for(unknown)
    while True:
        readings = readings_of(question.concepts, unknown, options)
        if not readings:
            return replace(question, without=tuple(concept.typed for concept in unknown))
        together = [all_of(reading.concepts) for reading in readings]
        apart = [any_of(reading.concepts) for reading in readings]
        guessed = guessed_concepts(options)
        totals, occurring = engine.totals([*together, *apart], path, guessed)
        if occurring >= guessed:
            break
        options = without_concepts(options, guessed - occurring)
    ranked = [
        (not whole.total, not part.total, reading.distance, -whole.total, -part.total, place)
        for place, (reading, whole, part) in enumerate(
            zip(readings, totals[: len(readings)], totals[len(readings) :], strict=True)
        )
    ]
    misses_some, misses_all, *_, best = min(ranked)
    reading = readings[best]
    found = totals[best + (len(readings) if misses_some else 0)]
    missing = tuple(
        concept.typed for concept in unknown if misses_all or not options.get(concept.typed) or concept.is_quoted
    )
    return replace(
        question,
        concepts=reading.concepts,
        expression=(apart if misses_some else together)[best],
        found=found,
        is_partial=bool(misses_some),
        shown_for=reading.words if reading.is_spelling and not misses_all else "",
        without=missing,
    )


def options_for(unknown: Sequence[Concept]) -> dict[str, list[Guess]]:
    """Return what may have been meant by each of some concepts that no page has: a phrase's own words, or guesses."""
    phrases = {
        concept.typed: [Guess(concept.typed, tuple(map(single, concept.typed.split())), 0)]
        for concept in unknown
        if " " in concept.typed
    }
    words = [concept.typed for concept in unknown if concept.typed not in phrases]
    # What has synonyms is a word of the field, or of children: no slip.
    known = {concept.typed for concept in unknown if len(concept.phrases) > 1}
    return phrases | (guesses_for(words, known) if words else {})


def guessed_concepts(options: Mapping[str, Sequence[Guess]]) -> set[Concept]:
    """Return the concepts of all guesses; words that were typed themselves are no guess."""
    guesses = [guess for guesses in options.values() for guess in guesses if guess.distance]
    return {concept for guess in guesses for concept in guess.concepts}


def without_concepts(options: Mapping[str, Sequence[Guess]], refused: set[Concept]) -> dict[str, list[Guess]]:
    """Return the guesses that have none of some concepts."""
    return {
        typed: [guess for guess in guesses if not refused.intersection(guess.concepts)]
        for typed, guesses in options.items()
    }


def readings_of(
    concepts: Sequence[Concept], unknown: Sequence[Concept], options: Mapping[str, Sequence[Guess]]
) -> list[Reading]:
    """Return the ways to read some concepts: the first with the nearest guess for each unknown one, and so on."""
    names = [concept.typed for concept in unknown]
    readings = []
    for row in zip_longest(*(options.get(name, ()) for name in names)):
        chosen: dict[str, Guess | None] = {
            name: guess or next(iter(options.get(name, ())), None) for name, guess in zip(names, row, strict=True)
        }
        readings.append(reading_with(concepts, chosen))
    if not readings:
        readings = [reading_with(concepts, dict.fromkeys(names))]
    return [reading for reading in readings if reading.concepts]


def reading_with(concepts: Sequence[Concept], chosen: Mapping[str, Guess | None]) -> Reading:
    """Return the reading in which guesses take the place of concepts; one without a guess is left out."""
    found: list[Concept] = []
    words: list[str] = []
    guessed = [guess for guess in chosen.values() if guess]
    for concept in concepts:
        if concept.typed not in chosen:
            found.append(concept)
            words.append(concept.typed)
        elif guess := chosen[concept.typed]:
            found += guess.concepts
            words.append(guess.words)
    return Reading(
        tuple({concept.phrases: concept for concept in found}.values()),
        " ".join(words),
        sum(guess.distance for guess in guessed),
        any(guess.is_spelling and guess.distance for guess in guessed),
    )
