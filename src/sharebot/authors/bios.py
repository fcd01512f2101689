"""Biographies, signatures and the headings above them: whom a paragraph is about."""

from __future__ import annotations

from sharebot.authors import late as regex
from sharebot.authors.blocks import Block
from sharebot.authors.introductions import AUTHOR
from sharebot.authors.names import NAME, from_byline, is_name, tidy
from sharebot.authors.phrases import GUEST_ROLE, NOTE, PIECE
from sharebot.authors.words import any_of

_DOES = any_of(
    """
    is, was, has, works, writes, teaches, lives, studies, runs, makes, blogs, reports, drives, keeps, edits,
    leads, translates, coordinates, researches, tweets, toots, posts, spends, collects, maintains, builds, paints,
    grows, bakes, cooks, designs, ist, lebt, arbeitet, schreibt, lehrt, est, vit, travaille, écrit, enseigne, es,
    vive, trabaja, escribe, enseña, é, mora, trabalha, escreve, ensina, è, lavora, scrive, insegna, woont, werkt,
    schrijft
    """
)
_BIO = regex.compile(rf"^[\s*]*(?:About\s+)?(?P<name>{NAME})(?:\s*\([^)]*\)|,[^.,]{{1,60}},)?\s+(?:{_DOES})\b")
_BEGINS = regex.compile(
    rf"^[\s*~–—•-]*(?P<name>{NAME})(?:\s*\([^)]*\)|,[^.,]{{1,60}},)?\s+"
    r"(?!(?:and|or|of|in|at|on|for|with|to|from|by|said|says|told|asked|was|had|died|wrote|took|made|gave|und|oder|y|"
    r"et|e|"
    r"o|ou|en|de|von|van|aus|drew|shot|once|never)\b|(?!(?:co-?)?founded|trained|retired|studied|played|used|lived|"
    r"worked)\p{Ll}+(?:ed|te|ten)\b)\p{Ll}{2,}"
)
_LISTED_AUTHOR = regex.compile(
    rf"^[\s*~–—•-]*(?P<name>{NAME}|[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}\p{{Hangul}}]{{2,8}})"
    r"(?=\s*(?:[,–—(|·:。、]|\s-\s|$))"
)
_SIGNED = regex.compile(rf"^[\s*~–—•-]*(?P<name>{NAME})[\s,.*~]*\n(?P<rest>[^\n]{{1,60}}(?:\n[^\n]{{1,60}}){{0,3}})$")
_CONTACT = regex.compile(r"@\w|https?:|\b(?:twitter|instagram|mastodon|bluesky|linkedin|threads|x|github)\b", regex.I)
_IN_BIO = regex.compile(rf"(?:^|[,;:]\s+)(?P<name>{NAME})\s+(?=\p{{Ll}}|[(\[])")
_BIO_START = 300
"""Characters in which a biography, or a signature, names whom it is about; a pattern of names never sees more."""
_HEADING_ROLES = AUTHOR
_AUTHOR_HEADING = regex.compile(
    r"(?i)^[\s*]*(?:(?:co-?)?(?:written|words|text|texte|story|posted) by|"
    r"words|text|texte|texto|testo|tekst|who wrote this|"
    r"【?(?:筆者|著者|執筆者|寄稿者|작가|필자|글쓴이)\s*(?:プロフィール|紹介|について|소개)?】?|"
    r"zur (?:person|autorin)|zum autor|über mich|about me|sobre (?:mí|mim)|chi sono|over mij|"
    r"who (?:is|['’]s) writing|who writes(?: here)?|wer (?:schreibt|hat (?:das|dies) geschrieben)(?: hier)?|qui "
    r"(?:écrit|signe|a écrit)(?: ici)?|"
    r"(?:sobre )?qui[eé]n (?:firma|escribe|escribió)|chi (?:scrive|firma|ha scritto)|quem (?:assina|escreve|escreveu)|"
    r"wie schrijft(?: hier)?|"
    r"geschrieben von|escrito por|écrit par|scritto da|geschreven door)[\s:.?]*$|"
    r"(?i)^[\s*]*(?:(?:more )?about|meet|acerca de|información sobre|informazioni su|über|sobre|à propos|chi è|over|"
    r"quién es|qui est)?\s*"
    r"(?:(?:the|our|this|today['’]s|der|die|den|de|l['’]|la|le|el|o|a|lo|il)\s*)?(?:guest\s+)?"
    rf"(?:{_HEADING_ROLES}|{GUEST_ROLE})s?(?:['’]s?)?\s*(?:bio|info|note|biography|profile)?[\s:.]*$"
)


def bio(text: str) -> str:
    """Whom a paragraph describes that begins like a biography; empty for any other paragraph."""
    found = _BIO.match(text[:_BIO_START])
    return tidy(found["name"]) if found else ""


def begins_with(text: str) -> str:
    """With whose name and a verb, any at all, a paragraph begins."""
    found = _BEGINS.match(text[:_BIO_START])
    return tidy(found["name"]) if found else ""


def listed_author(text: str) -> str:
    """The name at the start of an entry in a list of authors."""
    found = _LISTED_AUTHOR.match(text[:_BIO_START])
    return tidy(found["name"]) if found else ""


_SEGMENT = regex.compile(r"\s*[;·|•\n]\s*|(?<=[)\p{Ll}])[.]\s+(?=\p{Lu})")
_SEVERAL = regex.compile(
    r"(?i)^\W*(?:(?:about|über|sobre|à propos|sui|over)\s+)?(?:the|our|die|unsere|les|nos|los|las|nuestr[oa]s|os|as|"
    r"gli|le|i|de|onze)?\s*"
    r"(?:guest\s+)?(?:authors|writers|contributors|autor(?:en|innen|es|as|i)|auteurs|autrices|auteur·e·s|schrijvers|"
    r"gast\p{L}+(?:en|innen))\b"
)
_LISTED = regex.compile(rf"^(?P<name>{NAME})(?=\s*[(,:–—]|\s+\p{{Ll}})")


def listed_beside(text: str) -> list[str]:
    """The further authors of "About the authors: Jane Roe (@jane) bakes; Bo Quill rows", each at a segment's start.

    Under a label that does not speak of several, only where each segment has a handle of its own, as the first has.
    """
    first, *others = _SEGMENT.split(text)
    several = _SEVERAL.match(text)
    found = [_LISTED.match(part) for part in others if several or ("@" in part and "@" in first)]
    return [tidy(one["name"]) for one in found if one]


def signed(text: str) -> str:
    """Who signed in a paragraph of a name and, below it, where to find her or him."""
    found = _SIGNED.match(text.strip()[:_BIO_START])
    return tidy(found["name"]) if found and _CONTACT.search(found["rest"]) else ""


_HER_GUEST_POST = regex.compile(rf"(?i)\b(?:his|her|their)\s+(?:\p{{L}}+\s+)?guest\s+(?:{PIECE})\b")
_NOTE_BEFORE = regex.compile(rf"(?i)^[\s\[(]*{NOTE}")


def guest_of_note(text: str) -> str:
    """Whom a note describes that ends "This is her first guest post"."""
    return bio(_NOTE_BEFORE.sub("", text)) if _HER_GUEST_POST.search(text) else ""


def in_bio(text: str) -> str:
    """Whom a paragraph under "About the author" is about that begins otherwise: "Before the war, Jane Roe …"."""
    found = _IN_BIO.search(text[:_BIO_START])
    return tidy(found["name"]) if found else ""


def is_author_heading(text: str) -> bool:
    """A heading under which the author is described: "About the author", "Guest bloggers"."""
    return bool(_AUTHOR_HEADING.match(text))


# Cards ----------------------------------------------------------------------------------------------------------------

_NAME_ROW = regex.compile(r"(?i)^\s*(?:name|nom|nombre|nome|naam)\s*[:–—]\s*(.+)$")


def _alone(text: str) -> str:
    """A block that is nothing but a name, also as the row of a table."""
    row = _NAME_ROW.match(text)
    name = row[1] if row else text
    names = from_byline(name) if len(text) <= _LONGEST_NAME and is_name(name) else []
    return names[0] if len(names) == 1 else ""


_LONGEST_NAME = 60


def card(block: Block) -> str:
    """Whom a block in an author's box is about."""
    text = _ABOUT.sub("", block.text)
    return bio(text) or _alone(text) or _first_of_card(block) or begins_with(text)


_ABOUT = regex.compile(r"(?i)^\s*(?:guest:|about|meet|über|sobre|à propos de|over|chi è)\s+(?=(?-i:\p{Lu}))")
_CARD = regex.compile(r"\s*[·|•\n]\s*|\s[–—]\s")


def _first_of_card(block: Block) -> str:
    parts = _CARD.split(block.text)
    return _alone(parts[0]) if len(parts) > 1 else ""


# Whom a note is about that is no author ------------------------------------------------------------------------------

SUBJECT_OF_NOTE = regex.compile(
    r"(?i)\b(?:is|was) our\b|\bjoin(?:s|ed|ing)\b|\bwelcome\b|\bwon\b|\bour (?:new|volunteer|maker|winner|"
    r"guest on)\b|\bpre-?order\b|\bthe subject\b"
)
"""Said of winners, newcomers and those whom a post presents, not of who wrote it."""
