"""Money on the screen and for programs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sharebot.bot.spending import Month

_CENT = Decimal("0.01")


def dollars(amount: Decimal) -> str:
    """$1.20; with parts of a cent only where there are any."""
    whole = amount.quantize(_CENT)
    return f"${whole}" if whole == amount else f"${amount.normalize():f}"


def cost_document(month: Month) -> dict[str, Any]:
    """Amounts as text: a program that counts money reads no floating point."""
    tariff = month.tariff
    return {
        "account": month.account,
        "month": month.name,
        "currency": "USD",
        "sent": month.sent,
        "sent_cost": str(month.sent_cost),
        "requests": month.requests,
        "requests_cost": str(month.requests_cost),
        "queued": month.queued,
        "queued_cost": str(month.queued_cost),
        "cost": str(month.cost),
        "cap": None if tariff.cap is None else str(tariff.cap),
        "price": {
            "post": str(tariff.post),
            "link": str(tariff.link),
            "alt": str(tariff.alt),
            "removal": str(tariff.removal),
            "source": tariff.source,
        },
    }


def cost_in_words(month: Month) -> str:
    """One line: what went out, what is planned, and how much of it is allowed."""
    tariff = month.tariff
    other = f"{dollars(month.requests_cost)} other requests ({month.requests}), " if month.requests else ""
    sent = f"{dollars(month.sent_cost)} sent ({month.sent}), {other}"
    parts = f"{sent}{dollars(month.queued_cost)} queued ({month.queued})"
    line = f"{month.account} in {month.name}: {parts}, {dollars(month.cost)} in all"
    if tariff.cap is None:
        return f"{line}; no cap ({tariff.cap_setting})"
    over = "; what is over waits for the next month" if month.cost > tariff.cap else ""
    return f"{line} of at most {dollars(tariff.cap)} ({tariff.cap_setting}){over}"


def spent_in_words(month: Month) -> str:
    """What this month has cost until now, in a few words."""
    cap = "" if month.tariff.cap is None else f" of at most {dollars(month.tariff.cap)}"
    return f"{dollars(month.spent)}{cap} spent in {month.name}"


def prices_in_words(month: Month) -> str:
    tariff = month.tariff
    return (
        f"{month.account} costs {dollars(tariff.link)} for a post with a link and {dollars(tariff.post)} without "
        f"({tariff.source}); looking up and taking back cost a cent or less each, and are counted when they happen"
    )
