"""The board's document and image models (docs/decisions/0003), and what is known of each file."""

from .documents import BoardDocument, Change, DocumentVersion
from .images import BoardImage, BoardRendition
from .readings import Clearance, DocumentReading, DocumentText

__all__ = [
    "BoardDocument",
    "BoardImage",
    "BoardRendition",
    "Change",
    "Clearance",
    "DocumentReading",
    "DocumentText",
    "DocumentVersion",
]
