"""Files of the corpus with accidents: each made from a number when it is needed, and kept nowhere."""

import random
from collections.abc import Callable, Sequence

from .corpus import Known

NUMBER = 5_000
# Bytes: longer files take long to read, and show no more.
LONGEST = 150_000

NUMBERS = [b"0", b"-1", b"2147483647", b"4294967296", b"99999999999999999999", b"1e308", b"null"]
WORDS = [
    b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"startxref", b"<<", b">>", b"[", b"]", b"(", b")",
    b"/Length", b"/Type", b"/Kids", b"/Count", b"/Parent", b"/Filter", b"/FlateDecode", b"/Root", b"/Size", b"/Font",
]  # fmt: skip


def flip_bytes(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 4, 16, 64, 400])):
        content[chance.randrange(len(content))] = chance.randrange(256)


def cut_out(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    del content[start : start + chance.choice([1, 10, 100, 1000, 10_000])]


def cut_off(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def repeat(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    part = content[start : start + chance.choice([5, 50, 500])]
    content[start:start] = part * chance.choice([1, 3, 50])


def insert(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    content[start:start] = chance.randbytes(chance.choice([1, 10, 1000]))


def other_word(content: bytearray, chance: random.Random) -> None:
    word = chance.choice(WORDS)
    place = content.find(word, chance.randrange(len(content)))
    if place >= 0:
        content[place : place + len(word)] = chance.choice(WORDS)


def other_number(content: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(content))
    while start < len(content) and not chr(content[start]).isdigit():
        start += 1
    end = start
    while end < len(content) and chr(content[end]).isdigit():
        end += 1
    content[start:end] = chance.choice(NUMBERS)


def swap(content: bytearray, chance: random.Random) -> None:
    size = chance.choice([10, 100, 1000])
    one, other = (chance.randrange(len(content)) for _ in range(2))
    content[one : one + size], content[other : other + size] = (
        content[other : other + size],
        content[one : one + size],
    )


ACCIDENTS: list[Callable[[bytearray, random.Random], None]] = [
    flip_bytes, cut_out, cut_off, repeat, insert, other_word, other_number, swap,
]  # fmt: skip


def mutated(number: int, files: Sequence[Known]) -> tuple[str, bytes]:
    """Return the file that a number stands for, and a name that tells how it came about."""
    chance = random.Random(f"mutation {number}")
    source = chance.choice(files)
    content = bytearray(source.content)
    names = []
    for _ in range(chance.choice([1, 1, 2, 5])):
        accident = chance.choice(ACCIDENTS)
        names.append(accident.__name__)
        if content:
            accident(content, chance)
    return f"{number} {source.name} {' '.join(names)}", bytes(content)
