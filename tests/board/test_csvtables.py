"""A table is read whatever stands between its cells, or refused in one line."""

import pytest

from board.csvtables import read_csv
from board.textfiles import TextFile, TextFileError


def table(text):
    return read_csv(TextFile("table.csv", text), ["old", "new"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("old,new\n/a,/b\n", ()),
        ("old;new\r\n/a;/b\r\n", ("table.csv was read with semicolons between its cells.",)),
        ("old\tnew\n/a\t/b", ("table.csv was read with tabs between its cells.",)),
        ("sep=;\nold;new\n/a;/b", ("table.csv was read with semicolons between its cells.",)),
        ('\n;\n"old";new\n/a;/b\n;\n', ("table.csv was read with semicolons between its cells.",)),
    ],
)
def test_delimiter_is_that_of_the_first_line_and_said(text, said):
    read = table(text)
    assert (read.columns[:2], [cells[:2] for _, cells in read.rows], read.notes) == (
        ["old", "new"],
        [["/a", "/b"]],
        said,
    )


def test_columns_are_known_whatever_joins_their_words():
    read = read_csv(TextFile("t.csv", "Old-Address ,TITLE\n/a,b"), ["title", "old_address"])
    assert read.columns == ["old_address", "title"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("old new\n/a /b", "table.csv has no column old, new. Its first line must be old,new."),
        ("sep=;\nold;new\n/a;/b;/c", "table.csv, line 3 has 3 cells, the first line has 2. Put quotation marks"),
        ('sep=;\nold;new\n"/a;/b', "table.csv, line 3: this is not a CSV table"),
        (";\n;\n", "table.csv has no column old, new"),
    ],
)
def test_other_tables_give_one_line_with_what_to_do(text, words):
    with pytest.raises(TextFileError) as error:
        table(text)
    assert words in str(error.value)
