"""What the hall notices of a draw: the beats of the server's loop while 500 people are drawn beside it, and, as the
control, while they are drawn in it. `python -m bench.groups.heartbeat` prints both as JSON."""

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import json
import sys
import time
from collections.abc import Callable

import gevent

from bench.groups.instances import hall
from network.core import beside
from network.sessions.groups import engine
from network.sessions.groups.engine.reading import read_instance
from network.sessions.groups.engine.writing import instance_of, plan_in

COMMAND = (sys.executable, "-m", "network.sessions.groups.engine")
BEAT_SECONDS = 0.01
PATIENCE_SECONDS = 120.0


def drawn_beside(problem: engine.Problem) -> engine.Plan:
    """As network/sessions/groups/services/drawing.py has it, without the database."""
    given = json.dumps(instance_of(problem, seed=1)).encode()
    done = beside.made_beside(COMMAND, given, seconds=PATIENCE_SECONDS)
    plan = plan_in(json.loads(done.stdout), problem)
    engine.judge(problem, plan)
    return plan


def beats_during(act: Callable[[], object]) -> dict[str, float]:
    """Units: milliseconds; the longest time between two beats, how many there were, how long the act took."""
    beats = [time.monotonic()]

    def beat() -> None:
        while True:
            gevent.sleep(BEAT_SECONDS)
            beats.append(time.monotonic())

    heart = gevent.spawn(beat)
    began = time.monotonic()
    act()
    took = time.monotonic() - began
    gevent.sleep(BEAT_SECONDS)
    heart.kill()
    gaps = [later - earlier for earlier, later in zip(beats, [*beats[1:], time.monotonic()], strict=True)]
    return {"longest_ms": round(max(gaps) * 1000), "beats": len(beats), "took_ms": round(took * 1000)}


def main() -> None:
    problem = read_instance(hall(1, "500", 100, 5, 63, 1)).problem
    engine.draw(problem, 1, 1)  # loads NumPy, which the control shall not be charged with
    plans: list[engine.Plan] = []
    found = {
        "beside": beats_during(lambda: plans.append(drawn_beside(problem))),
        "here": beats_during(lambda: plans.append(engine.draw(problem, 1))),
    }
    print(json.dumps({**found, "alike": plans[0] == plans[1]}))


if __name__ == "__main__":
    main()
