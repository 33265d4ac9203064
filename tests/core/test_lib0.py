import pytest

from network.core.lib0 import MAX_NUMBER, Malformed, read_varbuf, read_varuint, varbuf, varuint


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 2**32 - 1, MAX_NUMBER])
def test_a_number_is_read_as_it_was_written(number):
    written = b"before" + varuint(number) + b"after"

    assert read_varuint(written, 6) == (number, len(written) - 5)


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xff\xff", varuint(MAX_NUMBER + 1), b"\x80" * 8 + b"\x01"])
def test_a_number_that_no_browser_writes_is_refused(data):
    with pytest.raises(Malformed):
        read_varuint(data, 0)


def test_bytes_are_read_as_they_were_written_and_never_beyond_their_end():
    written = varbuf(b"a" * 200)

    assert read_varbuf(written + b"after", 0) == (b"a" * 200, len(written))
    with pytest.raises(Malformed):
        read_varbuf(written[:-1], 0)
