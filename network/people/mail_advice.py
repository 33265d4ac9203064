"""What a mail server's answer means, and what to ask the IT department for: a code in, sentences out."""

from dataclasses import dataclass

from network.core.language import LazyText
from network.core.language import lazy_gettext as _l


@dataclass(frozen=True)
class Advice:
    """`says` is what happened, `ask` what to do about it."""

    says: LazyText
    ask: LazyText


_RELAY = Advice(
    _l("The server does not take mail from here with this sender (it answered %(detail)s)."),
    _l(
        "Ask IT to let this machine send through the server as a relay, with the sender that you wrote, and to add the "
        "machine to the domain's SPF record and sign its mail with DKIM. Else the mail ends among unwanted mail."
    ),
)
_SIGN_IN = Advice(
    _l("The server did not accept the user name and the password (it answered %(detail)s)."),
    _l(
        "Write them once more. If it is Microsoft 365: signing in to SMTP with a password is being switched off there. "
        "Ask IT for a relay (a connector that knows this machine) rather than a password. Signing in with OAuth is not "
        "something that Samling does."
    ),
)
_NEEDS_SIGN_IN = Advice(
    _l("The server wants to know who sends (it answered %(detail)s)."),
    _l("Write a user name and a password, or ask IT to let this machine send without, as a relay."),
)
_LATER = Advice(
    _l("The server could not take mail just now (it answered %(detail)s)."),
    _l("Try again in some minutes. If it goes on, ask IT whether the server holds back mail from this machine."),
)
_UNKNOWN = Advice(
    _l("Something else went wrong (%(detail)s)."),
    _l("Show IT this page, and ask which server, port and encryption a program of the office shall use."),
)
_CERTIFICATE = Advice(
    _l("The server's certificate is not valid for this name."),
    _l("Write the name that stands in the certificate, most often not an IP address. Ask IT for it."),
)
_WRONG_PORT = Advice(
    _l("The server did not speak as expected on this port."),
    _l("Port and encryption must fit: 587 with encryption after the greeting, 465 with encryption from the first."),
)
_WORDS: dict[str, Advice] = {
    "time": Advice(
        _l("The server did not answer in time."),
        _l("Check name and port. Ask IT whether the firewall lets this machine out to that port."),
    ),
    "connection": Advice(
        _l("Nobody listens on that port of the server."),
        _l("Check the port: 587 and 465 are for programs that sign in, 25 is for a relay. Ask IT which it is."),
    ),
    "broken": Advice(_l("The server broke off."), _WRONG_PORT.ask),
    "encryption": Advice(
        _l("The server offers no encryption on this port."),
        _l("Try port 587. Without encryption only a relay inside the office's own network can be used."),
    ),
    "sign_in": Advice(
        _l("The server takes no user name and password on this port."),
        _l("Leave both empty if it is a relay, or try port 587 with encryption after the greeting."),
    ),
    "address": Advice(
        _l("The server cannot write your own address."), _l("Try with an address without letters as æ, ø and å.")
    ),
    "secret": Advice(
        _l("The stored password cannot be read any more: the installation has another key than before."),
        _l("Write the password once more."),
    ),
    "nowhere": Advice(_l("No mail server is set."), _l("Write which server it is, and store it.")),
}
_UNREACHABLE: dict[str, Advice] = {
    "gaierror": Advice(
        _l("There is no server of that name."), _l("Check how the name is written. Ask IT for the right one.")
    ),
    "SSLCertVerificationError": _CERTIFICATE,
    "SSLError": _WRONG_PORT,
    "SSLEOFError": _WRONG_PORT,
    "OSError": Advice(
        _l("The server could not be reached from this machine."),
        _l("Ask IT whether the firewall lets this machine out to that server and port."),
    ),
}
SIGN_IN_CODES, SENDER_IN_CODES = ("534", "535", "538"), ("530",)


def advice_on(code: str) -> Advice:
    """What to say of a stored fault (network.jobs.smtp's words)."""
    word, _space, detail = code.partition(" ")
    if word == "answer":
        return _advice_on_answer(detail)
    if word == "unreachable":
        return _UNREACHABLE.get(detail, _UNKNOWN)
    return _WORDS.get(word, _UNKNOWN)


def _advice_on_answer(number: str) -> Advice:
    if number in SIGN_IN_CODES:
        return _SIGN_IN
    if number in SENDER_IN_CODES:
        return _NEEDS_SIGN_IN
    return _LATER if number.startswith("4") else _RELAY


def sentences(code: str) -> tuple[str, str]:
    """What happened, and what to do about it, in the language now spoken."""
    advice = advice_on(code)
    detail = code.partition(" ")[2] or code
    return str(advice.says % {"detail": detail}), str(advice.ask)
