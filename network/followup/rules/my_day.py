"""When each who was there gets her day by mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

EVENING = 18
AFTER_THE_END = timedelta(hours=1)


def moment(starts_at: datetime, ends_at: datetime, zone: str) -> datetime:
    """At six in the evening of its day by the gathering's clocks, or an hour after it ends, whichever is later (RC-7).

    Of an hour that comes twice the first; one that is left out is the same time after the jump.
    """
    evening = starts_at.astimezone(ZoneInfo(zone)).replace(hour=EVENING, minute=0, second=0, microsecond=0, fold=0)
    return max(evening, ends_at + AFTER_THE_END, key=datetime.timestamp)
