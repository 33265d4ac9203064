"""Refusals and faults, in words: what happened, what to do next, and a number to read out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadHost, HTTPException, SecurityError

from network.access.guard import asked
from network.core.db import DatabaseBusy, is_out_of_room
from network.core.errors import Conflict, Invalid, NotAllowed, NotFound, SamlingError
from network.core.language import LazyText
from network.core.language import lazy_gettext as _l
from network.web.request_log import request_id, route_template

log = logging.getLogger("network.faults")
STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422}
FAULT = 500
AskFirst = Callable[[SamlingError], Response | None]


@dataclass(frozen=True)
class Words:
    """What a page says: `code` is for programs, the rest for people."""

    code: str
    title: LazyText
    advice: LazyText


WORDS = {
    400: Words(
        "bad_request",
        _l("We could not read that"),
        _l("Something in the address or the form was not as expected. Go back, and try once more."),
    ),
    403: Words(
        "not_allowed",
        _l("You may not do that"),
        _l("Your role does not include this. If you think it should, ask the person who leads the gathering."),
    ),
    404: Words(
        "not_found",
        _l("We cannot find that page"),
        _l("The address may be wrong, or the page may be for others only. Start from the front page."),
    ),
    405: Words(
        "bad_method", _l("That cannot be done here"), _l("Go back to the page you came from, and use its buttons.")
    ),
    409: Words(
        "conflict",
        _l("Somebody else came first"),
        _l("The page has changed since you opened it. Go back, reload it, and see whether you still want to do this."),
    ),
    413: Words(
        "too_large",
        _l("That was too much at once"),
        _l("Go back and make it shorter, or send it in several parts."),
    ),
    422: Words(
        "invalid", _l("Something is missing or wrong"), _l("Go back and correct it. What you wrote is still there.")
    ),
    429: Words(
        "too_many",
        _l("Too many tries in a short time"),
        _l("Wait a few minutes, and try again. Nothing is lost."),
    ),
    500: Words(
        "fault",
        _l("Something went wrong with us"),
        _l("It is our fault, not yours. Nothing of this was stored. Try again. If it comes back, tell us the number."),
    ),
    503: Words(
        "busy",
        _l("We cannot store anything just now"),
        _l("Wait half a minute, and try again. What you have written on a board stays on your device until then."),
    ),
    507: Words(
        "no_room",
        _l("There is no room to store more"),
        _l(
            "Tell those who run this service that the disk is full. You can read on. "
            "What you have written on a board stays on your device until there is room."
        ),
    ),
}


def register(app: Flask) -> None:
    app.extensions["ask_first"] = []
    app.register_error_handler(SamlingError, refusal)
    app.register_error_handler(HTTPException, http_refusal)
    app.register_error_handler(DatabaseBusy, busy)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(Exception, fault)
    app.log_exception = _log_exception  # type: ignore[assignment, method-assign]
    app.wsgi_app = _last_resort(app.wsgi_app)  # type: ignore[assignment, method-assign]


def ask_first(app: Flask, answer: AskFirst) -> None:
    """Let a feature answer a refusal in its own way, as with the way to sign in; None leaves it to the page."""
    asked: list[AskFirst] = app.extensions["ask_first"]
    asked.append(answer)


def wants_json() -> bool:
    """Whether a program asks, rather than a person."""
    kinds = request.accept_mimetypes
    return request.is_json or kinds["application/json"] > kinds["text/html"]


def refusal(error: SamlingError) -> ResponseReturnValue:
    for answer in current_app.extensions["ask_first"]:
        response: Response | None = answer(error)
        if response is not None:
            asked.set(True)  # whatever it looks like, it is a refusal: the guard must not tell it from another
            return response
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    return answer_with(status, message=error.message, code=error.code)


def http_refusal(error: HTTPException) -> ResponseReturnValue:
    status = error.code or FAULT
    if isinstance(error, (SecurityError, BadHost)):
        return Response(
            "This server does not answer to that name.\n", status=400, content_type="text/plain; charset=utf-8"
        )
    if error.response is not None or status < 400:
        return error.get_response()
    answer = make_response(answer_with(status if status in WORDS else 400 if status < FAULT else FAULT, status=status))
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def busy(error: Exception) -> ResponseReturnValue:
    """Nothing could be stored: the database was busy, away, or has no room left."""
    is_full = is_out_of_room(error)
    log.warning("disk full" if is_full else "database busy", extra={"facts": _place()}, exc_info=error)
    response = make_response(answer_with(507 if is_full else 503))
    response.headers["Retry-After"] = "30"
    return response


def fault(error: Exception) -> ResponseReturnValue:
    log.error("fault", extra={"facts": _place()}, exc_info=error)
    return answer_with(FAULT)


def answer_with(page: int, *, status: int | None = None, message: str = "", code: str = "") -> ResponseReturnValue:
    """The page (or the JSON) for a refusal. `message` is the service's own sentence, and goes before ours."""
    words = WORDS[page]
    number = request_id()
    if wants_json():
        said = message or str(words.advice)
        return jsonify(ok=False, error=code or words.code, message=said, request_id=number), status or page
    facts = {"words": words, "message": message, "status": status or page, "number": number}
    try:
        return render_template("errors/error.html", **facts), status or page
    except Exception as second:  # the page around it asks features, and one of them may be what is broken
        log.error("no page for a fault", extra={"facts": _place()}, exc_info=second)
        return render_template("errors/bare.html", **facts), status or page


def _log_exception(exc_info: tuple[object, BaseException, object]) -> None:
    """Flask's own line holds the address, and addresses hold sign-in tokens."""
    log.error("fault", extra={"facts": _place()}, exc_info=exc_info[1])


def _place() -> dict[str, str]:
    return {"request_id": request_id(), "route": route_template(), "method": request.method}


def _last_resort(inner: Callable[..., object]) -> Callable[..., object]:
    """A panic in the document library is a BaseException, which Flask lets through: the server would drop the line."""

    def guarded(environ: dict[str, object], start_response: Callable[..., object]) -> object:
        try:
            return inner(environ, start_response)
        except BaseException as panic:
            if type(panic).__name__ != "PanicException":
                raise
            log.error("panic", exc_info=panic)
            start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"Something went wrong with us. Nothing of this was stored. Please try again.\n"]

    return guarded
