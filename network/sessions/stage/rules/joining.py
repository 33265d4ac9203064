"""A code that can be read from the back row, and the same as a QR."""

from functools import lru_cache

import segno


def code_in_groups(code: str) -> str:
    """`7K4Q9PXA` as `7K4Q 9PXA`."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}".strip()


@lru_cache(maxsize=64)
def qr_data(address: str) -> str:
    """The address as a QR: error correction M, four modules of white around, dark on white in light and dark.

    Shape: a data: address for an image. Drawn once an address: it takes 5 ms, and each control page shows it.
    """
    qr = segno.make(address, error="m", micro=False, boost_error=False)
    return str(qr.svg_data_uri(border=4, dark="#000", light="#fff", scale=8))
