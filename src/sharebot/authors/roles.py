"""What kinds of words, and which words, play which part on the walk from a handle to its owner."""

from __future__ import annotations

from sharebot.authors.words import set_of

NEEDS_VERB = set_of("at as under als unter como comme come sous en sur auf su op no em")
NOW = set_of("now jetzt ahora maintenant adesso ora nu agora")
TOPIC = set_of("about über sobre de over su")
BUT = set_of("but sondern sino mais mas ma maar")
AND = set_of("and & und y e et en or ou o oder of but")
OF_SOMEBODY = frozenset({"'s", "’s"})
SHOWN = set_of(
    """
    photos pictures photographs images videos illustrations cartoons fotos recipes reviews asked ask asks idea art music
    code data designs covers tips
    """
)
FIRST_OBJECTS = set_of("me myself mich mir moi mij")
THINGS = set_of("podcast podcasts playlist bot episode music video videos blog website site book novel album film")
ARTICLES = set_of("the this that a an our la le el il lo die das den der het de o os as un une una ein eine um uma")
ALIASES = set_of("as als como comme come")
POSTS = set_of(
    """
    toots tweets skeets posts toot tweet skeet post tootet trötet twittert postet pouette tweete poste publie tuitea
    """
)
"""Verbs after which one may say from where: "toots from @name"."""
SECOND = set_of("als unter som under")
"""What stands before a handle in languages whose verb comes second."""
HARMLESS = set_of("WORD CONNECT COMMA FINITE STRONG COPULA POSS_GOOD MARK PLATFORM")
FROM_ALIAS = 6
"""Tokens between a platform's word and "as @name"."""
GERMAN = set_of(
    """
    auf als unter und der die das den dem des ein eine einen einem seit nicht mehr ist sind im am zum zur mit von für
    über aus bei er sie ich wir hat haben auch sondern
    """
)
TWICE = 2
TOWARDS = set_of("at to with mit zu bei avec à a con com met aan tegen")
FOR = set_of("pour para per om")
MAY_DO = set_of("can could to please and just und et y e en zu pour para per voor bitte")
I_AM = set_of("soy sou sono bin ben am suis")
MINE = set_of("my mi mis mein meine mon ma mes meu meus minha minhas mio mia miei mie mijn mina mitt min")
FIRST_ENDINGS = ("me", "-moi", "mi")
"""Of orders in one word: sígueme, suivez-moi, seguitemi."""
NOT_ME = ("blame", "welcome", "come", "name")
"""English words that only end like them."""
ALSO_POSSESSIVE = set_of("her haar ihr")
QUOTES = set_of("\" ' “ ” ‘ ’ „ « » * @")
QUIET = set_of("PLATFORM VIA COMMA COLON SEMI STRONG_SEP MARK HANDLE CONNECT")
PARTING = set_of("COMMA SEMI STRONG_SEP")
SAYING = set_of("COPULA FINITE")
OF_OTHERS = set_of("SELF FORMER POSS_BAD ORG THING WHOSE")
OTHER_SUBJECTS = set_of("FORMER THING SELF ORG POSS_BAD POSS")
BEFORE_A_NAME = set_of("CONNECT MARK WORD COLON STRONG_SEP ROLE OPEN")
BEFORE_AN_ORDER = set_of("CONNECT COMMA COLON MARK STRONG_SEP SEMI HANDLE STRONG")
LOOSE = 5
"""Unknown words that may stand between "follow her" and the handle."""
WORDY = 12
"""The same where somebody tells something "at @name"."""
DESCRIPTION = 6
"""Words that may describe the author between the name and a comma before the handle."""
NEAR = 3
"""Tokens between "follow" and its object, at most."""
HAS = set_of("has hat tiene a tem ha heeft")
