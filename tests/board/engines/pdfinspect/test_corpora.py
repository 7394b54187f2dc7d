"""The bench's files are caught or left alone as promised, the same each time, and inspected as expected."""

import random

import pytest

from bench.pdf_hidden import ALARMS, CAUGHT, DESIGN_ALARMS, FALSE_ALARMS, alarm, catch
from bench.pdf_reading import PdfCase, run
from bench.pdf_text import share_found
from bench.pdfs import corpus, mutations
from bench.pdfs.designs import DESIGNS, designs
from bench.pdfs.harmless import LAYOUTS, harmless
from bench.pdfs.hostile import NUMBER, hostile
from bench.pdfs.more_redactions import more_redactions
from bench.pdfs.redactions import COVERED, OTHERS, gives_away, half_a_number
from tests.board.engines.pdfinspect.drawing import SECRET, covered_texts


@pytest.mark.parametrize("way", COVERED, ids=lambda way: way.__name__)
def test_covered_text_is_found_with_its_page(find_hidden, way):
    secret = "01632 960123" if way is half_a_number else SECRET
    hidden = find_hidden(way(random.Random(8), secret))
    assert hidden["not_examined"] == []
    found = " ".join(covered_texts(hidden)).replace(" ", "")
    assert secret.replace(" ", "") in found
    assert {text["page"] for text in hidden["covered"]} == {37 if "long" in way.__name__ else 1}


@pytest.mark.parametrize(
    ("aspect", "way"),
    [(aspect, way) for aspect, ways in OTHERS.items() for way in ways],
    ids=lambda it: str(it)[:30],
)
def test_other_hidden_information_is_found_and_nothing_is_covered(find_hidden, aspect, way):
    hidden = find_hidden(way(random.Random(8), SECRET))
    assert hidden[aspect]
    assert not hidden["covered"]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_harmless_layout_raises_no_alarm(find_hidden, layout):
    hidden = find_hidden(layout(random.Random(8)))
    assert {name: hidden[name] for name in ALARMS if hidden[name]} == {}


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.__name__)
def test_words_under_what_does_not_look_like_a_redaction_stop_nothing(find_hidden, design):
    hidden = find_hidden(design(random.Random(8)))
    assert {name: hidden[name] for name in ALARMS if hidden[name]} == {}


def test_redaction_that_is_hard_to_tell_from_a_design_is_found(tmp_path):
    assert [outcome for outcome in catch(more_redactions(), tmp_path) if not outcome.is_alarm] == []


@pytest.mark.test_all("Two hundred files; make test tries one of each kind.")
def test_promised_figures_hold(tmp_path):
    files = list(gives_away())
    assert len(files) == 40
    assert sum(outcome.is_alarm for outcome in catch(files, tmp_path)) >= CAUGHT
    files = list(harmless())
    assert len(files) == 100
    assert len({file.content for file in files}) > 80
    assert sum(outcome.is_alarm for outcome in alarm(files, tmp_path)) <= FALSE_ALARMS
    assert sum(outcome.is_alarm for outcome in alarm(designs(), tmp_path)) <= DESIGN_ALARMS


def known(content=b"%PDF-1.7 1 0 obj << /Length 12 >> endobj" * 20, words=("One", "ﬁnal", "One")):
    return corpus.Known("a-file", content, list(words))


@pytest.mark.test_all("Makes sixty files that cost much.")
def test_hostile_files_are_as_many_as_said_and_all_differ():
    files = list(hostile())
    assert len(files) == NUMBER == len({file.content for file in files}) == len({file.name for file in files})
    names = "".join(file.upload_name for file in files)
    assert all(sign in names for sign in ("../", "\x00", "\u202e"))


def test_mutation_of_a_number_is_the_same_each_time():
    made = [mutations.mutated(number, [known()]) for number in range(50)]
    assert made == [mutations.mutated(number, [known()]) for number in range(50)]
    assert len({content for _, content in made}) > 40


def test_words_count_in_any_order_and_form():
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
def test_corpus_file_ends_in_its_state(tmp_path, make, state):
    content, _ = make(random.Random(5))
    tally = run([PdfCase("a file", content, state)], tmp_path, workers=1)
    assert (dict(tally.states), tally.faults, tally.not_looked_at) == ({state: 1}, [], 0)


def test_other_state_than_expected_is_a_fault(tmp_path):
    tally = run([PdfCase("a file", b"nothing", "read")], tmp_path, workers=1)
    assert tally.faults == ["a file: damaged, expected read"]
