"""Bullets and numbers."""

import pytest

from news.importer.builder import rich_text
from tests.news.importer.reading import read


@pytest.mark.parametrize("mark", ["• ", "•\t", "- ", "– ", "* ", "o\t", "\uf0b7 ", "▪\u00a0", "✓ "])
def test_bullets_become_a_list(mark):
    item = read(f"{mark}Otters", f"{mark}Herons & egrets", "Text.")
    assert rich_text(item.blocks) == "<ul><li>Otters</li><li>Herons &amp; egrets</li></ul><p>Text.</p>"


@pytest.mark.parametrize("mark", ["{}. ", "{}) ", "({}) "])
def test_numbers_from_one_up_become_a_list(mark):
    item = read(*(f"{mark.format(number)}Otter" for number in (1, 2, 3)))
    assert rich_text(item.blocks) == "<ol><li>Otter</li><li>Otter</li><li>Otter</li></ol>"


@pytest.mark.parametrize("lines", [["2. Otter", "3. Otter"], ["1. Otter"], ["1. Otter", "Text.", "2. Otter"]])
def test_other_numbers_stay_words(lines):
    assert [block.text for block in read(*lines).blocks] == lines
