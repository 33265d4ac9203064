"""How much one person may add to a board: enough for the busiest day, too little to fill it for everybody (BO-9)."""

from dataclasses import dataclass

from network.core import clock

BYTES_AN_HOUR = 1_000_000


@dataclass
class Growth:
    """One person's room on one board. It fills up again by itself, an hour's worth in an hour."""

    left: float = BYTES_AN_HOUR
    seen_at: float = 0.0

    def may_add(self, size_bytes: int) -> bool:
        """Use room for so many bytes. False, and nothing is used: there is not enough."""
        now = clock.monotonic()
        refilled = (now - self.seen_at) * BYTES_AN_HOUR / 3600 if self.seen_at else 0.0
        self.left = min(float(BYTES_AN_HOUR), self.left + refilled)
        self.seen_at = now
        if size_bytes > self.left:
            return False
        self.left -= size_bytes
        return True

    def give_back(self, size_bytes: int) -> None:
        """What room was used for has not been stored."""
        self.left += size_bytes
