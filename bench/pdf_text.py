"""
How much of the text of the corpus each library finds: ``python -m bench.pdf_text [--files N]``.

A table of the share of the known words that were found, for each kind of file, and of the seconds it took. Words are
compared in any order, as a search does, with their signs brought into one form (NFKC) and without capitals. Ends with 1
where the site's reader finds less than the best of the others.
"""

import argparse
import collections
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path

from board.engines.pdfinspect.process import inspect_pdf

from .pdfs.corpus import NUMBER, Known, corpus

# The words of a file in a thousand by which the site's reader may be behind, for what is rounded.
TOLERANCE = 0.001


def by_us(path: Path) -> str:
    return "\n".join(inspect_pdf(path).pages)


def by_pdfium(path: Path) -> str:
    import pypdfium2  # Each is loaded only where it is there.

    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def by_pypdf(path: Path) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def by_pdfminer(path: Path) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(path))


def by_poppler(path: Path) -> str:
    command = [shutil.which("pdftotext") or "", "-q", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def readers() -> dict[str, Callable[[Path], str]]:
    """Return the libraries that are installed, by name; the site's own reader first."""
    found = {"ours": by_us}
    modules = {"pypdfium2": by_pdfium, "pypdf": by_pypdf, "pdfminer": by_pdfminer}
    found |= {name: reader for name, reader in modules.items() if importlib.util.find_spec(name)}
    if shutil.which("pdftotext"):
        found["pdftotext"] = by_poppler
    return found


def counted(text: str) -> collections.Counter:
    """Return how often each word is in a text."""
    return collections.Counter(unicodedata.normalize("NFKC", text).casefold().split())


def share_found(file: Known, text: str) -> float:
    """Return the part of a file's words that are in a text, 0 to 1."""
    known = counted(" ".join(file.words))
    return (known & counted(text)).total() / known.total()


def text_by(reader: Callable[[Path], str], path: Path) -> str:
    """Return the text that a library finds, nothing where it fails."""
    try:
        return reader(path)
    except Exception as error:  # noqa: BLE001  # A library that gives up has found nothing.
        print(f"{path.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return ""


def main() -> int:
    """Print the table; return 0 where the site's reader is as good as the best."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=NUMBER, help="take the first N files of the corpus")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    shares: dict[str, dict[str, list[float]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    seconds: collections.Counter = collections.Counter()
    names = readers()
    with tempfile.TemporaryDirectory() as folder:
        for file in corpus(number=options.files):
            if file.state != "read":
                continue
            path = Path(folder) / f"{file.name}.pdf"
            path.write_bytes(file.content)
            kind = file.name.split("-")[1]
            for name, reader in names.items():
                started = time.monotonic()
                share = share_found(file, text_by(reader, path))
                seconds[name] += time.monotonic() - started
                shares[kind][name].append(share)
                shares["all files"][name].append(share)
            path.unlink()
    print(f"{'words found, %':<16}{'files':>6}" + "".join(f"{name:>12}" for name in names))
    for kind, found in shares.items():
        means = "".join(f"{100 * sum(found[name]) / len(found[name]):>12.2f}" for name in names)
        print(f"{kind:<16}{len(found['ours']):>6}{means}")
    print(f"{'seconds':<22}" + "".join(f"{seconds[name]:>12.1f}" for name in names))
    means = {name: sum(found) / len(found) for name, found in shares["all files"].items()}
    return int(means["ours"] < max(means.values()) - TOLERANCE)


if __name__ == "__main__":
    sys.exit(main())
