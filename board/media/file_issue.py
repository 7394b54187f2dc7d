"""An issue of a file, and how severe it is."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What an issue does to publication, from the most severe."""

    BLOCKING = "blocking"  # The public does not get the file.
    BARRIER = "barrier"  # Some people can't read the file; publishing it needs a reason.
    NOTICE = "notice"  # To be known before publication.


@dataclass(frozen=True)
class FileIssue:
    """Something that is wrong with a file, or to be known of it, and what to do."""

    code: str
    severity: Severity
    what: str
    advice: str
