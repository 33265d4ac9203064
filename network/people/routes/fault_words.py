"""What went wrong with a mail or a job, in words."""

from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l

FAULT_WORDS: dict[str, LazyText] = {
    "address": _l("The mail server cannot write this address."),
    "age": _l("It was too old to be of use."),
    "answer": _l("The mail server answered %(detail)s."),
    "encryption": _l("The mail server offers no encryption, and a password is not sent without."),
    "sign_in": _l("The server takes no user name and password on this port."),
    "nowhere": _l("No mail server is set."),
    "secret": _l("The stored password cannot be read any more."),
    "broken": _l("The mail server broke off."),
    "connection": _l("The mail server refused the connection."),
    "time": _l("The mail server did not answer in time."),
    "unreachable": _l("The mail server could not be reached (%(detail)s)."),
    "Unreadable": _l("The stored password cannot be read any more."),
    "budget": _l("Not sent: she has had six e-mails in twelve weeks, which is the most."),
    "DatabaseBusy": _l("The database was busy."),
}


def fault_words(code: str | None) -> str:
    """What went wrong, for a reader: of a stored code, and a detail behind it, or of a fault's kind."""
    if not code:
        return ""
    word, _space, detail = code.partition(" ")
    if word in FAULT_WORDS:
        return FAULT_WORDS[word] % {"detail": detail}
    return _("An unexpected fault (%(kind)s). The log says more.", kind=code)
