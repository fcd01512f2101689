"""Credits that hold only beside another one: the author's line among lines for other work, and co-authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sharebot.authors import late as regex
from sharebot.authors.article import Article, lines
from sharebot.authors.names import NAME, tidy
from sharebot.authors.words import ROLES, any_of

_GENRE = any_of(
    r"""
    essay, poems?, poetry, verse, fiction, short story, prose, reportage, report, column, memoir, article, feature,
    analysis, review, gedicht, erzählung, reportage, kolumne, poème, récit, chronique, nouvelle, poema, relato, crónica,
    crônica, conto, poesia, racconto, cronaca, verhaal, opiniestuk, wiersz, opowiadanie, báseň, povídka, dikt, novell,
    şiir, öykü, deneme, стихи, рассказ, вірш, оповідання, ποίημα, διήγημα
    """
)
_GENRE_LINE = regex.compile(
    rf"(?i)^\W*(?:{_GENRE})\s*(?:[:–—|]|\b(?:by|von|par|de|di|door)\b)\s*(?P<name>(?-i:{NAME}))\W*$"
)
_ROLE_LINE = regex.compile(
    rf"(?i)^\W*(?:{ROLES})(?!\p{{L}})[^.!?]{{0,40}}?(?:[:–—|]|\b(?:by|von|par|por|de|di|da|door)\b)"
)
_LONGEST = 80
"""Characters of a line that credits."""
_CO_AUTHOR = regex.compile(
    r"(?i)(?<!\p{L})(?:co-?(?:authors?|writers?|autor(?:in|a)?|auteure?|autrice|autore)|(?:mit|mede)(?:autor(?:in)?|auteur)|"
    r"wrote (?:this|it) with|written with|together with)[,:]?\s+$"
)
_WITH = 30
"""Characters before a name in which it is called a co-author's."""


def under_genre(text: str) -> list[str]:
    """`Essay: Jane Roe`, where the lines beside it credit the work of others; alone it may be a title."""
    rows = [row.strip() for row in text.split("\n") if row.strip()]
    if not any(_ROLE_LINE.match(row) for row in rows):
        return []
    found = (_GENRE_LINE.match(row) for row in rows if len(row) <= _LONGEST)
    return [tidy(one["name"]) for one in found if one]


def co_authors(article: Article, known: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Of the blog's own people those whom an edge calls the author's co-author, with the words and their place."""
    for at, block in article.numbered_edges:
        for line in lines(block):
            for name in known:
                start = line.find(name)
                if start > 0 and _CO_AUTHOR.search(line[max(0, start - _WITH) : start]):
                    yield name, line, at
