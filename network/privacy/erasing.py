"""What has been deleted for good leaves no trace in the database's files either.

SQLite overwrites what it deletes (`secure_delete`, set for each connection), but its log still holds the pages of
before. Whoever erases asks for the log to be folded in; while somebody still reads it, that is tried again.
"""

from network.core.db import after_commit, db, fold_log_now

_due: list[bool] = []


def begin_anew() -> None:
    _due.clear()


def leave_no_trace() -> None:
    """For the open unit of work: when it is stored, let go of what its deletions left in the log."""
    after_commit(_ask)


def _ask() -> None:
    _due.append(True)
    db.session.rollback()  # what others were told was read first, and whoever reads keeps the log from being emptied
    fold_due()


def fold_due() -> None:
    """Fold the log in if somebody has asked; asked again and again by a job until it is done."""
    if _due and fold_log_now():
        _due.clear()
