"""How much of the loop one channel may take with telling: at once while that is little, held back when it grows."""

SHARE = 0.25
BURST_SECONDS = 0.02
LONGEST_SECONDS = 0.05


class Share:
    """Room for `burst` seconds of telling at once, then for `share` of all time."""

    __slots__ = ("_burst", "_room", "_seen_at", "_share")

    def __init__(self, *, share: float = SHARE, burst: float = BURST_SECONDS) -> None:
        self._share = share
        self._burst = burst
        self._room = burst
        self._seen_at = 0.0

    def wait_for(self, now: float) -> float:
        """Seconds until there may be told again at `now` (monotonic), 0 as a rule; never more than LONGEST_SECONDS."""
        if self._seen_at:
            self._room = min(self._burst, self._room + (now - self._seen_at) * self._share)
        self._seen_at = now
        return -self._room / self._share if self._room < 0 else 0.0

    def spend(self, seconds: float) -> None:
        """Telling took so long. One that was held up by something else is not paid for by all that come after it."""
        self._room = max(self._room - seconds, -LONGEST_SECONDS * self._share)
