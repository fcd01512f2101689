"""Ways to say where somebody is found, as phrases of known kinds: what is received there, names borne, words for "her".

Verbs with which somebody bears a name there ("goes by", "se fait appeler", "nennt sich") are of the kind of "is", since
they say the same; what somebody takes there ("fields questions at") is of the kind of "tweets".
"""

from __future__ import annotations

from sharebot.authors.words import any_of

_SENT_THERE = any_of(
    r"""
    complaints?, questions?, queries, corrections?, requests?, suggestions?, compliments, praise, criticism, feedback,
    comments, objections?, arguments, messages?, (?:fan |hate )?mail, abuse, applause, bribes, jokes, puns, replies,
    hellos, advice, thoughts, (?:en|in)quiries, disagreements?, rebuttals, condolences,
    sympathy,
    grievances, insults, pedantry, disputes, challenges, greetings
    """
)
_RECEIVES = any_of(
    r"""
    takes?, fields?, accepts?, welcomes?, receives?, answers?, entertains?, appreciates?, invites?,
    (?:will|can|happily|gladly|also|even|still|only) (?:take|field|accept|welcome|receive|answer)s?,
    is (?:happy|glad|ready|here|available|open) (?:to (?:take|field|accept|receive|answer|hear)|for), is open to
    """
)
_RECEIVED = rf"(?i:{_RECEIVES})\s+(?:[\p{{Ll}}’'-]+(?:,| and| or)?\s+){{0,4}}?(?i:{_SENT_THERE})(?!\w)"
_NIMMT = (
    r"(?i:nimmt|sammelt|beantwortet)(?= (?:sie|er) )|(?i:beschwerden|fragen|kritik|lob|einwände|post|hinweise)"
    r"(?= nimmt (?:sie|er)(?!\w))"
)
_UTTERS = any_of(
    r"""
    shouts, yells, hollers, screams, vents, whines, whinges, grouses, gripes, waffles, witters, prattles, babbles,
    overshares, live-?tweets, microblogs, rattles on, holds forth, thinks aloud, thinks out loud, sounds off,
    lets off steam, doomscrolls, jabbers, kvetches, bitches,
    schimpft, meckert, brüllt, murmelt, grübelt, lästert, jammert, nörgelt, zwitschert, quasselt, bloggt, meldet,
    râle, grogne, ronchonne, papote, divague, sévit, s['’]exprime, s['’]épanche, rouspète,
    se queja, protesta, opina, despotrica, refunfuña, divaga, reclama, resmunga, desabafa, tagarela,
    brontola, borbotta, sbraita, si lamenta, si sfoga, sproloquia, moppert, klaagt, foetert, kletst, zegt, roept,
    schrijft, raaskalt, bromt
    """
)
"""Of verbs that may tell of a place too, like "loiters", none: those need a platform's word."""
_BEARS = any_of(
    r"""
    (?:calls?|styles?) (?:himself|herself|themselves|themself|myself), trades as, trading as, goes as, is called,
    passes as, signs (?:off )?as, nennt (?:sie|er) sich, nennt sich, nenne (?:ich )?mich, noem (?:ik )?(?:me|mij),
    läuft unter,
    heißt (?:sie|er), heißt, heiße ich, hört (?:sie|er )?auf(?: den namen)?, firmiert (?:sie |er )?unter,
    se fait appeler, me fais appeler, s['’]appelle, m['’]appelle, se nomme, se cache (?:derrière|sous), répond au
    nom de,
    officie sous, sévit sous, se hace llamar, me hago llamar, se llama, me llamo, responde al nombre de,
    atiende por, se esconde (?:tras|detrás de), firma como, atende por, atendo por, responde por, respondo por,
    chama-se, se chama, se apresenta como, assina como, si fa chiamare, mi faccio chiamare, si firma, si chiama,
    risponde al nome di, risponde a, è not[ao] come, noemt (?:ze|zij|hij) zich, noemt zich, heet (?:ze|zij|hij), heet,
    luistert naar de naam, kallar (?:hon |han )?sig, heter (?:hon|han|hun), heter, kalder (?:hun |han )?sig,
    hedder (?:hun|han), hedder, kaller (?:hun |han )?seg, występuje jako, vystupuje jako, działa jako,
    ukrywa się (?:jako|pod (?:nickiem|nazwą|pseudonimem))
    """
)
_HERS = any_of(
    r"""
    her, his, their, my, ihre?, seine?, meine?, ses, son, sa, mes, mon, ma, sus?, mis?, suas?, seus?, minhas?, meus?,
    suo, sua, suoi, sue, mio, mia, miei, mie, haar, zijn, mijn, hennes, hans, hendes, mina, mitt, min
    """
)
_ACCOUNTS = any_of(
    r"""
    socials?, social media(?: (?:accounts?|handles?|profiles?|links?))?, social(?: accounts?| handles?| links?),
    (?:user ?)?handles, accounts, profiles, channels?, links, contacts?, coordinates, whereabouts, haunts?,
    (?:social[- ]media[- ])?kanäle?, kanal, profile?, konten, accounts?, nutzername, benutzername, handles?,
    alter ego, nom de (?:plume|tweet|guerre), timeline, replies, (?:online|digital|internet)
    (?:home|alias|name|self|persona),
    (?:corner|bit|part) of (?:x|twitter|mastodon|bluesky|the internet|the fediverse), home(?= on),
    réseaux(?: sociaux)?, comptes, profils, pseudo, identifiant, arobase, coordonnées, liens,
    redes(?: sociales| sociais)?, cuentas, perfiles, usuari[oa]s?, nombre de usuario, arroba, alias, nick, enlaces,
    cuenta, perfil, compte, profil, konto, conta, profilo, account, perfis, contas, usuário, profili, account,
    nome utente, canali, contatti, pagine social, kanalen?, profielen,
    profiel, gebruikersnaam, konton, kanaler, profiler, kontoer, brukernavn, brugernavn, användarnamn
    """
)
_SHOUTS_AT = any_of(
    r"""
    (?:shout|yell|holler|scream|wave|whistle|swear|bark|throw things) at,
    (?:argue|disagree|quarrel|bicker|commiserate|banter|side|take issue|have a word|take it up|get (?:in
    touch|hold)|keep in touch|stay in touch) (?:with|of),
    (?:run|bump) into, come across, stumble (?:up)?on, stumble across, tell, ask, heckle, pester, badger, nag, quiz,
    grill, challenge, correct, blame, tag, mention, praise, hit, nudge, prod, tease, question, know, console,
    harangue, bother, bug, spot, track down, look out for, send, show,
    kom(?:t|en)?, begegne[tn]?, triff(?:t|st)?, treffen, trefft
    """
)
_MEETS = any_of("trifft, findet, liest, hört, sieht, erreicht, erwischt, entdeckt, erlebt, begegnet, kennt, verfolgt")
_BENT = (
    r"(?:X(?!\w)|[Tt]witter|[Mm]astodon|[Bb]luesky|[Ii]nstagram|Threads|[Ff]acebook|LinkedIn|[тТ]в[иі]т|"
    r"[иИіІ]нстаг|[мМ]астодон|[фФ]ейсбук|[тТ]елеграм)"
)
"""The beginning of a platform's word, in whatever case."""
_PLATFORM = "(?:X|[Tt]witter|[Mm]astodon|[Bb]luesky|[Ii]nstagram|Threads|[Ff]acebook|LinkedIn)"
_ON = "(?:op|on|auf|sur|su|en|no)"
_FOUND_THERE = (
    "(?:(?i:volg|vindt?|folgt?|folgen|findet|finden|suivez|retrouve[rz]?|trouve[rz]?|follow|find|reach|in touch with|"
    "connect with)[- ](?i:haar|hem|hen|ze|mij|me|ihr|ihm|ihn|sie|mir|mich|moi|l[ae]|her|him|them|Sie ihr|Sie ihm)|"
    "(?i:haar|hem|hen|mij|me|ihr|ihm|ihn|sie|mich|mir|l[ae]) (?i:volgen|vinden|suivre|retrouver|folgen|finden)|"
    "(?i:seguite?l[ao]|seguirl[ao]|segui-l[ao]|síguel[ao]|síganl[ao]|siga-[ao]|trovatel[ao]|contattatel[ao]))"
)
_TO_FIND = "(?:(?:te )?(?:volgen|vinden|bereiken)|zu (?:erreichen|finden|treffen)|erreichbar|bereikbaar)"

WAYS: tuple[tuple[str, str], ...] = (
    ("FINITE", _RECEIVED),
    ("FINITE", _NIMMT),
    (
        "FINITE",
        (
            r"(?i:(?:can|may|might|could|happy to|willing to|likes to|loves to) (?:also |usually |safely )?be "
            r"(?:blamed|contradicted|corrected|challenged|pestered|thanked|praised|bribed|consulted|questioned|heckled|"
            r"harangued|flattered|messaged|cornered|argued with|disagreed with|shouted at))(?!\w)"
        ),
    ),
    ("COPULA", r"(?i:(?:also|better|otherwise|best) known (?:online |there |elsewhere |on \p{L}+ )?as)(?!\w)"),
    ("FINITE", rf"(?i:{_UTTERS})(?!\w)"),
    (
        "FINITE",
        (
            r"(?i:is (?:always |usually |often |ever |very )?(?:up|around|keen|ready|happy|game|here) "
            r"(?:for a (?:chat|natter|chinwag|debate|conversation)|to (?:chat|talk|natter|connect|swap notes)))(?!\w)"
        ),
    ),
    ("FINITE", rf"(?i:(?:has|have) been on)(?= {_PLATFORM})"),
    ("FINITE", rf"(?i:(?:has |have )?(?:just|recently|finally|lately|at last|only just) joined)(?= {_PLATFORM})"),
    (
        "CONNECT",
        (
            rf"(?<=\bon {_PLATFORM} )(?i:since|for)(?: (?!who|whose|which|and\b)[\p{{L}}\p{{N}}’']+){{1,8}}"
            r"(?=\s*:|,? (?:as|at|under) [\uE000-\uEFFF]|\s\()"
        ),
    ),
    ("CONNECT", rf"(?i:в|во|на|у|w|na|v|ve|på|στο|στην)(?=\s{_BENT})"),
    (
        "CONNECT",
        (
            r"(?i:в сети|у мережі|w serwisie|na portalu|na platformie|auf der plattform|sur le réseau|en la red|"
            r"na rede|sulla piattaforma|op het platform|on the platform|στο δίκτυο)(?!\w)"
        ),
    ),
    (
        "CONNECT",
        (
            r"(?i:(?:web ?)?site|web|homepage|blog|newsletter|portfolio|página|sitio|sito)"
            rf"(?=\s*:\s*[\uE000-\uEFFF]\s*(?:[|·•,;/–—]|{_PLATFORM}\s*:))"
        ),
    ),
    (
        "CONNECT",
        (
            r"(?i:(?:web ?)?site|web|homepage|blog|portfolio)\s*:\s*(?:https?://)?(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}/?"
            rf"(?=\s*(?:[|·•,;/–—]\s*)?{_PLATFORM}\s*:)"
        ),
    ),
    ("I_AM", r"(?i:that['’]s me)(?!\w)"),
    (
        "CONNECT",
        (
            r"(?i:dónde|donde|onde|dove|où|wo|waar|where)"
            r"(?= (?:to find (?:me|her|him|them)|(?:encontrar|trovar|achar|seguir)(?:me|mi|l[aoe])|"
            r"(?:me|la|lo) \p{Ll}+)(?!\w))"
        ),
    ),
    ("CONNECT", rf"(?i:elsewhere|anderswo|ailleurs|altrove|elders)(?=\s*:\s*{_PLATFORM})"),
    (
        "FINITE",
        rf"(?i:live|appear|go up|end up|turn up|pile up|can be (?:seen|found|admired))(?= (?:over )?on {_PLATFORM})",
    ),
    ("STRONG", r"(?i:cherchez|cherche|busca(?:d|r)?|procure[m]?|cercate|zoek|sucht)(?= [\uE000-\uEFFF])"),
    ("CONNECT", r"(?i:hesabı|hesabı da|kullanıcı adı)(?!\w)"),
    ("COPULA", r"(?i:είναι)(?!\w)"),
    ("COPULA", rf"(?i:{_BEARS})(?!\w)"),
    ("POSS_GOOD", rf"(?i:{_HERS})\s+(?:(?i:other|own|various|eigenen?|propios|diversi)\s+)?(?i:{_ACCOUNTS})(?!\w)"),
    ("POSS_GOOD", r"(?i:(?:as|los|las|os) (?:redes|perfis|contas)(?: sociais)? (?:dela|dele))(?!\w)"),
    ("POSS", rf"(?i:hennes|hans|hendes|její|jeho|її|його|її)(?= {_PLATFORM}(?!\w))"),
    ("STRONG", rf"(?i:{_SHOUTS_AT})(?= (?:me|her|him|them|haar|hem|mij|sie|ihn|ihr|ihm|mich|mir)(?!\w))"),
    ("VIA", r"(?<=\b(?:[Vv]olg|[Ss]uivez|[Ss]ig[ua]e|[Ff]olgt|[Ss]eguite)(?:-| )\p{Ll}+ )via(?!\w)"),
    ("VIA", rf"(?<=\b{_FOUND_THERE}\b[^.;!?]{{0,40}} {_ON} {_PLATFORM} )(?i:via|vía)(?= [\uE000-\uEFFF])"),
    ("VIA", rf"(?<=\b(?:op|on|auf|sur|su|en|no) {_PLATFORM} {_TO_FIND} )(?i:via|vía)(?= [\uE000-\uEFFF])"),
    ("VIA", rf"(?<= {_ON} {_PLATFORM} )(?i:via)(?= [\uE000-\uEFFF] {_TO_FIND}(?!\w))"),
    ("STRONG", rf"(?i:{_MEETS})(?: man| ihr| du| Sie)(?= (?:sie|ihn|ihr|ihm|mich|mir)(?!\w))"),
    ("STRONG", r"(?i:(?:a|o) (?:encontra|acha|segue|lê)m?)(?!\w)"),
    ("STRONG", r"(?i:(?:la|lo) (?:si )?(?:legge|trova|segue|incontra|leggete|seguite|incontrate))(?!\w)"),
    ("CONNECT", r"(?i:per|para|om)(?= (?:segu|trov|encontr|legg|leer|volg|cont[ae]t|scriver|escrib|escrev))"),
    (
        "CONNECT",
        (
            r"(?i:(?:the )?same (?:(?:user)?name|handle|nick|alias|account)(?: there)?"
            r"(?: (?:on|in|for) (?:both|all|all three|each|either)(?: of them)?| everywhere)?)(?!\w)"
        ),
    ),
    (
        "CONNECT",
        (
            r"(?i:(?:gleicher name|derselbe name|même (?:nom|pseudo)|mismo (?:nombre|usuario)|"
            r"mesmo (?:nome|usuário)|stesso nome|zelfde naam)"
            r"(?: (?:auf beiden|überall|partout|sur les deux|en (?:las dos|ambas)|(?:nas|em) (?:duas|ambas)|"
            r"su entrambi|op allebei|overal))?)(?!\w)"
        ),
    ),
)
"""Looked for before all other phrases."""
