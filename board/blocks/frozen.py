"""Migrations that outlive our block classes."""


class FrozenAsStockBlock:
    """
    Written into migrations as the stock block that it extends.

    Wagtail does this for struct and stream blocks, so that a class may be renamed or removed without keeping it
    for old migrations; field blocks are left to us.
    """

    stock_path: str

    def deconstruct(self):
        """Return the path of the stock block and the arguments that this block was made with."""
        _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return self.stock_path, args, kwargs
