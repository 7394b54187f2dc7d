"""The statement register: decisions and what became of them, and the words and files that were decided on."""

from .content import ApprovedWords, FileChunk, Removal, RemovalProposal
from .register import (
    ApprovalAlarm,
    ApprovalEvent,
    ApprovedFile,
    StatementApproval,
    StatementReview,
)

__all__ = [
    "ApprovalAlarm",
    "ApprovalEvent",
    "ApprovedFile",
    "ApprovedWords",
    "FileChunk",
    "Removal",
    "RemovalProposal",
    "StatementApproval",
    "StatementReview",
]
