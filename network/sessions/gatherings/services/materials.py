"""What speakers leave: links and files on the programme's items."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from network.core import files
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.core.signals import hall_changed
from network.sessions.gatherings.models import Gathering, Material, ProgrammeItem, StoredFile
from network.sessions.gatherings.queries.programme import material_by_public_id
from network.sessions.gatherings.services.planning import PUBLIC_ID_BYTES

MOST_ON_ONE_ITEM = 20
BYTES_KEPT = timedelta(days=1)
"""After the last row about them is gone: long enough for a form that is being sent."""


def add_link(
    actor_id: int | None, gathering: Gathering, item: ProgrammeItem, *, title: str, address: str, public_id: str | None
) -> Material:
    """Hang a link on an item. The same `public_id` makes one (F10)."""
    return _add(actor_id, gathering, item, title=title, public_id=public_id, address=address, file=None)


def add_file(
    actor_id: int | None,
    gathering: Gathering,
    item: ProgrammeItem,
    *,
    title: str,
    file: StoredFile,
    public_id: str | None,
) -> Material:
    """Hang a file on an item: its bytes are stored already, `file` is the row about them."""
    return _add(actor_id, gathering, item, title=title or file.name, public_id=public_id, address="", file=file)


def remove_material(actor_id: int | None, material: Material) -> None:
    """Take it away. The bytes go when nobody points to them any more (retention)."""
    audit(actor_id, "material.delete", "material", material.id)
    gathering_id = material.gathering_id
    file = material.file
    db.session.delete(material)
    db.session.flush()
    if file is not None:
        db.session.delete(file)
        db.session.flush()
    hall_changed.send(gathering_id=gathering_id)


def forget_files(before: datetime) -> int:
    """Retention: bytes to which no row points any more, or never did, as after a form that was refused."""
    return files.sweep(set(db.session.scalars(select(StoredFile.sha256))), before=before)


def _add(
    actor_id: int | None,
    gathering: Gathering,
    item: ProgrammeItem,
    *,
    title: str,
    public_id: str | None,
    address: str,
    file: StoredFile | None,
) -> Material:
    made = material_by_public_id(gathering, public_id) if public_id else None
    if made is not None:
        return made
    if len(item.materials) >= MOST_ON_ONE_ITEM:
        raise Conflict(_("This item has as many links and files as fit. Take one away first."))
    material = Material(
        public_id=public_id or secrets.token_urlsafe(PUBLIC_ID_BYTES),
        gathering_id=gathering.id,
        item_id=item.id,
        title=title,
        address=address,
        file=file,
    )
    db.session.add(material)
    db.session.flush()
    audit(actor_id, "material.create", "material", material.id)
    hall_changed.send(gathering_id=gathering.id)
    return material
