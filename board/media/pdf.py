"""What we read in a PDF."""

import logging
from typing import BinaryIO

logger = logging.getLogger(__name__)


def read_page_count(file: BinaryIO) -> int | None:
    """
    Return the number of pages of a PDF, or ``None`` where it can't be read.

    ``file`` is an open binary file; it is left at its start. Encrypted, damaged and mislabelled files
    give ``None``: an upload is never refused because we can't count its pages.
    """
    # A worker that only serves readers never needs the library.
    import pikepdf  # noqa: PLC0415

    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            return len(pdf.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        logger.warning("The pages of %s can't be counted: %s", getattr(file, "name", "a PDF"), error)
        return None
    finally:
        file.seek(0)
