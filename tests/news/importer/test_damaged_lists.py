"""Damaged lists."""

import random
from pathlib import Path

import pytest

from board.textfiles import TextFileError, decode
from news.importer.parser import parse_list

LIST = Path(__file__).parent.parent / "data" / "our-list.txt"


@pytest.mark.parametrize("seed", range(50))
def test_damaged_list_is_refused_or_read(seed):
    chance = random.Random(seed)
    data = bytearray(LIST.read_bytes())
    match seed % 3:
        case 0:
            data = data[: chance.randrange(len(data))]
        case 1:
            for _ in range(chance.randrange(1, 20)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        case 2:
            data = bytearray(chance.randbytes(chance.randrange(1, 4000)))
    try:
        items = parse_list(decode(bytes(data), "list.txt").text).items
    except TextFileError:
        return  # Any other exception fails the test.
    assert items
    assert all(item.title for item in items)
