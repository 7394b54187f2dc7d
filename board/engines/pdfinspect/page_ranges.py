"""Numbers of pages, as people write them."""


def page_ranges(numbers: list[int]) -> list[str]:
    """Return page numbers in ranges: ``[1, 3, 4, 5]`` as ``["1", "3–5"]``."""
    ranges: list[list[int]] = []
    for number in sorted(set(numbers)):
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return ["–".join(map(str, each)) for each in ranges]


def format_pages(numbers: list[int], longest: int = 8) -> str:
    """Return page numbers in words, as at the beginning of a sentence: ``Pages 1, 3–5 and 9``."""
    ranges = page_ranges(numbers)
    if len(ranges) > longest:
        ranges = [*ranges[:longest], "others"]
    *first, last = ranges
    pages = f"{', '.join(first)} and {last}" if first else last
    return f"{'Page' if len(set(numbers)) == 1 else 'Pages'} {pages}"
