"""What a look at a feed and at an account finds, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sharebot.bot.checking import Checkup
from sharebot.bot.failing import FAILS
from sharebot.bot.findings import Finding, Mark, complaint
from sharebot.bot.moving import ME
from sharebot.bot.spending import Month
from sharebot.model import AccountState, Entry, FeedState, Polled

Say = Callable[[datetime | None], str]
"""A moment in the words of staff."""

WARNED = (timedelta(days=14), timedelta(days=3), timedelta(days=1))
"""Of credentials that end: from the first on they are warned of, in words that grow."""

LOOK = "see whether the network is well and the account's settings are right, then: sharebot accounts check"
"""What to do where a network did not answer as it should, and gave no reason."""

MOSTLY = 0.5
"""Of a feed's entries: from that part on it counts as one of summaries."""


# Feeds ----------------------------------------------------------------------------------------------------------------


def feed_findings(polled: Polled, known: FeedState, say: Say) -> Iterator[Finding]:
    """`polled`: as it was read just now, without validators; `known`: as the queue knows it."""
    what = known.address
    if known.gone_at:
        yield Finding(
            what=what,
            mark=Mark.WRONG,
            detail=f"it was gone for good on {say(known.gone_at)} and is not read any more",
            do="take it out of SHAREBOT_FEEDS, or name its new address there",
        )
    elif polled.error:
        found = complaint(what, _without_address(polled.error))
        often = f" ({known.failures} polls in a row have failed)" if known.failures >= FAILS else ""
        do = found.do or "look at the address in a browser"
        yield Finding(what=what, mark=Mark.WRONG, detail=found.detail + often, do=do)
    else:
        yield Finding(what=what, detail="; ".join(_of_feed(polled, known, say)))
        for note in polled.notes:
            found = complaint(what, _without_address(note), Mark.WARNING)
            yield found if found.do else Finding(what=what, mark=Mark.WARNING, detail=found.detail, do="tell the blog")


def _without_address(line: str) -> str:
    """What a line says of a feed, whose address stands before it already."""
    address, _, said = line.partition(": ")
    return said if "://" in address and " " not in address else line


def known_feed_finding(known: FeedState, say: Say) -> Finding:
    """Of a feed that is not asked now."""
    if known.gone_at or known.failures >= FAILS:
        return next(feed_findings(Polled(feed=known, error=known.complaint), known, say))
    return Finding(what=known.address, detail=f"not asked now; {_read(known, say)}")


def _of_feed(polled: Polled, known: FeedState, say: Say) -> Iterator[str]:
    entries, fresh = polled.entries, polled.feed
    yield f"{fresh.title or 'untitled'}, {len(entries)} {'entry' if len(entries) == 1 else 'entries'}"
    if dated := [entry.published_at for entry in entries if entry.published_at]:
        yield f"the newest of {say(max(dated))}"
    if entries:
        yield "summaries only, so pages are read for authors" if _is_short(entries) else "full texts"
    if "://" in known.address and not (fresh.etag or fresh.modified):
        yield "it cannot say that nothing is new, so it is read whole each time"
    yield _read(known, say)


def _is_short(entries: tuple[Entry, ...]) -> bool:
    return sum(entry.summary_only for entry in entries) > MOSTLY * len(entries)


def _read(known: FeedState, say: Say) -> str:
    if known.polled_at is None:
        return "never polled: sharebot poll, or sharebot run"
    return f"polled {say(known.polled_at)}, next {say(known.next_poll_at)}"


# Accounts -------------------------------------------------------------------------------------------------------------


def account_findings(
    checkup: Checkup,
    state: AccountState | None,
    month: Month | None,
    *,
    now: datetime,
    say: Say,
    guarantee: str,
    mend: str,
) -> Iterator[Finding]:
    """A line for each fault; one line where there is none.

    `guarantee`: the account's, in words. `mend`: the command that gets settings that are missing. `state`: None where
    there is no queue; `month`: None where posts cost nothing.
    """
    found = [*_paused(checkup.account, state), *_faults(checkup, now, say, mend), *_money(checkup.account, month)]
    if all(each.well for each in found):
        parts = [*_standing(checkup, state, now, say), *_costs(month), *([guarantee] if guarantee else [])]
        found.insert(0, Finding(what=checkup.account, detail="; ".join(parts)))
    yield from found


def _paused(account: str, state: AccountState | None) -> Iterator[Finding]:
    """What a person has stopped on purpose is no fault, only easily forgotten."""
    if state and state.paused_at:
        mark = Mark.WRONG if state.by == ME else Mark.WARNING
        resume = f"sharebot resume {account}"
        # A network's refusal says already what to do, and that it ends so.
        why = (
            complaint(account, state.reason) if state.reason.endswith(resume) else Finding(what="", detail=state.reason)
        )
        yield Finding(what=account, mark=mark, detail=f"paused by {state.by}: {why.detail}", do=why.do or resume)


def _faults(checkup: Checkup, now: datetime, say: Say, mend: str) -> Iterator[Finding]:
    ends_at = checkup.said.expires_at if checkup.said else None
    for fault in checkup.faults:
        if fault != checkup.ending:
            found = complaint(checkup.account, fault)
            yield _with_mend(found if found.do else replace(found, do=LOOK), mend if checkup.guarantee is None else "")
    if ends_at is None or ends_at > now + WARNED[0]:
        return
    name = checkup.account
    again = f"make new ones: {mend}" if mend else "make new ones"
    if ends_at <= now:
        yield Finding(what=name, mark=Mark.WRONG, detail=f"its credentials ended {say(ends_at)}", do=again)
    else:
        detail = f"its credentials end {say(ends_at)}, {_left(ends_at - now)}"
        yield Finding(what=name, mark=Mark.WARNING, detail=detail, do=again)


def _with_mend(found: Finding, mend: str) -> Finding:
    """`mend`: the command that gets what is missing or wrong, "" where there is none."""
    if not mend:
        return found
    return replace(found, do=mend if found.detail.endswith("is not set") else f"{found.do}, or: {mend}")


def _left(left: timedelta) -> str:
    """What is left, by the nearest mark that it has come under."""
    under = min(mark for mark in WARNED if left <= mark)
    return "within a day" if under.days == 1 else f"within {under.days} days"


def _money(account: str, month: Month | None) -> Iterator[Finding]:
    if month and month.tariff.cap is not None and month.cost > month.tariff.cap:
        yield Finding(
            what=account,
            mark=Mark.WARNING,
            detail=f"{month.name} would cost ${month.cost:.2f} of at most ${month.tariff.cap:.2f}, so posts wait",
            do=f"raise {month.tariff.cap_setting}, or cancel posts: sharebot queue --account {account}",
        )


def _standing(checkup: Checkup, state: AccountState | None, now: datetime, say: Say) -> Iterator[str]:
    said = checkup.said
    if said and said.handle:
        yield f"we are {said.handle}"
    elif said:
        yield from said.rights
    else:
        yield "has all settings that it needs"
    if said and said.expires_at:
        yield f"credentials end {say(said.expires_at)}"
    if state and state.rests_until and state.rests_until > now:
        yield f"rests until {say(state.rests_until)}, as its network wants"


def _costs(month: Month | None) -> Iterator[str]:
    if month:
        cap = "" if month.tariff.cap is None else f" of at most ${month.tariff.cap:.2f}"
        yield f"{month.name} comes to ${month.cost:.2f}{cap}"
