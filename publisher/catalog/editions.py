"""The ledger of a digest: its slots, each decided once, and its editions."""

from sqlalchemy import Connection, func, select

from publisher.catalog.schema import digest, edition, slot
from publisher.model import Ledger


def ledger(connection: Connection, name: str) -> Ledger:
    """Return where the digest called *name* stands."""
    fixed = connection.execute(select(digest.c.begun, digest.c.start).where(digest.c.name == name)).first()
    begun, start = fixed or (None, None)
    if begun is None:
        return Ledger()
    standing = select(func.max(slot.c.at)).join(edition, edition.c.slot_id == slot.c.id)
    standing = standing.where(edition.c.digest == name, edition.c.status != "cancelled")
    issued = select(func.max(edition.c.number)).where(edition.c.digest == name)
    decided = select(slot.c.outcome, slot.c.at).where(slot.c.digest == name).order_by(slot.c.at.desc())
    waited, considered = 0, None
    for outcome, at in connection.execute(decided):
        considered = considered or at
        if outcome == "issued":
            break
        waited += outcome == "waiting"
    return Ledger(
        begun=begun,
        start=start,
        previous=connection.execute(standing).scalar(),
        considered=considered,
        waited=waited,
        number=(connection.execute(issued).scalar() or 0) + 1,
    )
