"""Problems for the engine's tests: any, and those whose wishes are known to be possible together."""

from collections import Counter
from itertools import combinations

from hypothesis import strategies as st

from network.sessions.groups.engine import Attendee, Past, Pin, Plan, Problem, Round, Wishes

TRAITS = st.sampled_from([None, "x", "y"])


@st.composite
def people(draw: st.DrawFn, most: int = 24) -> tuple[Attendee, ...]:
    places = draw(st.lists(st.sampled_from([None, *"abcdef"]), min_size=1, max_size=most))
    return tuple(
        Attendee(10 + number, place, party=draw(TRAITS), role=draw(TRAITS)) for number, place in enumerate(places)
    )


@st.composite
def problems(draw: st.DrawFn, most: int = 24, most_rounds: int = 3) -> Problem:
    """Any people, some of them away in some rounds, with a past and no hard wish."""
    everybody = draw(people(most))
    ids = [one.id for one in everybody]
    rounds = []
    for _ in range(draw(st.integers(1, most_rounds))):
        here = draw(st.one_of(st.just(ids), st.lists(st.sampled_from(ids), min_size=1, unique=True)))
        rounds.append(Round(draw(st.integers(1, len(here))), tuple(here)))
    return Problem(everybody, tuple(rounds), (Past(tuple(_cut(ids, 4)), draw(st.integers(0, 5))),))


@st.composite
def wished(draw: st.DrawFn, most: int = 20) -> tuple[Problem, Plan]:
    """A problem with hard wishes, and a plan that keeps them all: the wishes are read from the plan."""
    everybody = draw(people(most))
    ids = [one.id for one in everybody]
    rounds, plan = [], []
    for _ in range(draw(st.integers(1, 2))):
        count = draw(st.integers(1, max(1, len(ids) // 2)))
        order = draw(st.permutations(ids))
        rounds.append(Round(count, tuple(ids)))
        plan.append(tuple(tuple(order[at::count]) for at in range(count)))
    hidden = tuple(plan)
    seat = [{one: at for at, group in enumerate(groups) for one in group} for groups in hidden]
    pairs = list(combinations(ids, 2))
    mates = [pair for pair in pairs if all(of[pair[0]] == of[pair[1]] for of in seat)]
    rivals = [pair for pair in pairs if all(of[pair[0]] != of[pair[1]] for of in seat)]
    pins = [Pin(one, of[one], (number,)) for number, of in enumerate(seat) for one in ids]
    wishes = Wishes(
        together=tuple(draw(_some(mates, 2))),
        apart=tuple(draw(_some(rivals, 4))),
        pinned=tuple(draw(_some(pins, 3))),
        max_per_municipality=draw(st.sampled_from([None, _most_of_one(everybody, hidden)])),
    )
    return Problem(everybody, tuple(rounds), wishes=wishes), hidden


def _some(values: list, most: int) -> st.SearchStrategy:
    return st.lists(st.sampled_from(values), max_size=most, unique=True) if values else st.just([])


def _most_of_one(everybody: tuple[Attendee, ...], plan: Plan) -> int:
    place = {one.id: one.municipality for one in everybody}
    counts = [Counter(place[one] for one in group if place[one]) for groups in plan for group in groups]
    return max((most for count in counts for most in count.values()), default=1)


def _cut(ids: list[int], size: int) -> list[tuple[int, ...]]:
    return [tuple(ids[at : at + size]) for at in range(0, len(ids), size)]


def municipal(count: int, each: int) -> tuple[Attendee, ...]:
    """So many people, `each` of a municipality."""
    return tuple(Attendee(n, f"m{n // each}", party="ABCDE"[n * n % 5], role="OP"[n % each > 0]) for n in range(count))


def full(count: int, groups: int, rounds: int, *, each: int = 4) -> Problem:
    """Everybody is there in all rounds."""
    return Problem(municipal(count, each), (Round(groups, tuple(range(count))),) * rounds)
