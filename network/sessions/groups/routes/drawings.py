"""The picture of who has met whom, as the paths of an SVG: a mark for each pair, larger the oftener they have met."""

from collections.abc import Mapping, Sequence

from network.sessions.groups.rules.meeting import Often

HALVES: Mapping[Often, int] = {Often.FEW: 2, Often.SOME: 5, Often.MANY: 9}
"""Half the side of each mark's square; a place has 20 by 20. Who has not met has none."""
PLACE = 20


def marks_of(cells: Sequence[Sequence[Often]]) -> dict[Often, str]:
    """Often → one path of all its squares, both of each pair: a page of a hundred municipalities stays light."""
    found: dict[Often, list[str]] = {often: [] for often in HALVES}
    for row, ones in enumerate(cells):
        for column, often in enumerate(ones):
            if often in HALVES:
                found[often] += (_square(column, row, HALVES[often]), _square(row, column, HALVES[often]))
    return {often: "".join(squares) for often, squares in found.items()}


def _square(column: int, row: int, half: int) -> str:
    x, y = (PLACE * at + PLACE // 2 - half for at in (column, row))
    return f"M{x} {y}h{2 * half}v{2 * half}h-{2 * half}z"
