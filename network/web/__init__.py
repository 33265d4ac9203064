"""HTTP plumbing: addresses, languages, headers, error pages, static files, panels, health. It knows no feature."""

from flask import Flask

from network.web import (
    addresses,
    assets,
    compression,
    errors,
    forms,
    frames,
    headers,
    health,
    languages,
    navigation,
    offline,
    panels,
    pauses,
    request_log,
    rights,
    trust,
)


def register(app: Flask) -> None:
    """The order is the order in which a request meets them, and the reverse on its way out."""
    addresses.register(app)
    request_log.register(app)
    frames.register(app)
    pauses.register(app)
    headers.register(app)
    compression.register(app)
    languages.register(app)
    rights.register(app)
    forms.register(app)
    errors.register(app)
    assets.register(app)
    offline.register(app)
    health.register(app)
    panels.register(app)
    navigation.register(app)
    trust.register(app)
    pauses.register_before_packing(app)
