"""Properties: who made an office file, and with what (ECMA-376 part 2, 11; OpenDocument 1.3 part 3, 4.3)."""

from typing import Any

from .packages import Package, Relationship, attribute, local_name
from .texts import MAX_ITEMS, display_text

MAX_ADDRESS = 300
# Elements of a workbook's connections, and their attributes that say what they lead to.
CONNECTIONS = {"dbPr": "connection", "webPr": "url", "textPr": "sourceFile"}


def _values(root: Any) -> dict[str, str]:
    """Return the texts of the elements right below a root, by their local names."""
    return {local_name(each.tag): display_text(each.text) for each in root} if root is not None else {}


def office_open_properties(package: Package) -> dict[str, Any]:
    """Return the properties of an Office Open XML package."""
    core = _values(next((package.root(name) for name in package.related("", "core-properties")), None))
    extended = _values(next((package.root(name) for name in package.related("", "extended-properties")), None))
    custom = next((package.root(name) for name in package.related("", "custom-properties")), None)
    return {
        "title": core.get("title", ""),
        "language": core.get("language", ""),
        "author": core.get("creator", ""),
        "last_modified_by": core.get("lastModifiedBy", ""),
        "producer": " ".join(filter(None, (extended.get("Application"), extended.get("AppVersion")))),
        "company": joined_names(extended.get("Company"), extended.get("Manager")),
        "properties": [
            {"name": display_text(each.get("name")), "text": display_text("".join(each.itertext()))}
            for each in (custom if custom is not None else [])
        ][:MAX_ITEMS],
    }


def open_document_properties(package: Package) -> dict[str, Any]:
    """Return the properties of an OpenDocument package."""
    root = package.root("meta.xml")
    meta = next((each for each in root if local_name(each.tag) == "meta"), None) if root is not None else None
    values = _values(meta)
    user_defined = [each for each in (meta if meta is not None else []) if local_name(each.tag) == "user-defined"]
    return {
        "title": values.get("title", ""),
        "language": values.get("language", ""),
        "author": values.get("initial-creator", "") or values.get("creator", ""),
        "last_modified_by": values.get("creator", ""),
        "producer": values.get("generator", ""),
        "company": "",
        "properties": [
            {"name": display_text(attribute(each, "name")), "text": display_text(each.text)} for each in user_defined
        ][:MAX_ITEMS],
    }


def joined_names(*names: str | None) -> str:
    """Return names, separated by commas."""
    return ", ".join(name for name in names if name)


def embedded_files(package: Package) -> list[str]:
    """Return the names of the files inside an Office Open XML package."""
    folders = ("/embeddings/", "/activex/")
    inside = (name for name in package.names if any(folder in f"/{name.casefold()}" for folder in folders))
    return [display_text(name) for name in inside if not name.casefold().endswith(".rels")][:MAX_ITEMS]


def external_links(package: Package) -> list[str]:
    """
    Return where an Office Open XML package reaches outside of itself.

    That is everything that a program fetches or names when it opens the file: other workbooks, templates, linked
    pictures and objects. A hyperlink counts where it leads to a file or folder of a machine.
    """
    found = []
    for name in package.names:
        folder, _, file = name.rpartition("_rels/")
        if folder + file == name or not file.endswith(".rels"):
            continue
        links = package.relationships(folder + file.removesuffix(".rels")).values()
        targets = (each.target for each in links if each.is_external and leads_outside(each))
        found += [display_text(target, MAX_ADDRESS) for target in targets]
    for part in package.parts_of_type("spreadsheetml.connections+xml"):
        # Databases and pages that a workbook asks for figures (18.13); they name servers, and sometimes passwords.
        sources = package.elements(part, *CONNECTIONS)
        found += [display_text(attribute(each, CONNECTIONS[local_name(each.tag)]), MAX_ADDRESS) for each in sources]
    return [each for each in dict.fromkeys(found) if each][:MAX_ITEMS]


def leads_outside(link: Relationship) -> bool:
    """Return whether an external relationship is more than a link for readers."""
    return link.kind != "hyperlink" or is_local_address(link.target)


def is_local_address(address: str) -> bool:
    """Return whether an address names a file on a machine or in an office's network."""
    address = address.casefold()
    return address.startswith(("file:", "\\\\")) or address[1:3] == ":\\"
