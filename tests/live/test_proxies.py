"""What a proxy says of scheme and host holds for the handshake too, which stands outside Flask."""

from pathlib import Path

import pytest

from network import create_app
from network.core.db import db
from tests.conftest import settings_for

SAID = {"Origin": "https://samling.test", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "samling.test"}


@pytest.mark.parametrize(("hops", "is_own"), [("0", False), ("1", True)])
def test_a_handshake_behind_a_proxy_is_judged_by_the_address_that_people_see(
    tmp_path: Path, hops: str, is_own: bool
) -> None:
    app = create_app(settings_for(tmp_path, SAMLING_PROXY_HOPS=hops))

    answer = app.test_client().get("/socket.io/?EIO=4&transport=polling", headers=SAID)

    with app.app_context():
        app.extensions["journal_writer"].close()
        db.engine.dispose()
    assert (answer.status_code, "sid" in answer.text) == ((200, True) if is_own else (400, False))
