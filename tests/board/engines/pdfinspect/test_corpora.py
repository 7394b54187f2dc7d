"""The files of the bench are what they are said to be: so many, the same each time, and read as expected."""

import random

import pytest

from bench.pdf_reading import Case, run
from bench.pdf_text import share_found
from bench.pdfs import corpus, mutations
from bench.pdfs.hostile import NUMBER, hostile


def known(content=b"%PDF-1.7 1 0 obj << /Length 12 >> endobj" * 20, words=("One", "ﬁnal", "One")):
    return corpus.Known("a-file", content, list(words))


@pytest.mark.test_all("Makes sixty files that cost much.")
def test_the_hostile_files():
    files = list(hostile())
    assert len(files) == NUMBER == len({file.content for file in files}) == len({file.name for file in files})
    names = "".join(file.upload_name for file in files)
    assert all(sign in names for sign in ("../", "\x00", "\u202e"))


def test_a_mutation_is_the_same_each_time_and_another_one_differs():
    made = [mutations.mutated(number, [known()]) for number in range(50)]
    assert made == [mutations.mutated(number, [known()]) for number in range(50)]
    assert len({content for _, content in made}) > 40


def test_words_are_counted_in_any_order_and_form():
    assert share_found(known(), "ONE final one") == 1
    assert share_found(known(), "final one") == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (lambda chance: corpus.tagged(chance, 2), "read"),
        *(
            pytest.param(make, state, marks=pytest.mark.test_all("Another kind of file; make test reads one."))
            for make, state in [
                (corpus.in_two_columns, "read"),
                (corpus.table, "read"),
                (lambda chance: corpus.scanned(chance, is_recognised=True), "read"),
                (lambda chance: corpus.scanned(chance, is_recognised=False), "no_text"),
            ]
        ),
    ],
)
def test_files_of_the_corpus_end_as_expected(tmp_path, make, state):
    content, _ = make(random.Random(5))
    tally = run([Case("a file", content, state)], tmp_path, workers=1)
    assert (dict(tally.states), tally.faults, tally.not_looked_at) == ({state: 1}, [], 0)


def test_a_file_that_ends_otherwise_is_a_fault(tmp_path):
    tally = run([Case("a file", b"nothing", "read")], tmp_path, workers=1)
    assert tally.faults == ["a file: damaged, expected read"]
