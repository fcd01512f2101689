"""Rows of a table or list that belong together: "Platform: Instagram" and, below it, "Handle: name"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from sharebot.authors.blocks import Block
from sharebot.authors.words import any_of

_PLATFORM = regex.compile(
    r"(?i)^\W*(?:"
    + any_of(
        r"""
        (?:social )?(?:platform|network|site), social media, where, plattform, netzwerk, réseau(?: social)?, plateforme,
        red(?: social)?, plataforma, rede(?: social)?, piattaforma, netwerk, platforma, serwis, síť, nätverk, nettverk,
        сеть, соцсеть, мережа, соцмережа, πλατφόρμα
        """
    )
    + r")\s*[:–—|]\s*(?P<platform>[\p{L} .()/-]{1,24}?)\s*$"
)
_HANDLE = regex.compile(
    r"(?i)^\W*(?:"
    + any_of(
        r"""
        (?:user ?)?handle, user(?:name)?, user name, account(?: name)?, name there, screen name, nutzername,
        benutzername, profil, pseudo, identifiant, compte, usuario, cuenta, usuário, conta, perfil, nome utente,
        profilo, gebruikersnaam, nazwa, nick, uživatel, användarnamn, brukernavn, brugernavn, ник, нік, логин
        """
    )
    + r")\s*[:–—|]\s*(?=\S)"
)


def paired(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with a row that names a handle under the name of its platform, which the row above gives."""
    above = None
    for block in blocks:
        handle = _HANDLE.match(block.text) if above else None
        yield _labelled(block, handle.end(), above["platform"]) if above and handle else block
        above = _PLATFORM.match(block.text)


def _labelled(block: Block, start: int, platform: str) -> Block:
    label = f"{platform}: "
    moved = len(label) - start
    links = (replace(one, start=max(0, one.start + moved), end=max(0, one.end + moved)) for one in block.links)
    return replace(block, text=label + block.text[start:], links=tuple(links), slanted=())
