"""Weeks that pass in a test: the clock moves hour by hour, and the program does what it does meanwhile."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from network.core import clock
from network.jobs import schedule, services
from network.jobs.smtp import Letter, Unreachable
from network.privacy import retention


@dataclass(frozen=True)
class Arrived:
    """A letter and when it left."""

    at: datetime
    letter: Letter


@dataclass
class Post:
    """A mail server that takes everything, unless it is down."""

    arrived: list[Arrived] = field(default_factory=list)
    is_down: bool = False

    def send(self, letter: Letter) -> None:
        if self.is_down:
            raise Unreachable("connection")
        self.arrived.append(Arrived(clock.now(), letter))

    def close(self) -> None:
        """Nothing to let go of."""

    def keys(self) -> list[str]:
        return [one.letter.key for one in self.arrived]

    def to_each(self) -> Counter[str]:
        return Counter(one.letter.recipient for one in self.arrived)


def pass_time(
    post: Post,
    *,
    until: datetime,
    step: timedelta = timedelta(hours=1),
    each_step: Callable[[datetime], None] | None = None,
) -> list[schedule.Result]:
    """Let the hours go by; what came of all planned work. `each_step(now)` is what people do meanwhile."""
    results: list[schedule.Result] = []
    for now in _moments(until, step):
        clock.set(now)
        if each_step is not None:
            each_step(now)
        results += work(post)
        if now.hour == 0:
            retention.purge_all()
    return results


def work(post: Post) -> list[schedule.Result]:
    """What the jobs do at this moment, until nothing is left to do."""
    results: list[schedule.Result] = []
    while done := schedule.run_due():
        results += done
    while services.deliver_due(post):
        pass
    return results


def _moments(until: datetime, step: timedelta) -> Iterator[datetime]:
    now = clock.now()
    while now < until:
        now = min(now + step, until)
        yield now
