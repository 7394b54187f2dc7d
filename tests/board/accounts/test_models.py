"""Names of people."""

from board.accounts.models import User
from board.approvals.models import StatementApproval


def test_longest_name_fits_into_the_register():
    """Kind: a name at a column's edge."""
    longest = User(
        first_name="F" * User._meta.get_field("first_name").max_length,
        last_name="L" * User._meta.get_field("last_name").max_length,
    )
    assert len(str(longest)) <= StatementApproval._meta.get_field("user_name").max_length
    assert str(User(username="chair")) == "chair"
