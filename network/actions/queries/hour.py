"""Whether the hour before people go home has begun."""

from network.sessions.gatherings.models import ItemKind, ProgrammeItem
from network.sessions.stage.queries.standing import Scene


def is_last_hour(scene: Scene, item: ProgrammeItem | None) -> bool:
    """From the going-home round to the end of the day: asks nothing of the database that the scene has not."""
    homes = [one.position for one in scene.items if one.kind == ItemKind.GOING_HOME]
    return scene.is_over or (bool(homes) and item is not None and item.position >= homes[0])
