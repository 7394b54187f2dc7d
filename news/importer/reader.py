"""The list's file as text; what is no list is refused with the same error as what is no text file."""

from board.textfiles import TextFileError as ListError
from board.textfiles import decode, read_text

__all__ = ["ListError", "decode", "read_text"]
