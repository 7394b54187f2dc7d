"""Second factors that are lost: reset by two people, unless the owner objects (docs/decisions/0031)."""
