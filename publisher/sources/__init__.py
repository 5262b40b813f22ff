"""Files and their front matter -> posts. One module a dialect; a bad file is a value, never an exception."""

from publisher.sources.note import read_note
from publisher.sources.post import read
from publisher.sources.rules import Rules
from publisher.sources.scan import File, folders_of, scan

__all__ = ["File", "Rules", "folders_of", "read", "read_note", "scan"]
