"""What people wrote, as a cell that no spreadsheet runs."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(text: str) -> str:
    """A cell that is shown and never taken for a formula, also when it is saved as another kind of file."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
