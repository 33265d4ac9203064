"""From where an address can be opened, told by the address alone."""

import pytest

from network.web.reach import Reach, reach_of


@pytest.mark.parametrize(
    ("address", "reach"),
    [
        ("http://localhost:5000", Reach.MACHINE),
        ("http://127.0.0.1:5000", Reach.MACHINE),
        ("http://[::1]:5000", Reach.MACHINE),
        ("http://0.0.0.0:5000", Reach.MACHINE),
        ("https://192.168.1.20", Reach.BUILDING),
        ("https://10.0.0.4:5443", Reach.BUILDING),
        ("https://[fe80::1]", Reach.BUILDING),
        ("https://samling", Reach.BUILDING),
        ("https://samling.local", Reach.BUILDING),
        ("https://samling.regionradet.example", Reach.ANYWHERE),
        ("https://8.8.8.8", Reach.ANYWHERE),
    ],
)
def test_how_far_an_address_reaches(address: str, reach: Reach) -> None:
    assert reach_of(address) == reach
