"""Kinds of words around a name that speak for or against its being the author's, in seven languages.

Patterns over what stands before a name in its sentence (they end in `$`), after it (they begin with `^`), or anywhere.
"""

from __future__ import annotations

from sharebot.authors import late as regex
from sharebot.authors.introductions import (
    ASKS,
    AUTHOR,
    CLOSINGS,
    FOLLOWS,
    FOR,
    HALF,
    NOT_AN_AUTHOR,
    THANKS,
    TO_TELL,
    TO_WRITE,
)
from sharebot.authors.introductions import (
    FOR_THIS as FOR_THIS_TEXT,
)
from sharebot.authors.names import NAME
from sharebot.authors.phrases import GUEST, GUEST_ROLE, PIECE
from sharebot.authors.words import ELSEWHERE as OTHER_TIMES
from sharebot.authors.words import ROLES, any_of

_THIS = any_of(
    r"""
    this, these, the above, here, today(?:['’]s)?, for (?:the|a) (?:day|week|month), what follows, below, the following,
    ce, cet, cette, aujourd['’]hui, ici, voici, ce qui suit, ces, este, esta, estos, estas, esto, hoy, aquí,
    lo que sigue,
    hoje, aqui, desta, deste, nesta, neste, o que se segue, quest[oaei], quest['’], oggi, qui, stavolta, ciò che segue,
    dies\w*, heute, hier, diesmal, folgend\w*, dit, deze, vandaag, сегодня, этот, эту, это, σήμερα, αυτό, اليوم, هذا,
    今回, 今日, 本日, 今週, この, 이번, 오늘, 이, bugün, bu
    """
)
_WRITES = any_of(
    r"""
    wrote, writes?, written, writing, penned, typed, contribut\w+, authored, scribbled, dictated,
    écri(?:t|te|re|vit|vent|vant), signe\w*, signée?, rédig\w+, raconte\w*,
    escri(?:be|bió|to|ta|bieron|ben), firma\w*,
    redact\w+, escrev\w+, assina\w*, scri(?:tto|tta|ve|vono|vere|sse), firmat\w+, schr(?:eib|ieb|ijf|eef)\w*,
    (?:auf|nieder)?gesch?r(?:ie|e)\w+, verfass?\w+, beigesteuert, пишет, написал\w*, γράφει, έγραψε, كتب\w*, بقلم,
    執筆\p{L}*, 寄稿\p{L}*, 文章を寄せ\p{L}*, 書いて\p{L}*, 書いた\p{L}*, 글쓴\p{L}*, 썼\p{L}*, 쓴, yazdı, yazıyor
    """
)
_GIVES = any_of(
    r"""
    tak(?:es?|en|ing), took, hand(?:s|ed|ing)?, giv(?:es?|ing|en), gave, lend(?:s|ing)?, lent, pass(?:es|ed|ing)?,
    borrow\w*, pick(?:s|ed)? up, greif\w+, nimmt, schwingt, spitzt, zückt, grijpt, pakt, empuña, impugna,
    hold(?:s|ing)?, held, ha[sd] the, mind(?:s|ing), keep(?:s|ing)?, belongs?, goes, laiss\w+, cèd\w+, céd\w+,
    tient, prend, pris, prête\w*, passe\w*, confi\w+, occupe, ced\w+, dej\w+, tom[aóo]\w*, pas[aóo]\w*, prest\w+,
    ocup\w+,
    tiene, entreg\w+, assum\w+, empunh\w+, lasci\w+, prend\w+, passa\w*, affid\w+, überlass\w+, überläss\w+, übergeb\w+,
    übernimm\w+, übernehm\w+, hat, haben, gehört, leiht, geven, geeft, gaf, gegeven, neemt, krijgt, heeft
    """
)
_PEN = any_of(
    r"""
    pens?, keys?, keyboard, column, blog, mic(?:rophone)?, floor, pages?, space, slot, reins, desk, word, apron, chair,
    plume, clavier, tablier, billet, stylo, tribune, parole, place, rubrique, pluma, palabra, teclado, columna, espacio,
    sección, rubrica, penna, parola, tastiera, spazio, palavra, caneta, coluna, espaço, wort, feder, tastatur, kolumne,
    stift, zur feder, platz, plek, woord, toetsenbord, pagina, seite, página
    """
)
_STANDS_IN = any_of(
    r"""
    fill(?:s|ing) in, stand(?:s|ing) in, sit(?:s|ting) in, step(?:s|ping) in, cover(?:s|ing) for, looking after the \w+,
    вместо редакции, in vertretung, springt ein, vertritt, remplace, invalt, valt in, sostituisce, sustituye, substitui
    """
)
_BY = r"(?:by|from|of|por|par|von|da|di|de|do|door|van|d['’]|от|από)"
_TAKES_UP = any_of(
    r"""
    pick(?:s|ed|ing)? up, tak(?:es?|ing) up, took up, hand(?:s|ed|ing)?, greif\w+, schwingt, spitzt, zückt, grijpt,
    pakt, empuña,
    impugna, prend, prende, coge, überlass\w+, überläss\w+, cèd\w+, laiss\w+, ced\w+, lasci\w+, (?:ge)?geven
    """
)
_WORD = any_of(
    r"""
    pen, keyboard, column, blog, mic, floor, plume, clavier, parole, pluma, palabra, teclado, penna, parola, tastiera,
    caneta,
    palavra, wort, feder, zur feder, stift, tastatur, kolumne, woord, toetsenbord
    """
)
_IN_HANDS = r"(?:in the hands of|in den händen von|aux mains de|en manos de|nelle mani di|nas mãos de|in handen van)"
HANDS_OVER = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:{_STANDS_IN})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_TAKES_UP})(?!\p{{L}})[^.!?]{{0,60}}(?<!\p{{L}})(?:{_WORD})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_WORD})(?!\p{{L}})[^.!?]{{0,30}}(?<!\p{{L}})(?:{_TAKES_UP}|{_IN_HANDS})(?!\p{{L}})"
)
"""A note that gives the word away."""
SAYS_WRITING = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:{GUEST}|gast\p{{L}}*)(?!\p{{L}})|(?<!\p{{L}})(?:{_STANDS_IN})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_GIVES})(?!\p{{L}})[^.!?]{{0,60}}(?<!\p{{L}})(?:{_PEN})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_PEN})(?!\p{{L}})[^.!?]{{0,30}}(?<!\p{{L}})(?:{_GIVES})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_THIS})(?![\p{{Latin}}\p{{Cyrillic}}])[^.!?]{{0,80}}(?:{_WRITES})(?![\p{{Latin}}\p{{Cyrillic}}])|"
    rf"(?:{_WRITES})(?![\p{{Latin}}\p{{Cyrillic}}])[^.!?]{{0,80}}(?<!\p{{L}})(?:{_THIS})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_THIS})\s*(?:[\p{{Ll}}-]+\s+){{0,2}}(?:{PIECE})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_THIS})[^.!?:]{{0,20}}(?<!\p{{L}})(?:{AUTHOR})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{AUTHOR})[^.!?:]{{0,20}}(?<!\p{{L}})(?:{_THIS})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:den|the|le|el|il|het|o)\s+(?:{PIECE})\b[^.!?]{{0,60}}(?<!\p{{L}})(?:{_WRITES})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:four hands|a cuatro manos|à quatre mains|a quattro mani|a quatro mãos|vierhändig)(?!\p{{L}})|"
    rf"^\W*(?:{_WRITES})\s[^.!?]{{0,60}}\b{_BY}\s"
)
"""A note that speaks of writing, or of giving the word away, here and now."""

MERE_GUEST = regex.compile(r"(?i)\b(?:my|our|today['’]s|this week['’]s)?\s*guests?(?=\s*(?:is|was|are|today|:|,|\())")
LETTER = regex.compile(r"\p{L}")
ALONE_BEFORE = regex.compile(
    rf"^[\s–—~*•/|(\[-]*(?:(?i:xo\p{{L}}*|x+|gez\.|signed|by|from|{CLOSINGS})[,.:]?\s+|{NAME}\s*(?:and|&|und|y|et|e|"
    rf"en|,)\s+)?$"
)
ALONE_AFTER = regex.compile(
    rf"^[\s.*~)\]]*(?:x{{1,3}}\s*)?$|^\s*(?:and|&|und|y|et|e|en|,)\s+(?:{NAME})\s*$|"
    r"^\s*[,(|][^.@!?]{1,80}[.)]?$"
)
GUESTLY = regex.compile(rf"(?i)(?<!\p{{L}})(?:{GUEST}|gast\p{{L}}*|{GUEST_ROLE})(?!\p{{L}})")
READERS = regex.compile(
    r"(?i)\b(?:readers?|contribut\w+|volunteers?|members?|leser\w*|lect(?:eur|rice)s?|lector\w*|lettor\w*|leitor\w*|"
    r"lezers?|colabora\w+|collabora\w+)\b"
)
AUTHORLY = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:{AUTHOR})(?!\p{{L}})(?!\s+(?:of|von|de|di|van|des|del|della)\s+(?!(?:this|these)\b))"
)
WRITING = regex.compile(rf"(?i)(?<!\p{{L}})(?:{_WRITES})(?!\p{{L}})")
_US = r"(?:for us|für uns|pour nous|para nosotros|para nós|per noi|voor ons)"
FOR_US = regex.compile(
    rf"(?i)\b{_US}\b[^.!?]{{0,30}}(?<!\p{{L}})(?:{_WRITES})(?!\p{{L}})|"
    rf"(?<!\p{{L}})(?:{_WRITES})(?!\p{{L}})[^.!?]{{0,40}}\b{_US}\b"
)
_ITS_NOUN = rf"(?:{PIECE}|{HALF}|{_THIS})"
AGENT = regex.compile(
    rf"(?i)(?:^|[.;:!?–—]\s|,\s+(?:so|and|but|und|et|y|e|"
    rf"en)\s)\W*(?:(?:\p{{L}}+\s+){{0,3}}?{_ITS_NOUN}(?!\p{{L}})[^.!?;,]{{0,40}}?|"
    rf"(?:kindly|originally|jointly)\s+)?(?<!\p{{L}})(?:{_WRITES})(?:\s+\p{{Ll}}+)?\s+(?:by|por|par|von|da|door|van|"
    rf"de|di)\s+"
    rf"(?:[\p{{Ll}}’'-]+,?\s+){{0,7}}$|"
    rf"(?i)(?<!\p{{L}})(?:{PIECE})\s+(?:unserer|unseres|meiner|meines|einer|eines)\s+(?:\p{{L}}+\s+)?$"
)
ABOUT = regex.compile(
    r"(?i)\b(?:handelt|habla|fala|parle|parla|gaat|trata|traite|tratta|erzählt|cuenta|raconte|is|was|tells)\s+"
    r"(?:(?:all|ganz)\s+)?(?:von|de|di|d['’]|over|über|about|sobre)\s*$"
)
THANKED = regex.compile(rf"(?i)\b(?:{THANKS})\b[^.!?]{{0,50}}$")
FOR_WRITING = regex.compile(rf"(?i)^(?:(?!\b{FOR}\b)[^.!?]){{0,60}}?\b(?:{FOR_THIS_TEXT})")
_NOT_US = r"(?!\s+(?:me|us|mich|mir|uns|moi|nous|mij|ons)\b)"
ASKED_BEFORE = regex.compile(rf"(?i)(?<!\b(?:me|mi ha|m['’]a|nos)\s+)\b(?:{ASKS})\b{_NOT_US}[^.!?]{{0,60}}$")
ASKED_AFTER = regex.compile(
    rf"(?i)^[^.!?]{{0,80}}?\b(?:I|we|and|und|et|y|e|en|ich|wir|je|nous|wij|was|were|wurde|fue|è stata|a été)\s+"
    rf"(?:(?:have|had|then|so|just|habe[n]?|l['’]ai|l['’]avons|le|la|gli|lo|heb(?:ben)?)\s+)?(?:{ASKS})\b{_NOT_US}"
)
TELL_AFTER = regex.compile(rf"(?i)\b(?:{TO_TELL})(?!\p{{L}})")
FOLLOWS_HERE = regex.compile(rf"(?i)(?<!\p{{L}})(?:{FOLLOWS})(?!\p{{L}})")
HERE = regex.compile(
    r"(?i)^\W*(?:today|below|here|heute|hier|unten|aujourd['’]hui|ici|hoy|aquí|oggi|qui|hoje|aqui|vandaag)\s*[,:]\s*$"
)
ON_A_TOPIC = regex.compile(r"(?i)^\s+(?:on|über|sur|sobre|su|over)\s+\p{Ll}")
WRITES_THIS = regex.compile(
    rf"(?i)^[^.!?;:]{{0,60}}?(?<!\p{{L}})(?:{_WRITES})\s+(?:\p{{Ll}}+\s+){{0,2}}(?:{_THIS})\s+(?:\p{{Ll}}+\s+)?(?:{PIECE})(?!\p{{L}})"
)
PIECE_COLON = regex.compile(
    rf"(?i)\b(?:for|pour|para|per|für|"
    rf"voor)\s+(?<!\p{{L}})(?:{_THIS})\s+(?:\p{{Ll}}+\s+)?(?:{PIECE})[^.!?:]{{0,20}}:\s+(?:(?-i:{NAME})\s+(?:and|&|"
    rf"und|y|et|e|en)\s+)?$"
)
_GOES_ON_WITH = (
    rf"(?=\s*(?:[\p{{L}}-]+\s+){{0,2}}(?:{PIECE})(?!\p{{L}})|\s*(?:[.,;:!?)–—]|$)|\s+(?:together|gemeinsam|zusammen|ensemble|juntos|juntas|insieme|samen|after|when|while|on|in|at|"
    rf"from|between|for|as|"
    r"nach|als|auf|am|im|für|après|sur|pour|tras|en|para|dopo|su|per|em|op|na|voor)\b|\p{Lo})"
)
_NOW = any_of(
    r"""
    here, today, for (?:the|a) (?:day|week|month), what follows, below, the (?:above|following), aujourd['’]hui, ici,
    voici, hoy, aquí,
    hoje, aqui, oggi, qui, heute, hier, diesmal, vandaag, сегодня, σήμερα, اليوم, 今回, 今日, 本日, 今週, 이번, 오늘
    """
)
_HERE_AND_NOW = (
    rf"(?:(?<!\p{{L}})(?:{_NOW}|{HALF})(?![\p{{Latin}}\p{{Cyrillic}}])|"
    rf"(?<!\p{{L}})(?:{_THIS})(?![\p{{Latin}}\p{{Cyrillic}}]){_GOES_ON_WITH})"
)
WRITES_HERE = regex.compile(
    rf"(?i){_HERE_AND_NOW}[^.!?]{{0,120}}(?:{_WRITES})(?![\p{{Latin}}\p{{Cyrillic}}])|"
    rf"(?<!\p{{L}})(?:{_WRITES})(?![\p{{Latin}}\p{{Cyrillic}}])[^.!?]{{0,80}}{_HERE_AND_NOW}"
)
PART_IN_IT = regex.compile(
    rf"(?i)^(?:\s*\([^)]*\)|,[^.,]{{1,60}},)?\s+(?:(?:has|have|also|kindly|hat|ha|a)\s+)*(?:(?:is|was|ist|war|est|es|"
    rf"é|è)\s+(?:the|der|die|le|la|el|o|a|il)\s+"
    rf"(?:{ROLES})\s+(?:of|for|behind|von|de|di|van)\b|(?:(?:is|was|wird|est|es|è|é)\s+(?:quoted|pictured|seen|shown|"
    rf"mentioned|interviewed|thanked|zitiert|citée?|citad[oa])|replied|responded|commented|answered|read|reads|lent|"
    rf"shot|drew|spoke|sang|brought|built|"
    rf"taught|helped|translated|edited|illustrated|narrated|recorded|took(?! (?:over|up|the (?:pen|blog|keyboard|"
    rf"floor)))|made)\b)"
)
UNDER_A_WORD = regex.compile(
    r"(?i)(?<!\p{L})(?:when|while|after|before|since|if|unless|than|als|wenn|nachdem|bevor|quand|après|cuando|después|"
    r"quando|dopo|toen)\s+$"
)
_ARTICLES = (
    r"(?:the|our|its|whose|today['’]s|this week['’]s|der|die|unser\p{L}*|deren|dessen|le|la|l['’]|notre|el|nuestr[oa]|"
    r"su|il|lo|o|a|noss[oa]|de|onze)"
)
AUTHOR_BEFORE = regex.compile(
    rf"(?i)(?<!\p{{L}}){_ARTICLES}\s*(?:{AUTHOR}|{GUEST_ROLE})(?:\s+(?:of|von|de|di|van)\s+(?:{_THIS})\s+\p{{L}}+)?,"
    rf"?\s*$"
)
THE_AUTHOR_BEFORE = regex.compile(rf"(?i)^\W*{_ARTICLES}\s*(?:{AUTHOR}|{GUEST_ROLE}),?\s*$")
NOT_MINE = regex.compile(
    r"(?i)(?:(?:\bnot|n['’]t) (?:mine|by me|my own|written by me|my (?:words|work))|\bdid(?: not|n['’]t) write "
    r"(?:this|it)|\bnicht von mir|\b"
    r"pas de moi|no es (?:mío|mía)|non è mi[oa]|niet van mij|não é meu|não fui eu)\b"
)
OPINIONS = regex.compile(
    r"(?i)\b(?:opinions?|views|ansichten|meinung(?:en)?|opiniones|opinioni|opiniões|meningen)\b[^.!?]{0,60}\b(?:are|"
    r"is|sind|sont|son|sono|são|zijn)\b[^.!?]{0,20}$"
)
THOSE_OF = regex.compile(r"(?i)\b(?:those of|die von|ceux de|celles de|l[ao]s de|quelle di|as de|die van)\s+$")
WRITES_NAME = regex.compile(
    r"(?i)(?:^\W*|[;:,.]\s*|\b(?:es|hier|heute|hoy|oggi|hoje|vandaag|qui|aquí|aqui)\s+(?:\p{Ll}+\s+)?)"
    r"(?:es schreibt|schreibt|escribe|scrive|escreve|schrijft|assina|firma|signe)\s+(?!(?:mir|mij|me|mi)\s)"
    r"(?:\p{L}[\p{Ll}’']*,?\s+){0,4}$"
)
OTHERS_WRITE = regex.compile(
    r"(?i)(?<!\p{L})(?:schreibt|écrit|escribe|scrive|escreve|schrijft)\s+(?:die|der|das|la|le|el|il|o|a|de|het)\s+"
    r"(?!(?:autor|auteur|autrice|gast|invit|convidad|ospite))\p{L}+[^.!?:]{0,30}:\s*$"
)
"""Somebody else writes what follows the colon: "heute schreibt die Presse: …"."""
TAKE_IT = regex.compile(
    r"(?i)\b(?:take it away|over to you|the floor is yours|bühne frei(?: für)?|la parole est à|place à|tiene la "
    r"palabra|la parola a|a palavra a|"
    r"het woord is aan)[,:]?\s+(?:\p{Ll}+\s+){0,3}$"
)
EXPLAINS = regex.compile(
    r"(?i)^,?\s+(?:explains?|reports?|investigates?|writes|remembers|erklärt|erzählt|berichtet|schreibt|raconte|"
    r"explique|écrit|explica|cuenta|escribe|"
    r"spiega|racconta|scrive|conta|escreve|vertelt|schrijft|legt uit)(?:\s+(?:why|how|what|warum|wie|pourquoi|comment|"
    r"por qué|cómo|perché|come|por que|"
    r"como|waarom|hoe|us|uns|nous|nos|ci|ons)\b[^.!?]{0,60})?\s*[.:!]?$"
)
LED_IN = regex.compile(r"^\W*(?!(?:I|We|My|Our|Ich|Wir|Je|Nous)\b)\p{Lu}[^.!?@]{4,80},\s*$")
PEN = regex.compile(r"(?i)^\W*[✍🖊🖋📝]\W*$|\b(?:words|texte?|texto|testo|tekst)\s*(?:©|copyright|\(c\))\s*$")
OTHERWISE = regex.compile(
    rf"(?i)^\s+(?:\p{{Ll}}+\s+)?(?!(?:{_WRITES}|shares|brings|offers|gave|tells|sent)(?!\p{{L}}))\p{{Ll}}+\s+(?:this|"
    rf"the|our|diesen|dieses|ce|cet|este|questo|dit|deze)\s+"
    rf"(?:\p{{Ll}}+\s+)?(?!blogs?\b|pages?\b)(?:{PIECE})\b"
)
THIS_PIECE = regex.compile(rf"(?i)(?<!\p{{L}})(?:{_THIS})\s+(?:\p{{Ll}}+\s+)?(?:{PIECE})(?!\p{{L}})")
IN_IT = regex.compile(
    r"(?i)^\s+(?:is|was|are|ist|war|est|es|è|é)\b[^.!?]{0,40}\b(?:in|of|behind|von|de|del|della|du) (?:the|this|my|"
    r"our|der|dieser|cette|l['’]|la|el) "
    r"(?:story|pictures?|photos?|film|recipe|song|idea|title|poem|novel)\b"
)
ONCE = regex.compile(
    rf"(?i)\b(?:once|(?:an?|\d+|two|three|some|many) (?:year|month)s? ago|back in \d{{4}}|einst|jadis|una vez|un "
    rf"tempo|ooit)\s+(?:{_WRITES})\b|"
    rf"\b(?:{_WRITES})\b[^.!?]{{0,40}}\b(?:(?:year|month)s? ago|back in \d{{4}}|in (?:19|20)\d\d)\b"
)
LEADING_AUTHOR = regex.compile(rf"(?i)^(?:{AUTHOR}|{GUEST_ROLE})\s+(?=\S+\s+\S)")
WRITE_AFTER = regex.compile(rf"(?i)\b(?:{TO_WRITE})\b")
BIO_GOES_ON = regex.compile(r"^(?:\s*\([^)]*\)|,[^.,]{1,60},)?(?:[.:–—,]\s+\S|\s+[–—|·-]\s+\S|\s*\n)")
ELSEWHERE = regex.compile(rf"(?i)(?<!\p{{L}})(?:{OTHER_TIMES})(?!\p{{L}})")
IN_A_BOOK = regex.compile(
    r"(?i)\b(?:writes|wrote|schreibt|schrieb|écrit|escribe|escribió|scrive|scrisse|escreve|escreveu|schrijft|schreef)\b"
    r"(?:,? (?:that|dass|que|qu['’]|che|dat)\b|[^.!?]{0,30}\b(?:about (?:this|it|that)\b|on (?:his|her|their) (?:own "
    r")?(?:blog|site|website|newsletter)|"
    r"in (?:his|her|their|the|a|an|ihrem|seinem|einem|zijn|haar)|dans (?:son|sa|ses)|en su|nel suo|nella sua|no seu|"
    r"na sua)\b)"
)
TOLD = regex.compile(r"(?i)^\s*(?:said|says|told|tells|replied|laughed|died|was born|won|passed away)\b")
ROLE_AFTER = regex.compile(
    rf"(?i)^\s*[(\[,–—:-]\s*(?:the |our |die |der |le |la |el |il |o |a )?(?:{NOT_AN_AUTHOR}|{ROLES})\b"
)
TO_SOMEBODY = regex.compile(
    r"(?i)^\W*(?:for|to|dear|in memory of|für|liebe[rs]?|lieve|an|pour|à|cher|chère|para|a|querid[oa]|estimad[oa]|per|"
    r"car[oa]|voor|aan)\s*$"
)
POSSESSED = regex.compile(r"^['’]s?\s+(?!(?:guest|turn|debut|first|own)\b)\p{L}")
CONTACT = regex.compile(r"@\w|https?:|\b(?:twitter|instagram|mastodon|bluesky|linkedin|threads)\b", regex.I)
CLOSING = regex.compile(rf"(?i)^\W*(?:{CLOSINGS})[^.?:]{{0,30}}$")
AND_BETWEEN = regex.compile(r"[^.!?;:,]{0,40}\s(?:and|with|und|mit|y|con|et|avec|e|com|en|met|&)\s[^.!?;:,]{0,30}")
LABEL_END = regex.compile(r"[:：]\s*$")
NAMES = regex.compile(rf"(?<![\p{{L}}\p{{N}}@_./#-])(?:{NAME})")
