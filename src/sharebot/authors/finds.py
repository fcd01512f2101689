"""Ways to find names that are not those of other works, of long ago, or on paper."""

from __future__ import annotations

from sharebot.authors import late as regex
from sharebot.authors.phrases import (
    Find,
    after,
    looking,
    names_at,
)
from sharebot.authors.words import any_of

_ANOTHER = any_of(
    r"""
    next, last, previous, earlier, upcoming, coming, recent, tomorrow, yesterday, stay tuned, read, see also,
    another, nächste\w*, prochain\w*, próxim\w+, prossim\w+, volgende, podcast, episode, conversation with,
    interview with, photo\w*, illustrat\w*, translat\w*, edited, technical, published, inspired, response to,
    reply to
    """
)
_OTHER_WORK = regex.compile(rf"(?i)\b(?:{_ANOTHER})\b[^.]*$")
_IN_A_LIST = regex.compile(r"(?i)(?:,|;|\band|\bor)\s+(?:an?|another)\s*$")
_NOT_WRITING = regex.compile(
    r"(?i)\b(?:photo|illustrat|translat|edit|interview|technical|peer|medical|legal|expert|clinical|scientific|music|"
    r"video|cover|audio|podcast|"
    r"design|graphic|code|security|next|last|previous|another|related|original(?! (?:de|di|von|van)\b)|"
    r"favou?rite|classic|great|the (?:recipe|story|poem|letter|note|view)s? (?:comes?|came|is|was|are) from)"
)


_HANDLE_BEFORE = regex.compile(r"@\w")
_LIKENED = regex.compile(r"(?i)\s*(?:[\p{Ll}]+\s+){0,2}?(?:like|such as|wie|comme|como|come|zoals)\s")


def of_this(pattern: str) -> Find:
    """The names after a pattern, unless the words before it make it the credit of another work."""
    look, find = looking(pattern, "(?i)"), after(pattern)

    def checked(line: str) -> list[str]:
        found = look(line)
        before = line[: found.start()] if found else ""
        other = _OTHER_WORK.search(before) or _HANDLE_BEFORE.search(before) or _IN_A_LIST.search(before)
        if found is None or other or _LIKENED.match(line, found.end()) or _BY_ANOTHER.search(found[0]):
            return []
        return find(line)

    return checked


_BY_ANOTHER = regex.compile(
    r"(?i)(?<!\p{L})(?:translat|tradu[cizçt]|tradott|übersetz|übertrag|vertaald|overs[aæ]t|översatt|przełoż|перев[её]|"
    r"edited|redigiert|illustr|photograph|fotograf|adapted)\p{L}*[^.;]*$"
)
"""Between the piece and "by": then who follows only worked on it."""


SHOW_GUEST = regex.compile(
    r"(?i)\b(?:guest ?list|gästeliste|liste des invités|lista de invitados|lista degli ospiti|guests? of honou?r)\b|"
    r"\bguests?\s+(?:at|in|on|"
    r"of)\s+(?:the|an?|my|his|her)\b(?!\s+blog)|"
    r"\b(?:guests?|gast|gäste|invitée?s?|invitad[oa]s?|convidad[oa]s?|ospit[ei])\b[^.!?]{0,40}\b(?:podcast\w*|"
    r"episodes?|show|radio|"
    r"museum|festival|stage|concert|event|evening|workshop|talk|panel|studio|dinner|table|sendung|bühne|folge|"
    r"émission|programa|"
    r"programma|trasmissione|uitzending)\b"
)
"""Guests of shows and houses."""
_WORDS_AND = regex.compile(r"(?i)\W*(?:words|text|texte|texto|testo|story|recipe)\s+(?:and|&|et|und|y|e|en)\s")
_GOES_ON = regex.compile(
    r"\s+(?!(?:geschrieben|verfasst|beigesteuert|gemeinsam|zusammen|geschreven|first appeared|originally|"
    r"(?:was|is) (?:first |originally |also )?(?:re)?published|of|from|"
    r"at|in|and|who|on|for|with|is|für|von|de|der|die|du|del|della|van|uit|aus|dal)\b)\p{Ll}"
)


def whole_credit(pattern: str) -> Find:
    """The names after a pattern that ends there: "A letter from Bo Quill arrived" credits nobody."""
    look = looking(pattern, "(?i)")

    def find(line: str) -> list[str]:
        found = look(line)
        if found is None or (_NOT_WRITING.search(found[0]) and not _WORDS_AND.match(found[0])):
            return []
        names, end = names_at(line, found.end())
        return [] if _GOES_ON.match(line, end) or (_NOTE_FROM.match(line) and line[end : end + 1] == ":") else names

    return find


_NOTE_FROM = regex.compile(r"(?i)\W*(?:a )?(?:note|word|nota|notiz|mot|woord)s?\s")
_LONG_AGO = regex.compile(
    r"(?i)\b(?:once|(?:an?|\d+|two|three|some|many) (?:year|month|week)s? ago|back in \d{4}|last (?:year|month|week|"
    r"spring|summer|autumn|winter)|"
    r"einst|jadis|una vez|un tempo|ooit)\b"
)


def not_long_ago(find: Find) -> Find:
    """Nobody where the line tells of something written in former times."""

    def checked(line: str) -> list[str]:
        names = find(line)
        return [] if names and _LONG_AGO.search(line) else names

    return checked


def on_paper(find: Find) -> Find:
    """Nobody where the line speaks of guests of a show or a house, who write nothing."""

    def checked(line: str) -> list[str]:
        return [] if SHOW_GUEST.search(line) else find(line)

    return checked
