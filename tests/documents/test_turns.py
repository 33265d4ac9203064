"""Whoever opens one document or writes in it waits for nobody at another."""

import threading

from network.documents.turns import Turns


def test_the_second_waits_for_the_first_of_the_same_document_only():
    turns, order, other_was_in = Turns(), [], threading.Event()

    def second():
        with turns.of("one"):
            order.append("second")

    def elsewhere():
        with turns.of("two"):
            other_was_in.set()

    threads = [threading.Thread(target=second), threading.Thread(target=elsewhere)]
    with turns.of("one"):
        for thread in threads:
            thread.start()
        was_let_in = other_was_in.wait(5)
        order.append("first")
    for thread in threads:
        thread.join(5)

    assert was_let_in
    assert order == ["first", "second"]


def test_a_turn_that_is_over_is_forgotten_also_when_it_failed():
    turns = Turns()
    seen = []

    try:
        with turns.of("one"), turns.of("one"):
            seen.append((turns.is_taken("one"), turns.is_taken("two"), len(turns)))
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    assert seen == [(True, False, 1)]
    assert (turns.is_taken("one"), len(turns)) == (False, 0)
