"""Markdown that a feed left unrendered → the mark-up it stands for."""

from __future__ import annotations

import regex

_RENDERED = regex.compile(r"(?i)<(?:p|div|br|li|h[1-6]|table|section|article|td)\b")
_FENCE = regex.compile(r"(?ms)^[ \t]{0,3}(```+|~~~+).*?(?:^[ \t]{0,3}\1[ \t]*$|\Z)")
_REFERENCE = regex.compile(r"(?m)^[ \t]{0,3}\[([^\]\n]{1,80})\]:[ \t]*<?(\S+?)>?(?:[ \t]+[\"'(].*)?$")
_INLINE_LINK = regex.compile(
    r"(?<!!)\[([^\[\]\n]{1,300})\]\(<?((?:https?:|mailto:)[^\s()<>]{1,500})>?(?:\s+\"[^\"\n]*\")?\)"
)
_IMAGE = regex.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)(?=\]\()")
"""A picture that is itself a link's text: what it is called says where the link leads."""
_REFERENCE_LINK = regex.compile(r"\[([^\[\]\n]{1,300})\] ?\[([^\[\]\n]{0,80})\]")
_AUTOLINK = regex.compile(r"<(https?://[^\s<>]{1,500})>")
_ESCAPE = regex.compile(r"\\([\\`*_{}\[\]()#+\-.!@~>|])")
_CODE_SPAN = regex.compile(r"(`+)([^`\n]{1,400})\1")
_STRUCK = regex.compile(r"~~(?=\S)([^~\n]{1,400})~~")
_STRONG = regex.compile(r"(?<!\*)\*\*(?=\S)([^*\n]{1,400}?)(?<=\S)\*\*(?!\*)")
_STAR = regex.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,400}?)(?<=\S)\*(?![\w*])")
_UNDERSCORE = regex.compile(r"(?<![\w@./\"=_])__?(?=[^\s_])([^\n\"]{1,400}?)(?<=[^\s_])__?(?!\w)")
_HEADING = regex.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t#]*$")
_BULLET = regex.compile(r"^[ \t]{0,6}(?:[*+-]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = regex.compile(r"^[ \t]{0,3}>[ \t]?")
_LINE = regex.compile(r"^[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_HARD_BREAK = regex.compile(r"(?: {2,}|\\)\n")


def from_markdown(source: str) -> str:
    """The source with leftover Markdown rendered, as far as credits need it; rendered mark-up passes as it is."""
    if _RENDERED.search(source):
        marked = "\\" in source or ("]" in source and "](" in source)  # one sign is found far quicker than two
        return _links(source, {}) if marked else source
    references = {name.casefold(): address for name, address in _REFERENCE.findall(source)}
    text = _REFERENCE.sub("", _FENCE.sub("\n\n", source))
    return "\n".join(_paragraphs(_emphasis(_links(text, references))))


def _links(text: str, references: dict[str, str]) -> str:
    text = _IMAGE.sub(r"\1", text) if "![" in text else text
    text = _ESCAPE.sub(r"\1", _INLINE_LINK.sub(_anchor, text)) if "\\" in text else _INLINE_LINK.sub(_anchor, text)
    text = _REFERENCE_LINK.sub(lambda found: _looked_up(found, references), text)
    return str(_AUTOLINK.sub(r'<a href="\1">\1</a>', text))


def _anchor(found: regex.Match[str]) -> str:
    address = found[2].replace("\\", "").replace('"', "%22")
    return f'<a href="{address}">{found[1]}</a>'


def _looked_up(found: regex.Match[str], references: dict[str, str]) -> str:
    address = references.get((found[2] or found[1]).casefold())
    return found[0] if address is None else f'<a href="{address.replace(chr(34), "%22")}">{found[1]}</a>'


def _emphasis(text: str) -> str:
    text = _STRUCK.sub(r"<del>\1</del>", _CODE_SPAN.sub(r"<code>\2</code>", text))
    text = _STAR.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))
    return str(_UNDERSCORE.sub(r"<em>\1</em>", text))


def _paragraphs(text: str) -> list[str]:
    made = []
    for chunk in regex.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if lines:
            made.extend(_quoted(lines) if all(_QUOTE.match(line) for line in lines) else _plain(lines))
    return made


def _quoted(lines: list[str]) -> list[str]:
    return ["<blockquote>", *_plain([_QUOTE.sub("", line) for line in lines]), "</blockquote>"]


def _plain(lines: list[str]) -> list[str]:
    made: list[str] = []
    flowing: list[str] = []
    for line in lines:
        special = _special(line, alone=len(lines) == 1)
        if special is None:
            flowing.append(line)
        else:
            made.extend(_flowed(flowing))
            made.append(special)
            flowing = []
    return made + _flowed(flowing)


def _special(line: str, *, alone: bool) -> str | None:
    if _LINE.match(line):
        return "<hr>"
    heading = _HEADING.match(line)
    if heading:
        return f"<h2>{heading[1]}</h2>"
    bullet = not alone and _BULLET.match(line)  # a lone "- Name" is a sign-off, not a list
    return f"<li>{_BULLET.sub('', line)}</li>" if bullet else None


def _flowed(lines: list[str]) -> list[str]:
    if not lines:
        return []
    return ["<p>" + _HARD_BREAK.sub("<br>", "\n".join(lines)) + "</p>"]
