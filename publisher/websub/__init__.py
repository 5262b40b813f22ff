"""Telling hubs which feeds changed (WebSub, W3C Recommendation of 2018): deciding, asking, and the loop over both."""

from publisher.websub.telling import Outcome, PingReport, send_due

__all__ = ["Outcome", "PingReport", "send_due"]
