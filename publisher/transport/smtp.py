"""One SMTP transaction (RFC 5321): connect, perhaps encrypt and log in, hand over one message."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from publisher.errors import TransportError

PATIENCE = 30.0  # seconds for each answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where messages are handed over. Without a `username` nobody logs in."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"] = "none"
    username: str = ""
    password: str = ""

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def send(message: EmailMessage, server: Server, *, patience: float = PATIENCE) -> None:
    """Hand *message* over to *server*, which has then taken it on.

    TransportError says what the server answered: `permanent` where it would answer so again (RFC 5321, 4.2.1: 5yz).
    Each answer is waited for *patience* seconds.
    """
    try:
        with _connected(server, patience) as connection:
            if server.username:
                connection.login(server.username, server.password)
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        address, (code, answer) = next(iter(error.recipients.items()))
        raise _refused(server, code, answer, f"refuses {address}") from error
    except smtplib.SMTPResponseException as error:
        raise _refused(server, error.smtp_code, error.smtp_error, "refuses the message") from error
    except smtplib.SMTPNotSupportedError as error:
        raise TransportError(f"{server}: {error}", permanent=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise TransportError(f"{server}: {_said(error)}", permanent=False) from error


def _connected(server: Server, patience: float) -> smtplib.SMTP:
    if server.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=patience, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=patience)
    if server.security == "starttls":
        try:
            connection.starttls(context=ssl.create_default_context())
        except BaseException:
            connection.close()
            raise
    return connection


def _refused(server: Server, code: int, answer: bytes | str, what: str) -> TransportError:
    said = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return TransportError(f"{server}: {what}: {code} {' '.join(said.split())}", permanent=code >= 500)


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError) or isinstance(error.__cause__ or error.__context__, TimeoutError):
        return "does not answer"
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or type(
        error
    ).__name__
