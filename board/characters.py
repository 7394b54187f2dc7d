"""
The characters that leave the site: those that every format we write can hold.

A word processor's soft return (U+000B), pasted into a title, is a fault in XML and so in a feed or a spreadsheet, and
ends a line of a calendar file for some readers.
"""

import re

# What is a line break somewhere: those of word processors, and those of Unicode (UAX #14, 5), at which programs split.
LINE_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters; what XML 1.0 leaves out (2.2), which is also what spreadsheets leave out; and half characters
# (surrogates), which no encoding can hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What neither database stores in every kind of column, and no mail or page can hold.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def printable(text: str) -> str:
    """Return a text with a line feed for each of its line breaks, and with tabs but no other control characters."""
    return UNPRINTABLE.sub("", LINE_BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """Return a text as one line, for a title or a name: a space for each run of line breaks and tabs."""
    return re.sub(r" *[\n\t][\n\t ]*", " ", printable(text)).strip()


def storable(text: str) -> str:
    """Return a text without NUL and half characters, which PostgreSQL refuses in any column."""
    return UNSTORABLE.sub("", text)
