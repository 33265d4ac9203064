"""What cannot be answered at all, said before anybody deals."""

from collections import Counter

from network.sessions.groups.engine.problem import Problem


def check(problem: Problem) -> list[str]:
    """Contradictions in words; none when `draw` can answer."""
    known = Counter(person.id for person in problem.people)
    found = [f"{person_id} is listed {times} times" for person_id, times in known.items() if times > 1]
    if problem.group_count < 1:
        found.append(f"{problem.group_count} groups: there must be one at least")
    for number, present in enumerate(problem.present, start=1):
        twice = [person_id for person_id, times in Counter(present).items() if times > 1]
        found += [f"round {number}: {person_id} is there twice" for person_id in twice]
        found += [f"round {number}: {person_id} is not in the list" for person_id in present if person_id not in known]
        if len(set(present)) < problem.group_count:
            found.append(f"round {number}: {len(set(present))} people cannot fill {problem.group_count} groups")
    return found
