"""The board's document and image models (docs/decisions/0003), and what is known of each file."""

from .documents import BoardDocument, DocumentVersion
from .images import BoardImage, BoardRendition, ImageVersion
from .inspections import Clearance, DocumentInspection, DocumentText
from .versions import FileChange, FileVersion, NotWaitingError, VersionedFile, VersionState

__all__ = [
    "BoardDocument",
    "BoardImage",
    "BoardRendition",
    "Clearance",
    "DocumentInspection",
    "DocumentText",
    "DocumentVersion",
    "FileChange",
    "FileVersion",
    "ImageVersion",
    "NotWaitingError",
    "VersionState",
    "VersionedFile",
]
