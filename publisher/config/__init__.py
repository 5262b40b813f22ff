"""Settings: a TOML file and the environment in, one frozen value out; an error names file, line, key and remedy."""

from publisher.config.load import find_settings, load
from publisher.config.values import Settings

__all__ = ["Settings", "find_settings", "load"]
