"""What accepts a message: an SMTP server. A failure says whether trying again could help."""

from publisher.transport.smtp import Server, send

__all__ = ["Server", "send"]
