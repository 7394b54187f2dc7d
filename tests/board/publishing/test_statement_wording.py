"""Words that read like a statement in the board's name are known, in the forms in which boards write them."""

import pytest

from board.publishing.statement_wording import reads_like_a_statement

BOARD = "Ashmere Safeguarding Children Board"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A statement from the chair", "statement from"),
        ("This is a STATEMENT ON BEHALF OF the board", "statement from"),
        ("… more to follow. -ENDS-", "-ends-"),
        ("… – ends –", "-ends-"),
        ("Statement by Jane Example, Independent Chair. We are moved. ENDS", "statement from"),
        ("Statement issued on behalf of the board", "statement from"),
        ("Words of the board. ENDS Notes to editors", "-ends-"),
        ("Words of the board.\nEnds\nNotes to editors", "-ends-"),
        ("Words of the board. Ends", "-ends-"),
        ("Jane Example, Independent Chair of Anytown LSCB, said: “We welcome the findings.”", "the chair said"),
        ("“We welcome the findings,” said Jane Example, Independent Scrutineer.", "the chair said"),
        ("Independent Chair Jane Example added: «We do.»", "the chair said"),
        ("The board said it accepts the findings.", "the board said"),
        ("Our Safeguarding Children Partnership has stated: 'it is so'", "the board said"),
        ("She spoke on behalf of the partnership.", "on behalf of"),
        ("As Independent Chair of the Anytown Board, I welcome this.", "as chair, I"),
        ("We are deeply sorry for what happened.", "sorry"),
        ("Following the verdict I want to say how sorry we are.", "sorry"),
        ("Our thoughts are with the family.", "sorry"),
        ("We accept all recommendations.", "sorry"),
        (f"{BOARD}: we are sorry", "it says “we”"),
        (f"Our review, by {BOARD.lower()}", "it says “we”"),
    ],
)
def test_statement_wording_is_recognised(text, said):
    assert any(said in reason for reason in reads_like_a_statement(text, BOARD))


@pytest.mark.parametrize(
    "text",
    [
        "We meet twice a year",
        f"{BOARD} meets twice a year. It owes much to its partners.",
        "The bridge ends here. Understatement from afar.",
        "He wins. Ends meet. The ENDSLEIGH bridge",
        "The chair of governors is Jane. She said so.",
        "NSPCC said that more children ring. We accept referrals by phone.",
        "A chair for each child, and a board to write on",
        "The statement of accounts",
        f"The US model and {BOARD}",
        "",
    ],
)
def test_other_wording_is_not_recognised(text):
    assert reads_like_a_statement(text, BOARD) == []


def test_we_is_not_enough_without_a_board_name():
    assert reads_like_a_statement("We say so", "") == []
