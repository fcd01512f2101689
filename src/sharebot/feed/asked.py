"""An address that a person gives → the article that is there: fetched, followed home, or refused in words."""

from __future__ import annotations

from dataclasses import replace

from sharebot.feed.article import Read, read, same_title
from sharebot.feed.charset import page_text
from sharebot.feed.links import canonical, without_login
from sharebot.feed.page import is_page
from sharebot.http import Answer, Http, HttpError, spoken
from sharebot.ports import Article

ACCEPT = {"Accept": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"}


def article(http: Http, address: str) -> Article:
    """The faults of the page are words in the result; nothing is raised for them."""
    if not canonical(address):
        return Article(fault=f"{address[:200]}: that is no address of a page; write it whole, with https://")
    answer, fault = _asked(http, address)
    if answer is None:
        return Article(fault=fault)
    page = _read(answer)
    if fault := page.fault():
        return Article(fault=f"{spoken(page.url)}: {fault}")
    page, names, note = _at_home(http, page)
    entry = page.entry()
    known = dict.fromkeys((*entry.aliases, *names, *_given(address, answer)))
    return Article(
        entry=replace(entry, aliases=tuple(name for name in known if name != entry.id)),
        doubt=page.doubt(),
        notes=(note,) if note else (),
    )


def _asked(http: Http, address: str) -> tuple[Answer | None, str]:
    """The answer if it is a page; else why there is none to share."""
    try:
        answer = http.get(address, ACCEPT)
    except HttpError as error:
        return None, str(error)
    fault = _fault(answer)
    return (None, f"{spoken(answer.url)}: {fault}") if fault else (answer, "")


def _fault(answer: Answer) -> str:
    if answer.status in {404, 410}:
        return f"there is no such page ({answer.status}); look at the address"
    if answer.status != 200:  # noqa: PLR2004  RFC 9110, 15.3.1
        return f"it answers {answer.status}; look at it in a browser"
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if "html" in kind or (not kind and is_page(answer.body)):
        return ""
    if kind.endswith("xml"):
        return "it is a feed or other XML, not a page; name an article's address, or read the feed: sharebot poll"
    return f"it is no web page but {kind or 'something else'}; share it in a post of your own: sharebot add --text"


def _read(answer: Answer) -> Read:
    return read(page_text(answer.body, answer.headers.get("content-type", "")), without_login(answer.url))


def _at_home(http: Http, page: Read) -> tuple[Read, tuple[str, ...], str]:
    """The page at the address that it calls its own, the other's names, and a note.

    What a page says of its address is believed only where the same article is there: many sites get it wrong.
    """
    own = page.canonical()
    if not own or own == page.url:
        return page, (), ""
    answer, fault = _asked(http, own)
    home = _read(answer) if answer else None
    if home is None or home.fault() or not same_title(home, page):
        return page, (), f"its canonical address {spoken(own)} is not believed: {fault or 'another page is there'}"
    moved = canonical(home.url) != canonical(page.url)
    return home, page.names(), f"shared at its own address, {spoken(home.url)}" if moved else ""


def _given(address: str, answer: Answer) -> tuple[str, ...]:
    """The address as it was given, unless it leads somewhere else from time to time."""
    lasting = canonical(address) == canonical(answer.url) or answer.permanent == answer.url
    return (canonical(address), without_login(address)) if lasting else ()
