"""A certificate authority of this installation's own, so that phones in the hall get https without anybody's help."""

import os
import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

CERTIFICATE = "ca.pem"
KEY = "ca-key.pem"
VALID_DAYS = 397
"""The longest that phones accept."""


def context(instance_dir: Path) -> ssl.SSLContext:
    """TLS with a fresh certificate for every name of this machine, signed by the authority that is kept."""
    authority = _authority(instance_dir)
    certificate = authority.issue_cert(
        *names(),
        common_name="Samling",
        organization_name="Samling",
        not_after=datetime.now(UTC) + timedelta(days=VALID_DAYS),
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    tls.options |= ssl.OP_NO_RENEGOTIATION
    certificate.configure_cert(tls)
    return tls


def names() -> list[str]:
    """The names and addresses under which this machine can be reached here."""
    hostname = socket.gethostname()
    found = ["localhost", "127.0.0.1", "::1", hostname, f"{hostname}.local", *lan_addresses()]
    return list(dict.fromkeys(name for name in found if name))


def lan_addresses() -> list[str]:
    """This machine's addresses in the hall's network, the one that leads outwards first. Sends nothing."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        with suppress(OSError):
            probe.connect(("192.0.2.1", 9))
            found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return list(dict.fromkeys(address for address in found if not address.startswith("127.")))


def _authority(instance_dir: Path) -> trustme.CA:
    certificate, key = instance_dir / CERTIFICATE, instance_dir / KEY
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    authority = trustme.CA(organization_name="Samling", organization_unit_name=socket.gethostname())
    _write_private(key, authority.private_key_pem.bytes())
    _write_private(certificate, authority.cert_pem.bytes())
    return authority


def _write_private(path: Path, data: bytes) -> None:
    """Whole or not at all, and from the first byte readable by nobody else."""
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    draft.replace(path)
