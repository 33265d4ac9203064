"""The picture of who has met whom, as the paths of an SVG: a mark for each pair, larger the oftener they have met."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from network.sessions.groups.rules.meeting import Often

HALVES: Mapping[Often, int] = {Often.FEW: 2, Often.SOME: 5, Often.MANY: 9}
"""Half the side of each mark's square; a place has 20 by 20. Who has not met has none."""
PLACE = 20


def marks_of(cells: Sequence[Sequence[Often | None]]) -> dict[Often, str]:
    """Often → one path of all its squares. Each is told from the one before it in its row, so that a hundred
    municipalities' page packs well.
    """
    return {often: "".join(_row(at, row, often) for at, row in enumerate(cells)) for often in HALVES}


def _row(at: int, row: Sequence[Often | None], often: Often) -> str:
    half = HALVES[often]
    square = f"h{2 * half}v{2 * half}h-{2 * half}z"
    columns = [column for column, one in enumerate(row) if one is often]
    if not columns:
        return ""
    first = f"M{PLACE * columns[0] + PLACE // 2 - half} {PLACE * at + PLACE // 2 - half}{square}"
    steps = (later - earlier for earlier, later in pairwise(columns))
    return first + "".join(f"m{PLACE * step} 0{square}" for step in steps)
