"""Every deliberate exception. The thing first, then the cause: `config/publisher.toml: site.url: ...`."""

from collections.abc import Iterable


class PublisherError(Exception):
    """Something a user can mend; the command line shows it as one line and exits with 1."""


class SettingsError(PublisherError):
    """The settings file, or a PUBLISHER_ variable, is wrong."""


class ScheduleError(PublisherError):
    """A schedule that names no slots, or is not understood."""


class CatalogError(PublisherError):
    """The catalog cannot be opened, or does not fit what it is asked to hold."""


class BusyError(CatalogError):
    """Another process has the catalog to itself for longer than one wanted to wait."""


class SourceError(PublisherError):
    """A source folder cannot be read as a whole (one bad file never raises)."""


class OutputError(PublisherError):
    """The output directory cannot be written, or would be overwritten unasked."""


class TemplateError(PublisherError):
    """A template is wrong: the message names its file and line."""


class NoSuchDigestError(PublisherError):
    """A digest that the settings do not have."""


class InputError(PublisherError):
    """A command's argument, or a file it was given, cannot be used."""


class ThemesError(PublisherError):
    """Themes cannot be learnt, proposed or measured from what there is."""


class TransportError(PublisherError):
    """A message was not accepted. `permanent` says that it would not be if it were sent again."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Return ` (did you mean "title"?)`, or "" where nothing is near."""
    import difflib  # slow to load, and needed only where something is wrong

    folded = {name.lower(): name for name in allowed}
    close = difflib.get_close_matches(word.lower(), folded, n=1, cutoff=0.6)
    return f' (did you mean "{folded[close[0]]}"?)' if close else ""
