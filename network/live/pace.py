"""How often somebody may speak: nothing is dropped, whoever is too quick waits."""

MESSAGES = 60
SECONDS = 5.0


class Pace:
    """Room for `burst` messages at once, then `burst` in each `seconds`."""

    __slots__ = ("_burst", "_rate", "_room", "_seen_at")

    def __init__(self, *, burst: int = MESSAGES, seconds: float = SECONDS) -> None:
        self._burst = float(burst)
        self._rate = burst / seconds
        self._room = float(burst)
        self._seen_at = 0.0

    def wait_for(self, now: float) -> float:
        """Count a message at `now` (seconds, monotonic); how long its sender has to wait, 0 as a rule."""
        if self._seen_at:
            self._room = min(self._burst, self._room + (now - self._seen_at) * self._rate)
        self._seen_at = now
        self._room -= 1
        return -self._room / self._rate if self._room < 0 else 0.0
