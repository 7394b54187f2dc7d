"""Packages: the ZIP archives that office files are (ECMA-376 part 2; OpenDocument 1.3 part 2), read within limits."""

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, BinaryIO

from lxml import etree

# The end of central directory record, which has the size of the central directory (APPNOTE.TXT 6.3.10, 4.3.16), and
# the ZIP64 locator before it.
END_RECORD, ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
END_RECORD_SIZE, LOCATOR_SIZE, MAX_COMMENT = 22, 20, 65_535
# Room for ten thousand entries, more than any office file has. Python reads the whole directory, whatever is in it.
MAX_DIRECTORY = 1024**2

# Bytes that are unpacked of all parts together; a sheet of a million rows has some 300 MB.
MAX_UNPACKED = 512 * 1024**2
CHUNK = 64 * 1024

CONTENT_TYPES = "[content_types].xml"
# Relationships have other URIs in the strict variant of ISO/IEC 29500; their last words are the same.
OFFICE_DOCUMENT = "officeDocument"


class PackageError(Exception):
    """A file is no package, or a broken one."""


class LockedError(Exception):
    """A package can't be read without a password."""


class TooLargeError(Exception):
    """A package unpacks to more than is read of one file."""


def has_small_directory(file: BinaryIO) -> bool:
    """Return whether a ZIP archive has a central directory that can be read without harm."""
    size = file.seek(0, 2)
    tail = min(size, LOCATOR_SIZE + END_RECORD_SIZE + MAX_COMMENT)
    file.seek(size - tail)
    end = file.read(tail)
    start = end.rfind(END_RECORD)
    if start < 0 or len(end) - start < END_RECORD_SIZE or end[max(start - LOCATOR_SIZE, 0) :].startswith(ZIP64_LOCATOR):
        return False
    return int.from_bytes(end[start + 12 : start + 16], "little") <= MAX_DIRECTORY


class _LimitedStream:
    """A part as it is unpacked; raises ``TooLargeError`` where the package unpacks to more than its limit."""

    def __init__(self, stream: Any, count: Callable[[int], None]):
        self.stream, self.count = stream, count

    def read(self, size: int = CHUNK) -> bytes:
        """Return the next bytes, ``CHUNK`` at most."""
        data = self.stream.read(min(size, CHUNK) if size >= 0 else CHUNK)
        self.count(len(data))
        return data


def local_name(name: Any) -> str:
    """Return the name of an element or attribute without its namespace; empty for comments and instructions."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """Return the value of an attribute, in whatever namespace; the default for no element too."""
    for key, value in element.attrib.items() if element is not None else ():
        if local_name(key) == name:
            return value
    return default


def relationship_id(element: Any) -> str:
    """Return the id of the relationship that an element names; empty if it names none."""
    return next((value for key, value in element.attrib.items() if key.endswith("}id")), "")


def is_on(value: str) -> bool:
    """Return whether a value of the type ST_OnOff (ECMA-376 part 1, 22.9.2.7) is on; an empty one is."""
    return value.casefold() not in {"0", "false", "off"}


@dataclass(frozen=True)
class Relationship:
    """
    A relationship between parts (ECMA-376 part 2, 9.3).

    ``kind`` is the last word of its type, and ``target`` the name of a part, or an address where it ``is_external``.
    """

    id: str
    kind: str
    target: str
    is_external: bool


class Package:
    """A ZIP archive whose parts are XML. Names of parts are compared without regard to case, as Windows does."""

    def __init__(self, archive: zipfile.ZipFile, max_unpacked: int):
        self.left = max_unpacked
        self.archive = archive
        # Some programs on Windows write the separators of folders that Windows has.
        names = {info.filename.replace("\\", "/").lstrip("/"): info for info in archive.infolist() if not info.is_dir()}
        self.names = list(names)
        self.entries = {name.casefold(): info for name, info in names.items()}
        self.names_by_folded = {name.casefold(): name for name in names}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.entries

    def _count(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise TooLargeError

    @contextmanager
    def open(self, name: str) -> Iterator[_LimitedStream]:
        """Open a part; raises ``PackageError`` where there is none, and ``LockedError`` where it is encrypted."""
        info = self.entries.get(name.casefold())
        if info is None:
            raise PackageError(f"There is no part {name}.")
        if info.flag_bits & 1:
            raise LockedError
        with self.archive.open(info) as stream:
            yield _LimitedStream(stream, self._count)

    def read(self, name: str, size: int) -> bytes:
        """Return a part of ``size`` bytes at most; raises ``TooLargeError`` for a larger one."""
        data = b""
        with self.open(name) as stream:
            while chunk := stream.read():
                data += chunk
                if len(data) > size:
                    raise TooLargeError
        return data

    def elements(self, name: str, *names: str) -> Iterator[Any]:
        """
        Yield the elements of a part with these local names as they end; none if the part is missing.

        One that lies in none of the others is emptied afterwards, so that memory holds one of those at a time. Raises
        ``etree.XMLSyntaxError`` for what is not well-formed, and ``PackageError`` for a part that declares entities,
        which office files never do.
        """
        if name not in self:
            return
        with self.open(name) as stream:
            parser = etree.iterparse(
                stream,
                events=("start", "end"),
                tag=[f"{{*}}{each}" for each in names],
                resolve_entities=False,
                no_network=True,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            depth, is_checked = 0, False
            for event, element in parser:
                if not is_checked:
                    refuse_entities(element)
                    is_checked = True
                if event == "start":
                    depth += 1
                    continue
                yield element
                depth -= 1
                if depth == 0:
                    empty(element)

    def root(self, name: str) -> Any:
        """Return the root element of a small part, or ``None`` where it is missing; raises what ``elements`` raises."""
        if name not in self:
            return None
        with self.open(name) as stream:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
            root = etree.parse(stream, parser).getroot()
        refuse_entities(root)
        return root

    @cached_property
    def content_types(self) -> dict[str, str]:
        """Return the content types of all parts by their names (ECMA-376 part 2, 10.1.2)."""
        root = self.root(CONTENT_TYPES)
        entries = list(root) if root is not None else []
        by_extension = {
            entry.get("Extension", "").casefold(): entry.get("ContentType", "")
            for entry in entries
            if local_name(entry.tag) == "Default"
        }
        types = {name: by_extension.get(name.rpartition(".")[2].casefold(), "") for name in self.names}
        for entry in entries:
            name = self.names_by_folded.get(entry.get("PartName", "").lstrip("/").casefold())
            if name and local_name(entry.tag) == "Override":
                types[name] = entry.get("ContentType", "")
        return types

    def parts_of_type(self, *words: str) -> list[str]:
        """Return the names of the parts whose content type has one of these words, in the order of the archive."""
        return [name for name, type_ in self.content_types.items() if any(word in type_ for word in words)]

    def relationships(self, source: str = "") -> dict[str, Relationship]:
        """Return the relationships of a part, or of the package, by their ids (ECMA-376 part 2, 9.3)."""
        folder, _, file = source.rpartition("/")
        root = self.root(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = {}
        for entry in root if root is not None else ():
            is_external = entry.get("TargetMode", "") == "External"
            target = entry.get("Target", "")
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
                target = self.names_by_folded.get(target.casefold(), target)
            id_ = entry.get("Id", "")
            found[id_] = Relationship(id_, entry.get("Type", "").rpartition("/")[2], target, is_external)
        return found

    def targets(self, source: str) -> dict[str, str]:
        """Return what the relationships of a part lead to, by their ids."""
        return {id_: relationship.target for id_, relationship in self.relationships(source).items()}

    def related(self, source: str, kind: str) -> list[str]:
        """Return the names of the parts to which a part has relationships of a kind."""
        return [
            relationship.target
            for relationship in self.relationships(source).values()
            if relationship.kind == kind and not relationship.is_external
        ]

    @property
    def main_part(self) -> str:
        """Return the name of the part that the package is about, whatever it is called; empty if there is none."""
        return next((target for target in self.related("", OFFICE_DOCUMENT) if target in self), "")


def refuse_entities(element: Any) -> None:
    """Raise ``PackageError`` for a part that declares entities: they unpack without end, or read other files."""
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise PackageError("A part declares entities.")


def empty(element: Any) -> None:
    """Empty an element that has been read, and drop those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def child(element: Any, name: str) -> Any:
    """Return the first child of a local name, or ``None``; of ``None`` too."""
    return next((each for each in element if local_name(each.tag) == name), None) if element is not None else None


@contextmanager
def open_package(file: BinaryIO, max_unpacked: int = 0) -> Iterator[Package]:
    """
    Open a package, of which ``max_unpacked`` bytes are unpacked at most; by default ``MAX_UNPACKED``.

    Raises ``PackageError`` for a file that is none.
    """
    file.seek(0)
    if file.read(2) != b"PK" or not has_small_directory(file):
        raise PackageError("This is no ZIP archive, or one with too large a directory.")
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            yield Package(archive, max_unpacked or MAX_UNPACKED)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, NotImplementedError, ValueError, zlib.error) as error:
        raise PackageError(f"{type(error).__name__}: {error}") from error
