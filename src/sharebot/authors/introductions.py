"""How blogs introduce who wrote, in seven languages: verbs, nouns and frames that are combined, not listed whole."""

from __future__ import annotations

from sharebot.authors.words import any_of

AUTHOR = any_of(
    r"""
    authors?, writers?, bloggers?, contributors?, columnists?, reviewers?, essayists?, autor(?:in|a|es|en|as)?,
    verfasser(?:in)?, schreiber(?:in)?, auteur(?:e|rice)?s?, autrices?, rédact(?:eur|rice)s?, blogueu(?:r|se)s?,
    chroniqueu(?:r|se)s?, contribut(?:eur|rice)s?, escritora?, bloguer[oa], colaborador(?:a|es|as)?, columnista,
    redactora?, blogueir[oa], colunista, redatora?, autor[ei], autric[ei], collaborat(?:ore|rice),
    redat(?:tore|trice),
    schrijvers?, schrijfster
    """
)
"""Words for somebody who writes."""
WRITER_CUES = (
    *("aut", "wr", "blog", "contr", "column", "colun", "review", "essay", "verfass", "schr", "dact", "chron", "escr"),
    *("colabor", "collabor", "redat", "guest", "gast"),
)
"""Of which one stands in each of these words, and in each word for a guest who writes."""

OF_THE_WEEK = any_of(
    r"""
    invitée?s?, du jour, de la semaine, du mois, d['’]aujourd['’]hui, invitad[oa]s?, de hoy, de la semana,
    de esta semana, del mes, de este mes, convidad[oa]s?, desta semana, da semana, do m[êe]s, deste m[êe]s, de hoje,
    ospit[ei], di oggi, di questa settimana, della settimana, del mese, di questo mese, van (?:de|deze) week,
    van vandaag, van (?:de|deze) maand, dieser woche, der woche, des monats, des tages, dieses monats,
    of the (?:week|month|day)
    """
)
"""What follows a word for a writer, or for a guest, and makes it that of this very post."""

TODAYS = r"(?:today['’]s|(?:this|the) (?:week|month|fortnight|morning|evening|issue|edition)['’]s|your)"
_GUEST_NOUN = r"(?:guests?|invitée?s?|invitad[oa]s?|convidad[oa]s?|ospit[ei]|gast|gäste|gasten)"

ROLE_OF_THIS = rf"{TODAYS} (?:guest )?(?:\p{{Ll}}+ )?(?:{AUTHOR})|(?:{AUTHOR})\s(?:{OF_THE_WEEK})"
"""`today's writer`, `autrice invitée`, `ospite di questa settimana`: names the author of this post as such."""

MERE_GUEST = (
    rf"(?:{TODAYS}|our|notre|nuestr[oa]|noss[oa]|il nostro|la nostra|unser\w*|onze)\s+(?:{_GUEST_NOUN})\b"
    rf"(?:\s(?:{OF_THE_WEEK}|today|this (?:week|month|time)))?|(?:{_GUEST_NOUN})\s(?:{OF_THE_WEEK})"
)
"""A guest of whom is not said what for: not the author in an interview."""

# What was written -----------------------------------------------------------------------------------------------------

_THIS = any_of(
    r"""
    this, today['’]s, this (?:week|month)['’]s, these, our, the (?:above|following|present), (?:the|an?)(?= guest),
    the(?= words[;,.]| text[;,.]), ce(?= |t |tte ), cet, cette,
    notre, este, esta, nuestr[oa], diesen, dieses, diese, unseren?, (?:den|das|einen?|le|la|un|une|el|o|il|lo)(?=
    gast),
    questo, questa, quest['’], nostro, dit, deze, ons, onze, (?:het|een)(?= gast), noss[oa]
    """
)
_SIGNS = r"(?:signe(?:nt)?|firman?|assinam?|verzorgde|a signé|ha firmato)\s+(?:le|la|l['’]|el|o|a|il|lo|het|de)\s*"
_PUBLISHED = any_of(
    r"""
    blog ?(?:posts?|entry)?, posts?, articles?, pieces?, essays?, columns?, stor(?:y|ies), entry, reviews?, texts?,
    reports?, tutorials?, write-?ups?, words, lines, dispatch, guest\s\p{L}+, gast\p{L}+, beitr[aä]ge?, artikel,
    kolumne, zeilen, billets?, articles?, textes?, tribunes?, chroniques?, récits?, artículos?, entradas?, textos?,
    columnas?, colaboraci[oó]n, colaboração, crónicas?, artigos?, crônicas?, articol[oi], contribut[oi], testo,
    racconto, pezzo, bijdragen?, stuk, verhaal, tekst, recensione, rezension, reseña, resenha, recensie
    """
)
_THIS_PIECE = rf"(?:{_THIS})\s*(?:[\p{{Ll}}-]+\s+){{0,2}}?(?:{_PUBLISHED})"
_WROTE = any_of(
    r"""
    (?:co-?)?wrote, (?:has |have )?(?:co-?)?written, penned, authored, contribute[sd], composed, drafted, sent us,
    offered us, supplied, provided, delivered, is behind, stands behind, (?:a|ont|avons) (?:écrit|signé|rédigé),
    signe(?:nt)?, escribió,
    escribieron, ha(?:n)? escrito, firman?, escreve(?:u|ram), assinam?, ha(?:nno)? scritto, ha(?:nno)? firmato,
    schreef,
    schreven, verzorgde
    """
)
_FOR_US = (
    r"for (?:us|this (?:blog|site|magazine|journal|page))|(?:für|pour|para|per|voor) (?:uns|nous|nosotros|nós|noi|ons)"
)
_ARTICLE = "(?:die |der |l['’]|la |el |o |a |il )?"
_WORKED = "writes?|wrote|reported|reviewed|covered|blogs|contributes|contributed"
_OF = "de|del|do|da|di|dell['’]|dieses|diesen|van"
WROTE_THIS = "|".join((
    rf"(?:{_WROTE})\s+(?:\p{{Ll}}+\s+){{0,1}}?{_THIS_PIECE}\b",
    rf"{_SIGNS}(?:{_PUBLISHED})\b",
    r"(?:let|allowed|permitted) us (?:to )?(?:print|publish|share|post|run|reprint)\b",
    (r"writes here|wrote this|contributed this|is writing here|sent us this|sent this in|writes in(?=\s*(?:[.,;:(]|"
    r"from\b|with\b|$))"),
    rf"(?:{_WORKED})\s[^.;]{{0,60}}?\b(?:{_FOR_US})",
    rf"(?:is|are|was|were) (?:also )?(?:the |an? )?(?:guest )?(?:{AUTHOR}) (?:of|behind|for) {_THIS_PIECE}\b",
    rf"(?:ist|est|es|é|è) {_ARTICLE}(?:{AUTHOR}) (?:{_OF})\s+(?:{_THIS_PIECE}|{_PUBLISHED})\b",
    rf"(?:hat|haben)\s+(?:\p{{Ll}}+\s+){{0,2}}?{_THIS_PIECE}\s[^.;]{{0,40}}?(?:geschrieben|verfasst|beigesteuert)",
    rf"heeft\s+(?:\p{{Ll}}+\s+){{0,2}}?{_THIS_PIECE}\s[^.;]{{0,30}}?geschreven",
    r"schrieb (?:uns )?diese\w* \p{L}+",
))  # fmt: skip
"""What is said of the author after the name."""
WROTE_CUES = (
    *(
        "wrote",
        "writ",
        "penned",
        "supplied",
        "provided",
        "delivered",
        "author",
        "contribut",
        "compos",
        "draft",
        "sent us",
        "offered",
        "behind",
        "crit",
    ),
    *("sign", "rédig", "escri", "firma", "assin", "escrev", "scritt", "schre", "schri", "verzorg", "report"),
    *("review", "cover", "blog", "beitr", "verfass", "beigesteuert", "geschr", "autor", "auteur", "columnist", "essay"),
    *(
        "let us",
        "allowed us",
        "permitted us",
        "reviewer",
        "redact",
        "redat",
        "colab",
        "collab",
        "colun",
        "chroniq",
        "verfasser",
    ),
)
"""One of these stands in every text that WROTE_THIS finds."""

# The pen is handed over -----------------------------------------------------------------------------------------------

_NOW = any_of(
    r"""
    today, this week, this month, this time, now, heute, diese woche, diesmal, diesen monat, aujourd['’]hui,
    cette semaine, ce mois-ci, cette fois, hoy, esta semana, este mes, esta vez, hoje, este mês, desta vez, oggi,
    questa settimana, questo mese, stavolta, vandaag, deze week, deze maand, deze keer
    """
)
_PEN = any_of(
    r"""
    the (?:pen|keyboard|floor|page|pages|blog|column|mic|microphone|word|reins), plume, parole, clavier, micro,
    palabra,
    pluma, teclado, voz, palavra, caneta, penna, parola, tastiera, il blog, das wort, die feder, die tastatur,
    den stift, het woord, de pen, het toetsenbord, het blog
    """
)
_WRITES = "schreibt|escribe|écrit|scrive|escreve|schrijft|bloggt"
_OUR_NOUN = r"(?:(?-i:unser\w*|der|die|eine?)\s+(?-i:\p{Lu}\p{Ll}+)\s+(?=(?-i:\p{Lu}\S* \S*\p{Lu})))"
_AS_GUEST = "zu gast|te gast|invitée?|invitad[oa]|convidad[oa]|ospite|guest"
_GOES_TO = "(?:to|à|a|ad|an|ao|aan|hat|heeft)"
_WELCOME = r"accueill\w+|recev\w+|recib\w+|receb\w+|ospit\w+|begrüßen|verwelkomen"
HANDED = "|".join((
    rf"\b(?:hand\w*|pass\w*|giv\w+|lend\w*|leav\w+|yield\w*|turn\w*)\s+(?:over\s+)?(?:{_PEN})\s+(?:over\s+)?to\s+",
    rf"\b(?:laiss\w+|cèd\w+|céd\w+|donn\w+|confi\w+|pass\w+|prêt\w+|tend\w+)\s+(?:la |le |l['’])?(?:{_PEN})\s+à\s+",
    rf"\b(?:ced\w+|dej\w+|pas\w+|d(?:amos|oy|ou)|prest\w+|entreg\w+)\s+(?:la |el |a |o )?(?:{_PEN})\s+(?:a|à|ao)\s+",
    rf"\b(?:lasci\w+|ced\w+|pass\w+|prest\w+|d(?:iamo|o))\s+(?:la |il )?(?:{_PEN})\s+(?:a|ad)\s+",
    rf"^(?:la |le |a |o |das |het |de )?(?:{_PEN}|carte blanche|word|mot)\s+{_GOES_TO}\s+(?=\p{{Lu}})",
    rf"\b(?:geven|geef|laten)\s+(?:\p{{Ll}}+\s+)?(?:{_PEN})\s+(?:\p{{Ll}}+\s+)?aan\s+",
    r"\b(?:übergeben|überlassen|reichen)\s+(?:\p{Ll}+\s+){0,3}?(?:an\s+)?(?=\p{Lu}\p{Ll}+ (?:\p{Ll}+ )?\p{Lu})",
    rf"\b(?:{_NOW})\b[^.:!?]{{0,40}}?\b(?:{_WRITES})\s+(?!(?:mir|mij|me|mi)\s)(?:{_OUR_NOUN}|(?:[\p{{Ll}}’']+\s+){{0,3}}?)(?=\p{{Lu}})",
    rf"\b(?:{_NOW})\b[^.!?]{{0,40}}?(?:{_AS_GUEST})\b[^.!?]{{0,20}}?[:,]?\s+(?=\p{{Lu}})",
    (
        r"^(?:zu gast|te gast|als gast)\b(?!\s+(?:in|im|an|am|auf|bei|op|bij)\s+(?:\S+\s+)?\S+\s*$)"
        r"[^.!?]{0,30}?[:,]?\s+(?=\p{Lu})"
    ),
    rf"\b(?:{_NOW})\b[^.!?]{{0,30}}?\b(?:{_WELCOME})\s+(?:\p{{Ll}}+\s+){{0,3}}?(?=\p{{Lu}})",
))  # fmt: skip

HANDED_CUES = (
    *(" pen", "il blog", "het blog", "keyboard", "floor", "page", "the blog", "column", "the mic"),
    *("the word", "reins", "plume", "parol", "clavier", "micro", "palabra", "pluma", "teclad", "voz"),
    *("palavra", "caneta", "penna", "tastiera", "wort", "feder", "woord", "stift", "bloggt", "schreibt"),
    *("escribe", "écrit", "scrive", "escreve", "schrijft", "gast", "invit", "convidad", "ospit", "guest"),
    "carte",
    *("accueill", "recev", "recib", "receb", "übergeben", "überlassen", "begrüßen"),
)
"""One of these stands in every line that HANDED finds."""

ON_THE_BLOG = rf"(?:(?:{_NOW}|new|guest)\b[^.:!?]{{0,40}}:\s*)?"
"""`Today on the blog:` before a credit."""

# In the first person --------------------------------------------------------------------------------------------------

I_AM = (
    r"^[\s*–—~-]*(?:(?:about me|über mich|sobre m[ií]m?|à propos de moi|su di me|over mij|"
    r"(?:about|über|sobre|à propos de|su|sul|sull['’]|over) [^:.@]{1,30})\s*[:.–—]\s*)?"
    r"(?:(?:hi|hello|hey|hallo|hola|bonjour|salut|ciao|olá|hoi|moin)\b(?: (?:there|all|everyone))?[,!–—]*\s+)?(?:"
    + any_of(
        r"""
        my name is, my name['’]s, i['’]m, i am, soy, yo soy, me llamo, mi nombre es, je m['’]appelle, je suis,
        mon nom est, moi[,] c['’]est, ich bin, ich heiße, mein name ist, sono, io sono, mi chiamo, il mio nome è,
        sou, eu sou, chamo-me, me chamo, (?:o )?meu nome é, ik ben, ik heet, mijn naam is
        """
    )
    + r")\s+"
)
I_AM_CUES = (
    *("name", "'m ", "’m ", "i am", "soy", "llamo", "nombre", "appelle", "je suis", "nom est", "moi, c", "ich bin"),
    *("ich hei", "sono", "chiamo", "nome", "sou", "chamo", "ik ben", "ik heet", "naam"),
)

REVIEWED = (
    r"(?:reviewed|review|rezensiert|rezension|besprochen|gelesen|reseñad[oa]|reseña|critique|chronique|chroniqué|lu|"
    r"recensit[oa]|recensione|resenhad[oa]|resenha|gerecenseerd|besproken|recensie|gelezen)"
    r"\s+(?:(?:für|for|pour|para|per|voor) \p{Ll}+\s+)?(?:by|von|par|por|da|a cura di|door)\s+"
)

# Thanks and requests for a text ---------------------------------------------------------------------------------------

THANKS = any_of(
    r"""
    thank\w*, thx, grateful, indebted, credit, merci, remerci\w+, gracias, agradec\w+, grazie, ringrazi\w+,
    obrigad[oa], danke?,
    danken, bedankt?, bedanken
    """
)
_TEXT = any_of(
    r"""
    posts?, blog ?posts?, articles?, pieces?, essays?, columns?, texts?, contributions?, guest\s\p{L}+, gast\p{L}+,
    beitr[aä]g\w*, artikel\w*, texte?s?, kolumne, billets?, tribunes?, chroniques?, artículos?, entradas?, textos?,
    columnas?,
    colaboraci[oó]n, colaboração, artigos?, crônicas?, articol[oi], contribut[oi], testo, pezzo, bijdragen?, stuk,
    tekst,
    words, lines, zeilen, worte, lignes, mots, líneas, palabras, linhas, palavras, righe, parole, regels, woorden
    """
)
FOR = r"(?:for|für|pour|por|pelo|pela|per|voor)"
FOR_THIS = "|".join((
    (rf"{FOR}\s+(?:this|these|his|her|their|today['’]s|a|diesen?|ihren|seinen|den|die|ce|ces|cet|cette|son|sa|"
    rf"est[aeo]s?|estos|su|sus|"
    rf"seu|sua|questo|questa|queste|il suo|la sua|quest['’]|deze|dit|zijn|haar|the(?= "
    rf"guest))\s*(?:\p{{Ll}}+\s+)?(?:{_TEXT})\b"),
    (rf"{FOR}\s+(?:\p{{Ll}}+\s+)?(?:writing|penning|contributing|guest[ -]?(?:posting|blogging|writing)|"
    r"(?:taking|picking) up (?:the|her|his|their) pen)\b"),
    (rf"(?:{FOR}\s+|d['’]|de\s+)(?:aver(?:ci)? (?:scritto|firmato|preso la penna)|averlo scritto|avoir (?:écrit|signé|"
    rf"rédigé|pris la plume)|"
    r"(?:haber )?escri(?:bir|to)\w*|(?:ter(?:em)? )?escr(?:ever|ito)|het schrijven|das schreiben)\b"),
    (rf"{FOR}\s+(?:letting|allowing|permitting) us (?:to )?(?:publish|share|post|print|run|use) (?:this|these|his|her|"
    rf"their) (?:{_TEXT}|story)\b"),
    rf"who (?:sent|wrote|gave|offered|brought)(?: us)? (?:this|these|today['’]s) (?:{_TEXT})\b",
))  # fmt: skip
"""After thanks to somebody: for having written this very text."""

ASKS = any_of(
    r"""
    ask(?:ed|ing)?, invited?, persuaded?, convinced?, talked, begged, pestered, nudged, gebeten, bat, baten, gefragt,
    überredet, eingeladen, demandé, proposé, invité, convaincu\w*, ped[ií]\w*, pedido, propus\w+, convenc\w+,
    invit[éoó]\w*,
    invitad[oa], chiesto, invitato, invitata, convinto, convinta, convid\w+, gevraagd, vroeg\w*, overgehaald,
    uitgenodigd
    """
)
TO_WRITE = any_of(
    r"""
    for (?:an?|some|her|his|their|a few|these) (?:\p{Ll}+ )?(?:words|lines|paragraphs|pages|text|post|essay|column),
    (?:in|into|on|to) (?:writing|paper),
    (?:to|would|could|might|if \w+ would) (?:write|pen|contribute|put\s\p{L}+\sinto words|guest)(?! to\b), into
    writing,
    (?:auf)?(?:zu)?schreiben, aufzuschreiben, niederzuschreiben, écrire, rédiger, escrib\w+, redact\w+, scriver\w+,
    escrev\w+,
    (?:op)?(?:te )?schrijven
    """
)
"""What somebody was asked to do who then wrote the entry."""

HALF = (
    r"(?:the )?(?:first|second|third|other|last) (?:half|part|section|chapter)|part (?:\d+|one|two|three|four|five)|"
    r"(?:ersten?|zweiten?|dritten?) (?:teil|hälfte)|(?:première|deuxième|seconde) (?:partie|moitié)|"
    r"(?:primera|segunda|primeira|prima|seconda) (?:parte|mitad|metade|metà)|(?:eerste|tweede) (?:deel|helft)"
)
"""A part of the entry that somebody wrote."""

TO_TELL = any_of(
    r"""
    to (?:tell|share|describe|report|explain), erzählen, zu erzählen, berichten, raconter, contar\w*, contasse\w*,
    raccontar\w*, vertellen
    """
)
"""The same, though it may also be the beginning of a talk."""

FOLLOWS = any_of(
    r"""
    what follows, (?:below|here) (?:s?he |they )?(?:is|are|comes?)(?! (?:how|why|what|where|when)\b| (?-i:\p{Lu})),
    la voici, le voici, eccol[ao], aquí está, hier ist (?:sie|er), hier (?:ist|folgt|kommt), im folgenden, voici,
    ce qui suit, lo que sigue,
    a continuación, ciò che segue, ecco, o que se segue, a seguir, wat volgt, hieronder
    """
)
"""A note before the text that speaks of it."""

CLOSINGS = any_of(
    r"""
    yours, sincerely, (?:kind |best |warm |all )?(?:regards|wishes), best, all the best, love, cheers, faithfully,
    respectfully,
    with (?:thanks|love|gratitude|respect), in solidarity,
    (?:mit )?(?:freundlichen|besten|herzlichen|lieben|vielen)\s\p{L}+,
    (?:herzliche|liebe|beste|viele)\s(?:grüße|grüsse), hochachtungsvoll, herzlichst, ihre?, dein[e]?, eure?,
    cordialement, bien (?:à vous|cordialement), amicalement, amitiés, salutations, sincères salutations,
    (?:un )?(?:saludo|abrazo|beso)s?, atentamente, cordialmente, sinceramente, saludos cordiales, con cariño, besos,
    (?:um )?abraços?, atenciosamente, com os melhores cumprimentos, cumprimentos, beijos, respeitosamente,
    cordiali saluti, distinti saluti, (?:un )?(?:saluti|saluto|abbraccio), con affetto, cordialmente,
    (?:met )?(?:vriendelijke|hartelijke|warme)\sgroet(?:en)?, groet(?:en|jes)?, liefs, hoogachtend
    """
)
"""The line before a signature."""

NOT_AN_AUTHOR = any_of(
    r"""
    photos?, photograph\w*, illustrat\w*, translat\w*, editors?, interview\w*, host, moderator, speaker, left, right,
    links, rechts, mayor, winner
    """
)

INTERVIEWER = (
    r"\b(?:(?:(?:das|dieses) (?:gespräch|interview)|die fragen) (?:führten?|stellten?)|(?:interview|gespräch) geführt "
    r"von|"
    r"propos recueillis par|interview(?:ed)? (?:by|von|par|door)|entrevista (?:realizada |hecha |feita )?por|"
    r"intervista (?:raccolta da|a cura di)|(?:vragen|gesprek|interview)(?: gesteld)? door)\s*:?\s+"
)
"""Whoever asks in an interview writes it."""

_NOUN = (
    r"(?:co-?operatives?|collectives?|kollektiv|collectif|colectivo|coletivo|collettivo|collectief|genossenschaft|"
    r"kooperative)"
)
COLLECTIVE = (
    rf"(?:\p{{Lu}}[\p{{L}}'’-]+\s+(?:(?:&|and|of|the|und|et|y|e|en)\s+|"
    rf"\p{{Lu}}[\p{{L}}'’-]+\s+){{0,5}}(?i:{_NOUN})(?!\p{{L}})|"
    rf"(?i:{_NOUN})(?:\s+(?:d[eu]|des|du|del|della|dos|da|van|von|la|le|les|los|"
    rf"das))*(?:\s+\p{{Lu}}[\p{{L}}'’-]+){{1,4}})"
)
"""The name of people who write together under one: "Lamp & Lathe Cooperative", "Collectif des Lampes"."""
