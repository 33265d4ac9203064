"""Coming in: asking for a mail, and spending its link or its code.

Asking does the same work whether the address is known or not, so that neither the answer nor its time tells (SI-5).
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flask import current_app
from sqlalchemy import update

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import NotFound
from network.core.language import gettext as _
from network.jobs.services import queue_mail
from network.people import letters, queries, rules
from network.people.models import Person, SignInRequest
from network.people.services.sessions import TOKEN_BYTES, begin_session

RUN = secrets.token_hex(8)
"""This process, for which the monotonic clock of a request can be read."""


@dataclass(frozen=True)
class Answer:
    """What came of a link or a code. Only `signed_in` carries a session, and `secret` is the cookie's value."""

    outcome: Literal["signed_in", "code_needed", "wrong_code", "over"]
    secret: str = ""
    session_id: int | None = None
    person_id: int | None = None
    next_path: str | None = None
    tries_left: int = 0


def ask_to_sign_in(
    email: str, *, browser: str, next_path: str | None, link_for: Callable[[str], str], is_kept: bool = True
) -> None:
    """Send a link and a code to an address, if somebody in the network has it and it has not had too many.

    `browser` is the secret of the asking browser's cookie, `link_for(token)` makes the whole address of a link.
    With `is_kept` false a limit is reached: the same work is done, and nothing of it remains.
    """
    address = rules.clean_email(email)
    address_hash = _keyed("address", address)
    person = queries.person_by_email(address)
    had = queries.codes_since(address_hash, clock.now() - rules.REQUEST_LASTS)
    receiver = person if is_kept and had < rules.LIVE_CODES else None
    token, code = secrets.token_urlsafe(TOKEN_BYTES), f"{secrets.randbelow(10**6):06}"
    request = _request(
        person=receiver, address_hash=address_hash, token=token, lasts=rules.REQUEST_LASTS, next_path=next_path
    )
    request.browser_hash = rules.fingerprint(browser)
    request.code_hash = _keyed("code", request.token_hash, code)
    db.session.add(request)
    db.session.flush()
    letter = letters.sign_in_letter(person, link=link_for(token), code=code)
    mail = queue_mail(
        key=f"sign-in-{request.token_hash[:32]}",
        kind="sign_in",
        recipient=receiver.email if receiver else None,
        language=letter.language,
        subject=letter.subject,
        body=letter.body,
        useless_after=request.ends_at,
    )
    if not is_kept:
        db.session.delete(request)
        db.session.delete(mail)


def one_time_link(email: str, *, minutes: int, link_for: Callable[[str], str], by: int | None = None) -> str:
    """A link that signs a person in from any browser, once: for the operator, when mail does not arrive.

    Raises NotFound when nobody has the address.
    """
    address = rules.clean_email(email)
    person = queries.person_by_email(address)
    if person is None:
        raise NotFound(_("Nobody in the network has this e-mail address."))
    return link_for_person(person, minutes=minutes, link_for=link_for, by=by)


def link_for_person(person: Person, *, minutes: int, link_for: Callable[[str], str], by: int | None) -> str:
    """The same for a person that one has at hand: she need not have an address."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    request = _request(
        person=person,
        address_hash=_keyed("address", person.email) if person.email else _keyed("person", person.public_key),
        token=token,
        lasts=timedelta(minutes=minutes),
        next_path=None,
    )
    db.session.add(request)
    db.session.flush()
    audit(by, "sign_in.link", "person", person.id, minutes=minutes)
    return link_for(token)


def link_state(token: str, *, browser: str | None) -> tuple[Literal["ready", "code_needed", "over"], Person | None]:
    """What a link would do in this browser, without doing it: a mail scanner may look as often as it likes (SI-1)."""
    request = _live_request(token)
    if request is None or request.person_id is None:
        return "over", None
    person = db.session.get_one(Person, request.person_id)
    return ("ready" if is_own_browser(request, browser) else "code_needed"), person


def sign_in_by_link(token: str, *, browser: str | None, code: str | None, device: str) -> Answer:
    """Spend a link. In another browser than the one that asked it needs the code of the same mail."""
    request = _live_request(token)
    if request is None:
        return Answer("over")
    if is_own_browser(request, browser):
        return _enter(request, device=device)
    if code is None:
        return Answer("code_needed")
    return _try_code([request], code, device=device, tries=rules.LINK_TRIES)


def sign_in_by_code(browser: str | None, *, code: str, device: str) -> Answer:
    """Spend a code in the browser that asked. It may be that of any mail still alive; a wrong one counts on each."""
    asked = queries.requests_of_browser(rules.fingerprint(browser)) if browser else []
    alive = [request for request in asked if not _is_over(request, rules.CODE_TRIES)]
    return _try_code(alive, code, device=device, tries=rules.CODE_TRIES) if alive else Answer("over")


def _request(
    *, person: Person | None, address_hash: str, token: str, lasts: timedelta, next_path: str | None
) -> SignInRequest:
    now = clock.now()
    return SignInRequest(
        person_id=person.id if person else None,
        address_hash=address_hash,
        token_hash=rules.fingerprint(token),
        next_path=next_path,
        wrong_codes=0,
        made_at=now,
        ends_at=now + lasts,
        run=RUN,
        made_at_seconds=clock.monotonic(),
    )


def _try_code(alive: Sequence[SignInRequest], code: str, *, device: str, tries: int) -> Answer:
    """Count the try before it is judged: two at the same moment are two tries, in any database."""
    typed = rules.clean_code(code)
    counted = [request for request in alive if _count_try(request, tries)]
    for request in counted:
        is_right = request.code_hash is not None and secrets.compare_digest(
            request.code_hash, _keyed("code", request.token_hash, typed)
        )
        if is_right and request.person_id is not None:
            return _enter(request, device=device)
    if not counted:
        return Answer("over")
    left = max(tries - request.wrong_codes for request in counted)
    return Answer("wrong_code", tries_left=left) if left else Answer("over")


def _count_try(request: SignInRequest, tries: int) -> bool:
    row = update(SignInRequest).where(
        SignInRequest.id == request.id,
        SignInRequest.wrong_codes < tries,
        SignInRequest.ended_at.is_(None),
    )
    done = db.session.execute(
        row.values(wrong_codes=SignInRequest.wrong_codes + 1), execution_options={"synchronize_session": False}
    )
    db.session.refresh(request)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _enter(request: SignInRequest, *, device: str) -> Answer:
    """Spend the request, once, and sign its person in. All her other requests of the same address end with it."""
    if request.person_id is None or not _spend(request, at=clock.now()):
        return Answer("over")
    session_id, secret = begin_session(request.person_id, device=device)
    return Answer(
        "signed_in", secret=secret, session_id=session_id, person_id=request.person_id, next_path=request.next_path
    )


def _spend(request: SignInRequest, *, at: datetime) -> bool:
    own = update(SignInRequest).where(SignInRequest.id == request.id, SignInRequest.ended_at.is_(None))
    if not db.session.execute(own.values(ended_at=at)).rowcount:  # type: ignore[attr-defined]
        return False
    others = update(SignInRequest).where(
        SignInRequest.address_hash == request.address_hash, SignInRequest.ended_at.is_(None)
    )
    db.session.execute(others.values(ended_at=at))
    return True


def _live_request(token: str) -> SignInRequest | None:
    request = queries.request_by_token(rules.fingerprint(token))
    return None if request is None or _is_over(request, rules.LINK_TRIES) else request


def _is_over(request: SignInRequest, tries: int) -> bool:
    return rules.request_is_over(
        made_at=request.made_at,
        ends_at=request.ends_at,
        ended_at=request.ended_at,
        wrong_codes=request.wrong_codes,
        now=clock.now(),
        seconds_passed=clock.monotonic() - request.made_at_seconds if request.run == RUN else None,
        tries=tries,
    )


def is_own_browser(request: SignInRequest, browser: str | None) -> bool:
    """Whether the link does without the code: the browser is the one that asked, or none was named (an operator's)."""
    if request.browser_hash is None:
        return True
    return browser is not None and secrets.compare_digest(request.browser_hash, rules.fingerprint(browser))


def _keyed(*parts: str) -> str:
    return rules.keyed_fingerprint(current_app.extensions["settings"].secret_key, *parts)
