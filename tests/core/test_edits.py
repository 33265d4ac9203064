"""CA-5, AG-7: how what two people wrote or chose at once is brought together."""

from hypothesis import given
from hypothesis import strategies as st

from network.core.edits import Merged, mark, merge

TEXTS = st.sampled_from(["", "a", "b", "c"])


def test_different_fields_are_brought_together() -> None:
    """CA-5"""
    marks = {"why": mark("old"), "how": mark("old")}

    merged = merge(marks, {"why": "hers", "how": "old"}, {"why": "old", "how": "theirs"})

    assert merged == Merged({"why": "hers", "how": "theirs"}, (), ("how",))


def test_the_same_field_is_a_clash_unless_both_wrote_the_same() -> None:
    marks = {"why": mark("old")}

    assert merge(marks, {"why": "hers"}, {"why": "theirs"}).clashes == ("why",)
    assert merge(marks, {"why": "same"}, {"why": "same"}).clashes == ()


def test_a_field_without_a_mark_never_overwrites() -> None:
    assert merge({}, {"why": "hers"}, {"why": "theirs"}).clashes == ("why",)


@given(began=st.tuples(TEXTS, TEXTS), hers=st.tuples(TEXTS, TEXTS), stored=st.tuples(TEXTS, TEXTS))
def test_nobodys_change_is_ever_lost_unseen(
    began: tuple[str, str], hers: tuple[str, str], stored: tuple[str, str]
) -> None:
    """CA-5, F16: what is not a clash holds every change that either made."""
    names = ("why", "how")
    merged = merge(
        {name: mark(text) for name, text in zip(names, began, strict=True)},
        dict(zip(names, hers, strict=True)),
        dict(zip(names, stored, strict=True)),
    )

    for name, old, her, now in zip(names, began, hers, stored, strict=True):
        wanted = {text for text in (her, now) if text != old} or {old}
        assert (name in merged.clashes) == (len(wanted) == 2)
        assert name in merged.clashes or merged.said[name] in wanted
