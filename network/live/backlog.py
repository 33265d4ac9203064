"""What waits for a slow reader, and how much may."""

from collections import deque

WRITE_BYTES = 64 * 1024
"""The piece that is handed to the kernel at once."""


class Backlog:
    """Frames that wait for a slow reader. The one being written does not count: it may be a whole board."""

    __slots__ = ("_waiting", "max_bytes", "max_frames", "waiting_bytes")

    def __init__(self, max_bytes: int, max_frames: int) -> None:
        self.max_bytes = max_bytes
        self.max_frames = max_frames
        self.waiting_bytes = 0
        self._waiting: deque[bytes] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, frame: bytes) -> bool:
        """Keep `frame` for later, unless that would be too much."""
        if len(self._waiting) >= self.max_frames or self.waiting_bytes + len(frame) > self.max_bytes:
            return False
        self._waiting.append(frame)
        self.waiting_bytes += len(frame)
        return True

    def take(self) -> bytes:
        """The next frames, as many small ones together as make one good write."""
        first = self._waiting.popleft()
        self.waiting_bytes -= len(first)
        if not self._waiting or len(first) + len(self._waiting[0]) > WRITE_BYTES:
            return first
        parts, size = [first], len(first)
        while self._waiting and size + len(self._waiting[0]) <= WRITE_BYTES:
            parts.append(self._waiting.popleft())
            size += len(parts[-1])
        self.waiting_bytes -= size - len(first)
        return b"".join(parts)

    def clear(self) -> None:
        self._waiting.clear()
        self.waiting_bytes = 0
