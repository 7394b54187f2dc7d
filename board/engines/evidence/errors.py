"""What can be wrong with a pack or a key."""


class KeyFormatError(Exception):
    """A text that is no Ed25519 key in PEM."""


class PackError(Exception):
    """A file that is no pack, or a pack that is not as it was signed; ``problems`` are sentences."""

    def __init__(self, *problems: str):
        super().__init__(" ".join(problems))
        self.problems = problems
