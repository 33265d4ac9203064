"""The certificate of this machine's own authority: a phone that trusts it keeps pages for when the network is gone."""

from flask import Flask, Response, current_app
from flask.typing import ResponseReturnValue

from network.access.actor import VISITOR
from network.access.guard import acts, authorize_anywhere
from network.core.errors import NotFound
from network.core.settings import Settings


def register(app: Flask) -> None:
    app.add_url_rule("/ca.pem", "authority", authority)


@acts("network.read")
def authority() -> ResponseReturnValue:
    """Only where the program makes its own certificates; it holds no secret."""
    authorize_anywhere(VISITOR, "network.read")
    settings: Settings = current_app.extensions["settings"]
    path = settings.instance_dir / "ca.pem"
    if not settings.tls or not path.is_file():
        raise NotFound()
    return Response(path.read_bytes(), content_type="application/x-x509-ca-cert", headers={"Cache-Control": "no-cache"})
