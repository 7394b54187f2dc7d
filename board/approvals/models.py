"""Everything of the approvals that has a table."""

from .register import ApprovalAlarm, ApprovalEvent, ApprovedFile, StatementApproval, StatementReview
from .tasks import EditorialReviewTask, StatementApprovalTask

__all__ = [
    "ApprovalAlarm",
    "ApprovalEvent",
    "ApprovedFile",
    "EditorialReviewTask",
    "StatementApproval",
    "StatementApprovalTask",
    "StatementReview",
]
