"""Whom an account tags: its owner's choice, and nobody twice for one entry. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum

from sharebot.model import Author, Handle, Post, Share, State


class Tag(StrEnum):
    """STATED: whoever states or proves a handle. CONFIRMED: whom a person of the staff has confirmed. OFF: nobody."""

    STATED = "stated"
    CONFIRMED = "confirmed"
    OFF = "off"


def for_account(authors: tuple[Author, ...], tag: Tag, *, again: bool = False) -> tuple[Author, ...]:
    """The authors with those handles barred that the account does not tag.

    `again`: whether the account has told its readers of the entry before; then nobody is pinged a second time.
    """
    if again:
        return _barred(authors, "tagged once already: a re-share pings nobody", lambda _handle: True)
    if tag is Tag.OFF:
        return _barred(authors, "this account tags nobody (TAG=off)", lambda _handle: True)
    if tag is Tag.CONFIRMED:
        why = "no person has confirmed the handle, and this account asks for that (TAG=confirmed)"
        return _barred(authors, why, lambda handle: not handle.by)
    return authors


def may_have_been_public(posts: Iterable[Post], account: str) -> bool:
    """Whether readers of the account may have seen a share of the entry already."""
    return any(
        post.account == account and (post.doubt is not None or post.state in (State.SENT, State.SENDING, State.UNSURE))
        for post in posts
    )


def told_before(post: Post) -> bool:
    """Whether readers have seen it, or will."""
    return post.doubt is not None or post.state not in (State.CANCELLED, State.FAILED)


def is_again(post: Post, posts: Iterable[Post]) -> bool:
    """Whether the post's account tells its readers of the entry before it does so by this post."""
    posts = [other for other in posts if other.account == post.account]
    earlier = any(other.round < post.round and told_before(other) for other in posts)
    return earlier or may_have_been_public(posts, post.account)


def shares_before(post: Post, posts: Iterable[Post]) -> int:
    """How many shares of the entry the account has before this one, so that its text is another than theirs."""
    return sum(
        other.account == post.account and other.round < post.round and other.state is not State.CANCELLED
        for other in posts
    )


def words(share: Share) -> str:
    """What a share says besides its link: by this a network, and a reader, tells one share from another."""
    return " ".join((share.text.replace(share.link, " ") if share.link else share.text).split())


def said_before(share: Share, post: Post, posts: Iterable[Post]) -> bool:
    """Whether an earlier share of the entry on the post's account says the same."""
    said = words(share)
    return any(
        other.account == post.account and other.round < post.round and words(other.share) == said for other in posts
    )


def _barred(authors: tuple[Author, ...], why: str, which: Callable[[Handle], bool]) -> tuple[Author, ...]:
    return tuple(
        replace(author, handles=tuple(_bar(handle, why) if which(handle) else handle for handle in author.handles))
        for author in authors
    )


def _bar(handle: Handle, why: str) -> Handle:
    """One that would not be tagged anyway keeps its own reason."""
    return replace(handle, barred=True, note=why) if handle.tag else handle
