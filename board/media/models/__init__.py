"""The board's document and image models (docs/decisions/0003), and what is known of each file."""

from .documents import BoardDocument, DocumentVersion, FileChange
from .images import BoardImage, BoardRendition
from .inspections import Clearance, DocumentInspection, DocumentText

__all__ = [
    "BoardDocument",
    "BoardImage",
    "BoardRendition",
    "Clearance",
    "DocumentInspection",
    "DocumentText",
    "DocumentVersion",
    "FileChange",
]
