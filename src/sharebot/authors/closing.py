"""How guests end a text that staff put up: with a biography, or thanks to the host and a name; nothing says "guest".

Somebody whom the article is about, whom it quotes, or who took its pictures, is described at its end, too. So whoever
is named here must stand nowhere else, the article must speak in the first person, and the words must fit a writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharebot.authors import late as regex
from sharebot.authors.about import is_organisation
from sharebot.authors.article import Article
from sharebot.authors.bios import SUBJECT_OF_NOTE
from sharebot.authors.blocks import Block
from sharebot.authors.frame import FIRST_PERSON, Framed, is_show
from sharebot.authors.names import NAME, is_name, key, same_person, tidy
from sharebot.authors.nobody import is_of_another_time
from sharebot.authors.returns import signs
from sharebot.authors.signs import CONTACT
from sharebot.authors.titles import is_about_work
from sharebot.authors.words import any_of

_LONGEST = 500
"""Characters of a paragraph that describes or thanks."""
_SIGNED = 60
"""Characters of a line that signs."""
_LAST = 3
"""Paragraphs at the end in which the host is thanked, or authors are described."""

_BE = r"(?:is|are|ist|sind|est|sont|es|son|é|são|è|sono)"
_TRADE = (
    r"(?:ist\s+\p{Lu}\p{L}{3,}|(?:est|es|è|é)\s+(?!(?:mort|nat|venut|decedut|arriv)\p{L}+|\p{L}+ée?\b)\p{Ll}{4,}\s|"
    r"is\s+(?!\p{L}+(?:ing|ed)\s)\p{Ll}{4,}\s+(?:in|bij|aan)\s|is\s+\p{Lu}\p{L}+\s+of\s|"
    r"(?:are|zijn)\s+(?:(?:both|two|beide)\s+)?\p{Ll}+s\b|(?:sind|sont|son|são|sono)\s+\p{L}{4,}\s)"
)
"""What somebody is, without an article."""
_ARTICLE = (
    r"(?:an?|based|currently|now|ein(?:e|er)?|une?|una?|um|uma|uno|een|co-\p{L}+|"
    r"the (?:founder|head|director|owner|chair)|"
    r"(?:senior|head|chief|assistant|associate|deputy|lead|retired|doctoral|emeritus)\b)"
)
_ASIDE = r"(?:\s*\([^)]{1,60}\)|,[^.,@]{1,40},)?"
_OTHERS = rf"(?:(?:\s*,|\s+(?:and|&|und|et|y|e|en))\s+(?P<other>{NAME}){_ASIDE})?"
_DOES = (
    r"(?:teaches|writes|works|lives|studies|researches|bakes|runs|blogs|lehrt|schreibt|lebt|arbeitet|écrit|vit|"
    r"travaille|enseigne)"
)
_BIO = regex.compile(
    rf"^[\s*~–—•-]*(?P<name>{NAME}){_ASIDE}{_OTHERS}\s+(?:{_BE}\s+(?:{_ARTICLE}\s+\p{{L}}|co-)|{_TRADE}|{_DOES}\s+(?!(?:the|next)\b))"
)
_TRADES = any_of(
    r"""
    photograph\w*, fotogra\w*, illustrat\w*, cartoonist, translat\w*, übersetz\w*, traduct\w*, tradutor\w*,
    traduttor\w*, vertal\w*, editors?, edited, narrat\w*, voice actor, sponsor\w*, proof-?read\w*, model, interview\w*,
    peintre, pintor\w*, pittor\w*, künstler\w*, maler\w*, maire, alcald\w*, sindac\w*, bürgermeister\w*, suppl\w+,
    opens?, available, sells?, sold, sale, orders?, tickets?, stocks?, discount, commissions?, member of staff,
    speaker, winner, finalist, (?<!phd |doctoral |dphil )candidate, mayor, actor, actress, singer,
    novelist, patron, late, died, pictured, featured, artist\w*, painter, sculptor, potter, ceramicist,
    musician, composer, reader of the, (?:photo|picture|image|drawing|illustration|recipe|pattern|map|cover)s?
    """
)
_NO_WRITER = regex.compile(rf"(?i)(?<!\p{{L}})(?:{_TRADES})(?!\p{{L}})")
_HOSTS_WORD = regex.compile(
    r"^[^.!?]*(?<!\b(?:follow|find|reach|tell|ask) )\b(?:I|me|us|we|our|my|you|your|wir|uns|unser\w*|mein\w*|notre|nos|"
    r"nous|mon|ma|nuestr[oa]s?|noss[oa]s?|nostr[oa]|onze)\b"
)
"""In a description's first sentence: then it is the host who describes somebody else than a guest."""
_SPEAKS = regex.compile(
    r"(?:^|[.!?…]\s+|[\"“”])(?:He|She|His|Her|Er|Sie|Il|Elle|Él|Ella|Ele|Ela|Lui|Lei|Hij|Zij|Ze)\s+\p{Ll}|"
    r"(?i)\b(?:says|said|told (?:me|us)|my (?:friend|neighbour|neighbor|colleague|teacher|guide|host|instructor)|"
    r"this (?:man|woman|artist|baker|maker|reader)|(?:I|we) (?:have )?(?:sat down with|interviewed|met|visited|"
    r"(?:spoke|spoken|talked|chatted) (?:to|with)) (?:an?|the|one) \p{Ll}+)\b"
)
"""What an article says that is about somebody, or quotes."""

_THANKS = any_of(
    r"""
    thank\w*, thx, cheers, grateful, merci, remerci\w+, danke?, dank, bedankt, gracias, agradezco, agradecid[oa],
    obrigad[oa], agradeço, grazie, ringrazio
    """
)
_HOSTING = any_of(
    r"""
    sharing (?:your|her|his|their) \p{Ll}+ with (?:me|us),
    (?:having|letting|inviting|hosting|welcoming|lending|giving|trusting) (?:me|us)(?! (?:a|an)\b),
    (?:the|this|your|his|her|their) (?:kind |lovely |generous )?(?:invitation|invite|hospitality),
    the (?:chance|opportunity) to (?:write|post|blog|share)\b,
    l['’]invitation, ton invitation, votre invitation, m['’]avoir (?:invitée?|accueillie?|laissée?|prêtée?),
    (?:de|pour) m['’](?:accueillir|inviter|héberger|avoir\s\p{L}+), die einladung, deine einladung,
    (?:schreiben|gastieren|hier sein) (?:durfte|darf|zu dürfen), la invitación, tu invitación, invitarme, acogerme,
    dejarme\s\p{L}+, o convite, pelo convite, me (?:receber|convidar|deixar\s\p{L}+), l['’]invito, avermi\s\p{L}+,
    ospitarmi, de uitnodiging, je uitnodiging, (?:mocht|mag) (?:schrijven|komen)
    """
)
_HOSTED = regex.compile(rf"(?i)(?<!\p{{L}})(?:{_THANKS})(?!\p{{L}})[^.!?]{{0,80}}?(?<!\p{{L}})(?:{_HOSTING})")
_NOT_TO_WRITE = regex.compile(
    r"(?i)\b(?:podcasts?|shows?|workshops?|course|class|retreat|festival|conference|event|dinner|wedding|stay|visit|tour|"
    r"talk|panel|studio|kitchen|home|house|interview|entretien|gespräch|questions?|exhibition|gig|concert|stage)\b"
)
_DASHED = regex.compile(rf"(?:[–—~]|\s-{{1,2}})\s?(?P<name>{NAME})[\s.x*]*$")
_TRIM = regex.compile(r"^[\s–—~*•-]+|(?:\s+[xX]+)?[\s.*~]*$")
_LEADS = regex.compile(r"(?i)^\W*(?:about|meet|über|sobre|à propos|over|chi è|pictured|photos?)\b[^.!?]{0,50}$")
_ENDS = regex.compile(r"[.!?…)\]”\"»’*]\s*$|^(?s:.){80,}[^:]$")
"""What a paragraph ends in, and a label does not."""
_OTHERS_WORK = regex.compile(
    r"(?i)^\W*(?:(?:header|cover|all)\s+)?(?:photo\w*|images?|pictures?|illustration\w*|foto\w*|abbildung\w*|bild\w*)\b"
    r"[^.!?]{0,80}[.!?]?$"
)
_QUOTED = regex.compile(r"^[\s]*[“\"„«‘]|[”\"“»’]\s*[–—~-]\s?\p{Lu}[^.!?]*$")


@dataclass(frozen=True, slots=True)
class End:
    """An article's last paragraphs, read for people who are not of the blog."""

    article: Article
    known: Sequence[str]
    blog_name: str

    def authors(self) -> list[Framed]:
        """Those who sign or are described; nobody where the entry asks, portrays or reviews somebody."""
        whole = self.article
        if whole.is_interview or whole.is_portrait or whole.asks or is_show(whole) or is_about_work(whole.title):
            return []
        return self._thankful() or self._signed() or self._described()

    # The ways to end --------------------------------------------------------------------------------------------------

    def _thankful(self) -> list[Framed]:
        """`Thank you to Dana for having me. – Jane Roe`: in one paragraph or in two."""
        for at, block in self._last(_LAST):
            if self._thanks_host(block):
                after = self.article.blocks[at + 1 : at + 2]
                name = _dashed(block.text) or (_only_name(after[0].text) if after else "")
                return self._closing([name], at if _dashed(block.text) else at + 1, "thanks-and-signs")
        return []

    def _thanks_host(self, block: Block) -> bool:
        said = _HOSTED.search(block.text)
        if not said or block.quote or block.after_quote or _QUOTED.search(block.text):
            return False
        return bool(FIRST_PERSON.search(block.text)) and not _NOT_TO_WRITE.search(block.text)

    def _signed(self) -> list[Framed]:
        """A name alone, and below it nothing but labels that say where to find somebody."""
        count = len(self.article.blocks)
        last = self.article.blocks[-1:]
        above = self.article.blocks[-2:-1]
        if not last or self._tells_of_others(count - 2) or last[0].quote or last[0].after_quote:
            return []
        first, _, rest = last[0].text.strip().partition("\n")
        name = _only_name(first) if rest else ""
        begins = count - 1
        if not name and above:
            name, rest, begins = _only_name(above[0].text), last[0].text, count - 2
        labels = _labels(rest)
        if not (labels > 1 or (labels and self._in_first_person(begins))) or self._is_headed(begins):
            return []  # under a staff by-line a bare name and address may be anybody's
        return self._closing([name], count - 1, "signs-with-labels")

    def _described(self) -> list[Framed]:
        """`Jane Roe is a baker in Kiel. X: @jane` as the last words of an article that does not name her."""
        run: list[tuple[int, Block, list[str]]] = []
        for at, block in reversed(list(self._last(_LAST))):
            if not run and _OTHERS_WORK.match(block.text):
                continue
            names = _described_in(block)
            if not names:
                break
            run.insert(0, (at, block, names))
        if (
            not run
            or self._is_headed(run[0][0])
            or not any(_shows_where(block) for _, block, _ in run)
            or not self._in_first_person(run[0][0])
        ):
            return []
        found = [self._closing(names, at, "closing-bio") for at, _, names in run]
        return [one for part in found for one in part] if all(found) else []

    def hosts(self, staff: Sequence[str]) -> list[Framed]:
        """The one of the staff whose name, or first name, is the last line, where the by-line is the blog's."""
        at = len(self.article.blocks) - 1
        if at < 1 or "\n" in self.article.blocks[at].text.strip() or self.article.blocks[at].after_quote:
            return []
        found = [one for one in staff if signs(self.article.blocks[at], one)]
        return [Framed(found[0], at, "staff-signs")] if len(found) == 1 else []

    # What they have in common -----------------------------------------------------------------------------------------

    def _last(self, count: int) -> Iterator[tuple[int, Block]]:
        first = max(1, len(self.article.blocks) - count)
        for at in range(first, len(self.article.blocks)):
            if len(self.article.blocks[at].text) <= _LONGEST:
                yield at, self.article.blocks[at]

    def _in_first_person(self, end: int) -> bool:
        """Whether what stands before the end speaks of "me" and of nobody else."""
        told = self.article.blocks[:end]
        return not self._tells_of_others(end) and any(FIRST_PERSON.search(block.text) for block in told)

    def _tells_of_others(self, end: int) -> bool:
        """Whether what stands before the end is about somebody else, or signed by somebody of the blog."""
        told = self.article.blocks[:end]
        if any(_SPEAKS.search(block.text) for block in told):
            return True
        return any(signs(block, one) for block in told[-_LAST:] for one in self.known)

    def _is_headed(self, at: int) -> bool:
        """Whether a heading or a label leads to the description: "About the photographer", "Our sponsor:"."""
        above = self.article.blocks[at - 1]
        leads = above.heading or not _ENDS.search(above.text) or bool(_LEADS.match(above.text))
        return leads or is_of_another_time(above.text)

    def _closing(self, names: Sequence[str], at: int, rule: str) -> list[Framed]:
        """All of them or nobody."""
        return [Framed(name, at, rule) for name in names] if all(self._may_be(name, at) for name in names) else []

    def _may_be(self, name: str, at: int) -> bool:
        words = key(name)
        if len(words) < 2 or is_organisation(name) or self._is_known(name) or set(words) <= set(key(self.blog_name)):  # noqa: PLR2004 two words
            return False
        return not set(words) & set(key(self.article.title)) and not self._is_told_of(name, at)

    def _is_known(self, name: str) -> bool:
        return bool(name) and any(same_person(name, one) for one in self.known)

    def _is_told_of(self, name: str, at: int) -> bool:
        """Whether the article names her elsewhere, by her first or last name."""
        first, last = name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]
        near = {at, at - 1} if _only_name(self.article.blocks[at - 1].text) == name else {at}
        told = [block.text for n, block in enumerate(self.article.blocks) if n not in near]
        if self.article.says_in_middle(last) or self.article.says_in_middle(first):
            return True
        return any(
            regex.search(rf"(?<![\p{{L}}@])(?:{regex.escape(first)}|{regex.escape(last)})(?!\p{{L}})", text)
            for text in told
        )


def _described_in(block: Block) -> list[str]:
    """Whom a paragraph describes as a writer may be described."""
    found = None if block.heading or block.quote else _BIO.match(block.text)
    if not found or any(no.search(block.text) for no in (SUBJECT_OF_NOTE, _NO_WRITER, _HOSTS_WORD)):
        return []
    return [tidy(name) for name in (found["name"], found["other"]) if name]


def _shows_where(block: Block) -> bool:
    return bool(block.links) or bool(CONTACT.search(block.text))


def _dashed(text: str) -> str:
    found = _DASHED.search(text)
    return tidy(found["name"]) if found else ""


def _only_name(text: str) -> str:
    """The name of which a line consists, perhaps after a dash or before a kiss."""
    name = _TRIM.sub("", text.strip()) if len(text) <= _SIGNED else ""
    return tidy(name) if name and is_name(name) else ""


_LABEL = regex.compile(
    r"(?i)^\s*(?:twitter|x|instagram|insta|ig|mastodon|bluesky|threads|linkedin|github|blog|web(?:site)?|site|"
    r"e-?mail)\s*:\s*\S+\s*$"
)
_DESCRIPTION = regex.compile(r"^\s*\p{L}[^@:/.!?]{2,60}$")
"""What somebody is, in the second line of a signature: "Nurse, Leeds"."""


def _labels(text: str) -> int:
    """How many labels a signature consists of: `Twitter: @jane`, `Blog: jane.example`; 0 if of anything else."""
    rows = [row for row in text.splitlines() if row.strip()]
    if len(rows) > 1 and _DESCRIPTION.match(rows[0]):
        rows = rows[1:]
    return len(rows) if all(_LABEL.match(row) for row in rows) else 0
