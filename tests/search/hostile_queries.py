"""Two thousand query strings that no reader means: the same at every run."""

import json
import random
import string
from itertools import product
from pathlib import Path
from urllib.parse import quote

WANTED = 2_000
WORD = "heron"
FACETS = ("kind", "topic", "year", "audience", "sort", "page")
# Written with escapes, since some of it can't be seen and some turns a line around.
PIECES: dict[str, list[str]] = json.loads(Path(__file__).with_name("hostile_queries.json").read_text())

# Floods of characters that combine with those before them, and of such as become many.
COMBINING = ["z" + "\u0301" * 3_000, "".join(f"a{chr(0x300 + n)}" for n in range(100)), "\u0f73" * 200, "\ufdfa" * 200]
NESTED = ["[" * 500, "(?:" * 300, "(" * 50_000 + ")" * 50_000, "a?" * 90 + "a" * 90, "x*" * 100, "\\1" * 40]
LONG = [
    *(sign * 100_000 for sign in ("a", '"', "\x00", " ", "-", "'", "\u00e9", "\U0001f989")),
    *(words * (100_000 // len(words)) for words in (f"{WORD} ", f"{WORD} OR ", "<b>", "a b", "ab* ", f'"{WORD}" ')),
    *(f"{WORD} " * number for number in (12, 13, 40)),
    *("q" * number for number in (199, 200, 201)),
    " ".join(f"w{number}" for number in range(5_000)),
]


def encode(typed: str) -> str:
    """Return what was typed as a browser, or an attacker, sends it."""
    return quote(typed.encode("utf-8", "surrogatepass"), safe="")


def typed_inputs() -> list[str]:
    """Return what stands in the search field."""
    marks = string.punctuation
    controls = [chr(code) for code in (*range(33), *range(127, 161))]
    kinds = ("sql", "html", "fts5", "tsquery", "formats", "bombs", "scripts")
    listed = [piece for kind in kinds for piece in PIECES[kind]]
    return [
        *marks,
        *("".join(pair) for pair in product(marks, repeat=2)),
        *(f"{mark}{WORD}" for mark in marks),
        *(f"{WORD}{mark}" for mark in marks),
        *(f"{WORD}{control}river" for control in controls),
        *listed,
        *COMBINING,
        *NESTED,
        *LONG,
        *mixtures(listed),
    ]


def mixtures(listed: list[str], number: int = 200) -> list[str]:
    """Return pieces of the others, put together by chance that is always the same."""
    chance = random.Random(6)
    pieces = [*listed, WORD, " ", '"']
    return ["".join(chance.choices(pieces, k=chance.randint(2, 9))) for _ in range(number)]


def other_inputs() -> list[str]:
    """Return query strings that are wrong in another way than by what was typed."""
    values = [*PIECES["values"], "a" * 5_000, "9" * 400]
    repeated = [
        *(
            f"q={WORD}&{again}"
            for again in ("q=%3Cb%3E", "page=1&page=x", "sort=date&sort=date", "year=2026&year=1999")
        ),
        *("q&q&q", "q=" * 50, f"q[]={WORD}", f"q[0]={WORD}&q={WORD}", f"q={WORD};q=x", "=", "&&&", "?q=x", f"Q={WORD}"),
        *(f"q={WORD}{again}" for again in ("&page=2" * 500, "&kind=guidance" * 1_000, "#q=x")),
        f"q={WORD}" + "".join(f"&topic=t{number}" for number in range(2_000)),
        "&".join(f"a{number}=1" for number in range(10_500)),
    ]
    return [
        *(f"q={WORD}&{name}={encode(value)}" for name in FACETS for value in values),
        *repeated,
        *(f"q={encoded}" for encoded in PIECES["encoded"]),
        *(f"{encoded}={WORD}" for encoded in PIECES["encoded"]),
    ]


def inputs() -> list[tuple[str, str | None]]:
    """Return each query string with what was typed, or with ``None`` where more than that is wrong."""
    queries = [(f"q={encode(typed)}", typed) for typed in typed_inputs()]
    queries += [(raw, None) for raw in other_inputs()]
    # What is short, with a facet that is wrong too.
    chance = random.Random(2026)
    short = [raw for raw, _ in queries if len(raw) < 300]
    while len(queries) < WANTED:
        value = encode(chance.choice(PIECES["values"]))
        queries.append((f"{chance.choice(short)}&{chance.choice(FACETS)}={value}", None))
    return queries
