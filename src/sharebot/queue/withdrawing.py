"""What was taken back from a network: written into the receipt, beside the proof that the post was public."""

from __future__ import annotations

from dataclasses import replace

from sharebot.errors import IllegalMove
from sharebot.model import Post, State, Withdrawal
from sharebot.queue import acts, reading, records, steps
from sharebot.queue.database import Transaction
from sharebot.queue.records import as_json
from sharebot.queue.steps import Hand


def withdraw(tx: Transaction, post_id: int, withdrawal: Withdrawal, hand: Hand) -> Post:
    """Not guarded by the post's version: what has happened on the network is true whoever changed what meanwhile."""
    before = reading.post(tx, post_id, "post_for_update")
    if before.state is not State.SENT or before.receipt is None:
        raise IllegalMove(f"post {post_id} is {before.state}; only a sent post can be taken back")
    if before.withdrawn:
        return before
    receipt = replace(before.receipt, withdrawn=withdrawal)
    row = tx.row("set_receipt", post_id=post_id, receipt=as_json(receipt))
    if row is None:
        raise AssertionError(f"post {post_id} vanished although it was locked")
    steps.write(tx, post_id, hand, before=State.SENT, after=State.SENT, why=_why(withdrawal))
    after = records.post(row)
    acts.note_post(tx, hand, before, after, _why(withdrawal))
    return after


def _why(withdrawal: Withdrawal) -> str:
    reason = f" ({withdrawal.reason})" if withdrawal.reason else ""
    return f"taken back{reason}: {withdrawal.said}"
