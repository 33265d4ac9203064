"""Finite fields as tables, for the designs that are made of them."""

from functools import lru_cache
from itertools import product

Table = tuple[tuple[int, ...], ...]


@lru_cache(maxsize=64)
def field(order: int) -> tuple[Table, Table] | None:
    """The tables of addition and multiplication of the field with this many elements; None unless it is a prime power.

    An element is the number whose digits to the base of the prime are its coefficients, so 0 is 0 and 1 is 1.
    """
    prime, power = _prime_power(order)
    if not power:
        return None
    elements = list(product(range(prime), repeat=power))
    numbers = {digits: number for number, digits in enumerate(elements)}
    adding = tuple(
        tuple(numbers[tuple((x + y) % prime for x, y in zip(a, b, strict=True))] for b in elements) for a in elements
    )
    for remainder in product(range(prime), repeat=power):
        multiplying = tuple(tuple(numbers[_product(a, b, remainder, prime)] for b in elements) for a in elements)
        if all(sorted(row) == list(range(order)) for row in multiplying[1:]):
            return adding, multiplying
    raise AssertionError("every prime power has a field")


def _product(a: tuple[int, ...], b: tuple[int, ...], remainder: tuple[int, ...], prime: int) -> tuple[int, ...]:
    """Of two polynomials, the highest coefficient first, when x to the power of their length is `remainder`."""
    found = [0] * len(a)
    for coefficient in a:
        highest, *rest = found
        shifted = [*rest, 0]
        found = [(x + highest * y + coefficient * z) % prime for x, y, z in zip(shifted, remainder, b, strict=True)]
    return tuple(found)


def _prime_power(number: int) -> tuple[int, int]:
    """Prime and exponent; (0, 0) for any other number."""
    if number < 2:
        return 0, 0
    prime = next(factor for factor in range(2, number + 1) if number % factor == 0)
    power = 0
    while number % prime == 0:
        number //= prime
        power += 1
    return (prime, power) if number == 1 else (0, 0)
