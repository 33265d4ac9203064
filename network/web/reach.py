"""From where the address that stands on papers and in mails can be opened."""

from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

LOCAL_NAMES = (".local", ".localhost", ".lan", ".home.arpa", ".internal")
"""Ends of names that mean something only on one network."""


class Reach(StrEnum):
    MACHINE = "machine"
    BUILDING = "building"
    ANYWHERE = "anywhere"


def reach_of(address: str) -> Reach:
    """Judged by the address alone, without asking the network."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return Reach.MACHINE
    try:
        number = ip_address(host)
    except ValueError:
        is_near = "." not in host or host.endswith(LOCAL_NAMES)
        return Reach.BUILDING if is_near else Reach.ANYWHERE
    if number.is_loopback or number.is_unspecified:
        return Reach.MACHINE
    return Reach.ANYWHERE if number.is_global else Reach.BUILDING
