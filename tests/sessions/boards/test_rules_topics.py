"""BO-26: what stands on a board, and where a note in a cluster is drawn."""

from dataclasses import replace

from network.sessions.boards.rules.notes import PlainCluster, PlainNote, plain_cluster, settled
from network.sessions.boards.rules.topics import START, topics, topics_in

ONE = PlainNote("one", "Vi høyrer\nfrå dei same", "why", "A", "sky", False, None)
TWO = replace(ONE, id="two", text="Ingen spør dei unge", position="B")
SCHOOL = PlainCluster("school", "", "why", "M")
CLUSTERS = {"school": SCHOOL}


def within(note: PlainNote, cluster: str = "school") -> PlainNote:
    return replace(note, cluster=cluster)


def test_a_topic_is_a_cluster_with_its_notes_or_a_loose_note() -> None:
    last = replace(ONE, id="last", position="Z")

    found = topics([last, within(TWO), within(ONE)], CLUSTERS)

    assert [(topic.id, topic.is_cluster, [note.id for note in topic.notes]) for topic in found] == [
        ("school", True, ["one", "two"]),
        ("last", False, ["last"]),
    ]


def test_clusters_and_loose_notes_stand_among_each_other_by_place_and_id() -> None:
    notes = [within(ONE), replace(TWO, id="a", position="M"), replace(TWO, id="z", position="M"), replace(TWO, id="n")]

    assert [topic.id for topic in topics(notes, CLUSTERS)] == ["n", "a", "school", "z"]


def test_a_cluster_without_a_name_is_called_by_its_first_note() -> None:
    long = replace(ONE, text="x" * 200)
    named = {"school": replace(SCHOOL, title=" Skule \n og heim ")}

    assert topics([within(TWO), within(ONE)], CLUSTERS)[0].title == "Vi høyrer frå dei same"
    assert len(topics([within(long)], CLUSTERS)[0].title) == START
    assert topics([within(ONE)], named)[0].title == "Skule og heim"
    assert topics([within(replace(ONE, text=" "))], CLUSTERS)[0].title == ""


def test_an_emptied_cluster_is_no_topic_and_neither_is_what_was_deleted() -> None:
    assert topics([within(replace(ONE, is_deleted=True))], CLUSTERS) == []


def test_a_note_stands_in_the_column_of_its_cluster() -> None:
    moved = {"school": replace(SCHOOL, column="what")}

    [topic] = topics_in(topics([within(ONE)], moved), "what")

    assert (topic.notes[0].column, topics_in([topic], "why")) == ("what", [])


def test_a_note_whose_cluster_is_none_lies_loose() -> None:
    assert settled(within(ONE, "gone"), CLUSTERS) == ONE
    assert [topic.id for topic in topics([within(ONE, "gone")], CLUSTERS)] == ["one"]


def test_what_is_no_cluster_is_read_as_none() -> None:
    assert [plain_cluster("x", values) for values in ("text", {}, {"place": "why"}, {"place": ["why"]})] == [None] * 4
