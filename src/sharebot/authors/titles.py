"""Whom a by-line, a sign-off or the title itself names."""

from __future__ import annotations

from sharebot.authors import late as regex
from sharebot.authors.names import NAME, key, tidy
from sharebot.authors.phrases import AND, GUEST_ROLE, PIECE, START, names_at, within

_BY_LINE = regex.compile(rf"(?i){START}(?:by|von|par|por|di|door)\b:?\s+")
_ENDS = regex.compile(r"\s*(?:[,.;:!()\[\]–—|·/-]|$)")
_SIGN_OFF = regex.compile(
    rf"^\s*(?P<dash>[-–—~*•]+\s*)?(?:(?i:submitted by|yours,?|love,?|written by|by)\s+)?(?P<name>{NAME})(?P<rest>.*)$"
)
_TRIMMING = regex.compile(r"[\s~*_–—-]+$")
_ROLE_AFTER = regex.compile(
    rf"(?i)^\s*[,(|·–—-]\s*(?:(?:this week['’]s|our|a|an)\s+)?(?:(?:{GUEST_ROLE})s?|guest(?! of (?:hono|the)))\b"
)
_LITTLE_AFTER = regex.compile(r"^[\s.)]*$|^\s*[(\[][^)\]]*[)\]]\s*\.?$|^\s*,\s[^.@]{1,60}$")
_GREETING = regex.compile(r"^[^.!?:]{2,40},$")


def by_line(line: str) -> list[str]:
    """`By Jane Roe and Bo Quill, guest writers`: nothing but a description may follow."""
    found = _BY_LINE.match(line)
    if not found:
        return []
    names, end = names_at(line, found.end())
    return names if names and len(key(names[0])) > 1 and (_ENDS.match(line, end) or line[end - 1] in ")]") else []


_LONGEST_SIGN_OFF = 250
_DASHES = frozenset("-–—~*•")
_SHORT = 130
"""Characters of a sign-off that neither begins with a dash nor says "guest"."""


def sign_off(line: str, before: str, *, after_quote: bool, guestly: bool) -> list[str]:
    """`-Jane Roe, Guest Blogger`, or a name after "Clear skies," — but not the name under a quotation.

    `guestly`: whether the line holds a word for guests.
    """
    if len(line) > _LONGEST_SIGN_OFF or (len(line) > _SHORT and line[:1].isalpha() and "guest" not in line.lower()):
        return []
    greeted = before.rstrip().endswith(",") and bool(_GREETING.match(before.strip()))
    if not (greeted or guestly or line.lstrip()[:1] in _DASHES):
        return []
    found = _SIGN_OFF.match(_TRIMMING.sub("", line))
    if not found:
        return []
    if _ROLE_AFTER.match(found["rest"]):
        return [tidy(found["name"])]
    if after_quote or before.rstrip().endswith(("”", '"', "»", "“")) or not _LITTLE_AFTER.match(found["rest"]):
        return []
    alone = greeted and not found["rest"].strip(" .")
    return [tidy(found["name"])] if found["dash"] or alone else []


_NAMES = rf"(?-i:(?P<names>{NAME}(?:{AND}{NAME})?))"
_GUEST_TITLES = (
    within(rf"(?i)\bguest\s+(?:\p{{L}}+\s+)?(?:{PIECE})\b[^:]{{0,20}}?\b(?:by|from)\s+{_NAMES}\s*(?:$|[:–—|(,]|-\s)"),
    within(
        rf"(?i)\b(?:guest|gast)\p{{L}}*\b.*\s(?:by|from|von|par|por|di|door)\s+{_NAMES}\s*(?:[)\]]?\s*$|[:–—|]|-\s)"
    ),
)
_NAMED_FIRST = within(rf"^(?-i:(?P<names>{NAME}))\s*[:–—|].*\b(?i:guest|gastbeitrag)\b")
_COLON_TITLE = within(
    rf"(?i)^(?:guest(?:\s\p{{L}}+)?|gastbeitrag|{GUEST_ROLE})\s*[:–—|-]\s*"
    rf"{_NAMES}\s*(?:$|[:–—|(,]|-\s|(?<=\s)(?-i:on)\s)"
)
_TITLE = within(rf"(?i)(?:^|[,:;(\[–—|-]\s*|\s)(?:by|written by|von|par|por|di|(?-i:door))\s+{_NAMES}\s*[)\]]?\s*$")
_NO_FIRST_NAME = r"(?:The|A|An|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|\p{Lu}\p{Ll}+ing)\b"
_ON_TOPIC = within(rf"^(?P<names>(?!{_NO_FIRST_NAME}){NAME})\s+on\s+(?!(?i:his|her|their|being|becoming|life)\b)")
_ABOUT_A_WORK = regex.compile(
    r"(?i)\b(?:review(?:ed|s)?|books?|novels?|albums?|films?|"
    r"(?:i['’]m|we['’]re|currently|now) reading|excerpts?|extracts?|exhibition|poems?|"
    r"paintings?|songs?|talks?|"
    r"rezension|reseña|critique|recensione|recensie|resenha)\b"
)


def in_title(title: str) -> list[str]:
    """People whom the title itself credits: "Guest Post: …, by Jane Roe", but not "Review: …, by Jane Roe"."""
    rules = (*_GUEST_TITLES, _NAMED_FIRST) if is_about_work(title) else (*_GUEST_TITLES, _NAMED_FIRST, _TITLE)
    return next((names for names in (find(title) for find in rules) if names), [])


def after_colon(title: str) -> list[str]:
    """`Guest Post: Jane Roe – Why I Ride`: perhaps the author, perhaps the first words of the title proper."""
    return _COLON_TITLE(title)


def is_about_work(title: str) -> bool:
    """Whether the entry is about somebody's book or other work, whose author then is not the entry's."""
    return bool(_ABOUT_A_WORK.search(title))


def on_topic(title: str) -> list[str]:
    """`Jane Roe on the Perils of Prologues`: perhaps the author, perhaps whom it is about."""
    return _ON_TOPIC(title)
