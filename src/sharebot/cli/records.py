"""The nouns as JSON, and in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from sharebot.cli.printing import iso, one_line, safe, when
from sharebot.model import Origin, name_key

if TYPE_CHECKING:
    from sharebot.model import (
        Attempt,
        Author,
        Evidence,
        Handle,
        KnownHandle,
        Person,
        Post,
        Receipt,
        Share,
        Step,
        Withdrawal,
    )

_LEVELS = {"A": "proven", "B": "stated", "C": "supporting only", "D": "in conflict"}


def level_in_words(level: str) -> str:
    return f"{level} ({_LEVELS[level]})"


def authors_document(authors: Sequence[Author], people: Sequence[Person] = ()) -> list[dict[str, Any]]:
    """`people`: who of the register they are."""
    return [
        {
            "name": author.name,
            "guest": author.guest,
            "handles": [
                handle_document(handle) | standing_document(known_of(handle, author, people))
                for handle in author.handles
            ],
            "evidence": evidence_document(author.evidence),
            "person": _number_of(person_of(author, people)),
        }
        for author in authors
    ]


def _number_of(person: Person | None) -> int | None:
    """The number in the register; whom it does not have yet goes by a number below zero meanwhile."""
    return person.id if person and person.id > 0 else None


def person_of(author: Author, people: Sequence[Person]) -> Person | None:
    """Whom of the register an author is, of those whom the entry credits."""
    key = name_key(author.name)
    return next((person for person in people if key in person.keys), None)


def known_of(handle: Handle, author: Author, people: Sequence[Person]) -> KnownHandle | None:
    person = person_of(author, people)
    return person.handle(handle.platform, handle.handle) if person else None


def standing_document(known: KnownHandle | None) -> dict[str, Any]:
    if known is None:
        return {"standing": None, "by": None, "decided": None}
    return {"standing": str(known.standing), "by": known.by or None, "decided": iso(known.decided_at)}


def standing_in_words(handle: Handle, author: Author, people: Sequence[Person]) -> str:
    """How the register has it, and who decided that; empty where it does not."""
    known = known_of(handle, author, people)
    if known is None:
        return ""
    return f"{known.standing}{f' by {safe(known.by)}' if known.by else ''}"


def handle_document(handle: Handle) -> dict[str, Any]:
    return {
        "platform": handle.platform,
        "handle": handle.handle,
        "level": str(handle.level),
        "tag": handle.tag,
        "evidence": evidence_document(handle.evidence),
        "note": handle.note or None,
    }


def evidence_document(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [
        {"source": each.source, "quote": each.quote, "place": each.place or None, "rule": each.rule}
        for each in evidence
    ]


def post_document(post: Post) -> dict[str, Any]:
    """A post without its payload: that holds what the platform is sent, not what people need to know."""
    return {
        "id": post.id,
        "entry": post.entry_id,
        "account": post.account,
        "round": max(0, post.round),
        "undone": post.undone,
        "origin": str(post.origin) or "new",
        "state": str(post.state),
        "hold": post.hold or None,
        "due": iso(post.due_at),
        "slot": iso(post.slot_at),
        **share_document(post.share),
        "in_doubt_since": iso(post.doubt.at) if post.doubt else None,
        "tries": post.tries,
        "edited_by": post.edited_by or None,
        "receipt": receipt_document(post.receipt),
        "taken_back": withdrawal_document(post.withdrawn),
        "created": iso(post.created_at),
        "updated": iso(post.updated_at),
    }


def share_document(share: Share) -> dict[str, Any]:
    """What readers will see: the same keys wherever a share is shown."""
    return {
        "text": share.text,
        "length": share.length,
        "limit": share.limit,
        "link": share.link or None,
        "mentions": list(share.mentions),
        "warning": share.warning or None,
        "labels": list(share.labels),
        "picture": picture_document(share),
        "notes": list(share.notes),
    }


def share_in_words(post: Post) -> str:
    """Which share of its article a post is; empty for the first of a new one."""
    if post.undone:
        return f"taken back by an undo{', and counts as no share of its article' if post.entry_id else ''}"
    number = f"share {post.round + 1} of this article" if post.round else ""
    match post.origin:
        case Origin.NEW | Origin.RESHARE:
            return number
        case Origin.EVERGREEN:
            return f"from the archive{f', {number}' if number else ''}"


def picture_document(share: Share) -> dict[str, Any] | None:
    """The picture that goes out with the post; None where at most the network itself finds one."""
    image = share.image or (share.card.image if share.card else None)
    if image is None:
        return None
    from sharebot.compose.picture import description

    return {"url": image.called, "description": description(image.alt), "attached": share.image is not None}


def receipt_document(receipt: Receipt | None) -> dict[str, Any] | None:
    if receipt is None:
        return None
    return {"id": receipt.remote_id or None, "url": receipt.url, "found": receipt.found}


def withdrawal_document(withdrawal: Withdrawal | None) -> dict[str, Any] | None:
    if withdrawal is None:
        return None
    return {
        "at": iso(withdrawal.at),
        "by": withdrawal.by,
        "said": withdrawal.said,
        "reason": withdrawal.reason or None,
    }


def state_in_words(post: Post) -> str:
    """What is sent stays sent, also when it is public no more."""
    return f"{post.state}, taken back" if post.withdrawn else str(post.state)


def withdrawal_in_words(withdrawal: Withdrawal, zone: tzinfo) -> str:
    """Who took a post back, when and why, and what the network said."""
    reason = f" ({one_line(withdrawal.reason)})" if withdrawal.reason else ""
    at = when(withdrawal.at, zone, seconds=True)
    return f"taken back {at} ({zone}) by {safe(withdrawal.by)}{reason}: {one_line(withdrawal.said)}"


def attempt_document(attempt: Attempt) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "worker": attempt.worker,
        "started": iso(attempt.started_at),
        "ended": iso(attempt.ended_at),
        "verdict": attempt.verdict or None,
        "detail": attempt.detail or None,
    }


def step_document(step: Step) -> dict[str, Any]:
    return {
        "at": iso(step.at),
        "who": step.who,
        "before": str(step.before) if step.before else None,
        "after": str(step.after),
        "why": step.why,
    }
