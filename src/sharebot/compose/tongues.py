"""What a sentence is judged by, in each of the languages.

Words that lean on what was said before, words that call for something, words of the one who writes. A language that is
not here is judged by what needs no words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sharebot.compose.errands import ERRANDS
from sharebot.compose.words import primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """`leaning`: first words of a sentence that lean on the one before.

    `leaning_inside`: words that stand for a person who must have been named; `people`: nouns that name one, without
    which or a name before it such a word leans on another sentence, where the language can be judged so. `things`:
    words that stand for a thing or for several. `mine`: the words of the one who writes. `weighty`: words of which
    sentences that are quoted are made; `joining`: words that lean a little wherever they stand. `calls`: patterns of
    what asks the reader for something, or talks of the article itself, its author or its pictures; errands.py has more.
    `ordinals`: whether a full stop makes a number an ordinal one (`am 3. Mai`).
    """

    leaning: frozenset[str] = frozenset()
    leaning_inside: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    mine: frozenset[str] = frozenset()
    weighty: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    calls: tuple[str, ...] = ()
    spaced: bool = True
    ordinals: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A tongue with its patterns compiled, for texts in small letters."""

    tongue: Tongue
    calls: re.Pattern[str]
    leaning: re.Pattern[str]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(";"))


_TONGUES = {
    "en": Tongue(
        leaning=_set(
            "this that these he she it they but and or so yet nor however then therefore thus hence also his her "
            "hers their theirs its him them which who whose instead meanwhile moreover furthermore besides "
            "likewise similarly otherwise nevertheless nonetheless still such both another others other neither "
            "either again finally next later afterwards afterward eventually first second secondly third firstly "
            "lastly here indeed yes ok okay well anyway plus same one ones perhaps maybe accordingly "
            "consequently conversely additionally too rather let's"
        ),
        leaning_inside=_set("he she him her his hers himself herself"),
        people=_set(
            "man woman boy girl child kid person mother father brother sister son daughter friend nurse doctor "
            "teacher neighbor neighbour volunteer counselor counsellor driver patient student colleague stranger "
            "guest wife husband grandmother grandfather guy lady gentleman librarian officer baby dog cat"
        ),
        things=_set("it its they them their theirs"),
        mine=_set("i i'm i've i'd i'll my me mine myself we we've we're our us ours"),
        weighty=_set(
            "never nobody nothing always everybody everyone everything only without because until learned learnt "
            "trust afraid honest matter matters not"
        ),
        joining=_set("also too therefore however though instead again another"),
        calls=_phrases(
            "^those(?! who); cookies?; our (?:site|website|shop|office); phone number; e-?mail address; "
            "(?:last|next) (?:week|month|time),? (?:we|i); (?:previous|next) (?:post|part|week); "
            r"part (?:one|two|three|four|five|\d+) of; the (?:above|following); (?:below|above)$; "
            "(?:steps|list|table|image|picture|photo|video|link|map) (?:below|above); what do you think; "
            "today,? (?:i|we)(?:['’]d)? (?:want|would like|will|are going|am going|look); "
            "(?:excited|happy|proud|delighted|thrilled|glad) to (?:announce|share|say|present|report); "
            "for more (?:information|details); visit (?:our|us|the (?:website|site)); "
            "(?:merry|happy) (?:christmas|new year|birthday|holidays|easter); in (?:conclusion|summary|short); "
            "to (?:sum up|conclude|summarise|summarize); dear readers?; happy (?:reading|listening|cooking); "
            "^the author; ^the writer; subscribe; sign up; follow (?:us|me|him|her|them|along); "
            "share (?:this|it|with|your); retweet; tweet; click; tap; swipe; read more; read on; learn more; "
            "find out more; continue reading; keep reading; check out; ^see; "
            r"see (?:also|above|below|figure|table|here); fig\.; following section; "
            "(?:today announced|pleased to announce); (?:this|these)(?=[.,:!?]| (?:is|was|were|are|because|and|"
            r"but|when|has|had|means|meant|makes|made|from|in|to|with|by|on|at|for)\b); stay tuned; "
            "let (?:us|me) know; leave (?:a|your) comment; in the comments; comment below; donate; support us; "
            "join us; contact us; get in touch; register; buy (?:it|the); order (?:it|your|now); pre-?order; "
            r"download; book your; tickets?; sponsor(?:ed|s)?; affiliate; advertis\w+; newsletter; podcast app; "
            "patreon; giveaway; discount; promo code; free trial; limited time; "
            "thanks? for (?:reading|listening|watching); thank you for (?:reading|listening|watching); "
            "don['’]t forget; (?:like|rate) and; leave (?:a|us a) review; (?:in )?(?:this|today['’]s|"
            r"the following|the previous|last week['’]s|our latest|my latest) (?:post|article|blog\w*|essay|piece|"
            "episode|recipe|interview|guide|tutorial|series|issue|column|video|story|review|roundup|week); "
            r"as (?:(?:i|we) )?(?:\w+ )?(?:mentioned|discussed|noted|described|said) (?:above|below|earlier|"
            "before); the (?:former|latter); (?:originally|first) (?:published|appeared); cross-?posted; "
            r"re-?published; reprinted; guest (?:post|blog\w*|author|writer); "
            r"photo(?:s|graph\w*)? (?:by|credit|courtesy); image (?:by|credit|courtesy); illustration by; "
            "translated by; edited by; written by; posted (?:by|on|in); updated on; editor['’]s note; "
            "disclaimer; disclosure; all rights reserved; trigger warning; content warning; table of contents; "
            "min(?:utes?)? read; views expressed; opinions expressed; (?:is|was) (?:a|an|"
            r"the) (?:\w+[ -]){0,4}(?:writer|author|blogger|journalist|researcher|professor|counsell?or|director|"
            "founder|editor|student|columnist|freelancer|consultant|photographer); "
            r"^[\w.]+ (?:[\w.]+ ){0,2}(?:lives|writes|blogs|tweets|works) (?:in|at|on|about|for|with)"
        ),
    ),
    "de": Tongue(
        ordinals=True,
        leaning=_set(
            "dies diese dieser dieses diesen diesem er sie es aber und oder denn doch jedoch also daher deshalb "
            "deswegen darum dann danach dabei dazu dafür dagegen damit davon daran darauf daraus darin darüber "
            "dadurch dennoch trotzdem sondern sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer ihm ihn "
            "ihnen jene jener jenes solche solcher solches so außerdem zudem ferner ebenso auch hier dort da "
            "das_ist das_war das_gilt das_hat das_hatte das_sind das_heißt das_macht das_geht das_kann das_kam "
            "das_zeigt das_wird das_alles das_bedeutet der_hat der_ist die_sind die_hat schließlich endlich "
            "zunächst erstens zweitens drittens welche welcher welches beide beides andere anderer stattdessen "
            "inzwischen somit folglich allerdings übrigens ja nein genau letztere erstere"
        ),
        leaning_inside=_set("er ihm ihn seine seinen seinem seiner"),
        mine=_set("ich mich mir mein meine meinen meinem meiner wir uns unser unsere unseren unserem unserer"),
        weighty=_set(
            "nie niemals niemand nichts immer alle jeder nur ohne weil bis gelernt vertrauen angst nicht kein"
        ),
        joining=_set("auch daher deshalb jedoch also nämlich dagegen"),
        calls=_phrases(
            r"meinung(?:en)? (?:der|des) (?:autor|autorin|verfasser)\w*; (?:freuen uns|freue mich); "
            "(?:letzten?|nächsten?|vorigen?) (?:beitrag|artikel|teil|woche); "
            "(?:heute|diesmal) (?:geht es|möchte ich|wollen wir|zeige ich); der vorliegende; telefon(?:nummer)?; "
            r"cookies; öffnungszeiten; (?:oben|unten) (?:genannt|stehend|beschrieben)\w*; weitere informationen; "
            r"frohe weihnachten; zusammenfassend; liebe leser\w*; einfach zusammengefasst; abonnier\w*; "
            r"folg(?:t|e|en sie) (?:uns|mir|ihm|ihr); teil(?:t|e|en sie) (?:diesen|das|gerne|mit); klick\w*; "
            r"weiterlesen; mehr (?:lesen|erfahren|dazu|infos); hier (?:geht|finde\w*|lesen|klicken); "
            "kommentar(?:e|en|bereich)?; schreib(?:t|e|en sie) (?:uns|mir); "
            r"melde?(?:t|n sie)? (?:euch|dich|sich); spende\w*; unterstütz(?:t|e|en sie) uns; newsletter; "
            r"anmeld\w*; bestell(?:t|en sie|e) (?:\w+ )?(?:jetzt|hier|euch|gleich); download; herunterlad\w*; "
            r"gewinnspiel; rabatt\w*; werbung; anzeige; gesponsert; danke fürs; vielen dank fürs; schaut vorbei; "
            r"siehe; (?:in )?(?:diese[rmns]?|unser(?:em|er|en)?|heutige[nr]?) (?:\w+ )?(?:beitrag\w*|artikel\w*|"
            r"text\w*|folge|rezept\w*|blog\w*|gastbeitrag\w*|interview\w*|serie|ausgabe|video|woche); "
            "zuerst erschienen; ursprünglich (?:erschienen|veröffentlicht); "
            "wie (?:oben|bereits|schon) (?:erwähnt|beschrieben); foto(?:s)? (?:von|:); bild(?:er)? (?:von|:); "
            "übersetzt von; gastbeitrag von; alle rechte vorbehalten; hinweis; inhaltsverzeichnis; lesezeit; "
            r"aktualisiert am; (?:ist|war) (?:\w+ ){0,3}(?:autor|autorin|journalist|journalistin|bloggerin?|"
            "sozialarbeiter|sozialarbeiterin|beraterin?|professorin?|forscherin?|redakteurin?|studentin?|"
            r"gründerin?); ^[\w.]+ (?:[\w.]+ ){0,2}(?:lebt|schreibt|bloggt|arbeitet) (?:und \w+ )?(?:in|über|für|"
            "als|bei|seit)"
        ),
    ),
    "fr": Tongue(
        leaning=_set(
            "ce cet cette ces cela ceci ça c'est c'était il elle ils elles mais et ou donc or ni car pourtant "
            "cependant toutefois ainsi alors puis ensuite enfin aussi son sa ses leur leurs lui eux y là ici "
            "voilà voici d'ailleurs néanmoins autrement tel telle tels telles autre autres d'autres l'autre "
            "chacun chacune d'abord finalement oui non qui que dont lequel laquelle s'il qu'il qu'elle celui-ci "
            "celle-ci"
        ),
        leaning_inside=_set("il elle ils elles lui eux"),
        mine=_set("je j'ai j' me m' moi mon ma mes nous notre nos"),
        weighty=_set("jamais personne rien toujours tous tout seul sans parce avant appris confiance peur"),
        joining=_set("aussi donc cependant pourtant également"),
        calls=_phrases(
            "^(?:celui|celle|ceux|celles)(?! (?:qui|que|dont)); opinions? exprimées?; n['’]engagent? que; "
            "(?:heureux|heureuse|ravis|fiers?) de vous; la semaine (?:dernière|prochaine); "
            "(?:dernier|prochain) (?:article|billet); "
            "aujourd['’]hui,? (?:je|nous|on) (?:veux|voulons|vais|allons|parle); cookies; "
            "pour plus d['’]informations?; joyeux noël; bonne année; en conclusion; en résumé; chers? lecteurs?; "
            r"abonne\w*; suive[zr]; sui(?:s|vez)-nous; partage[zr]; cliquez; lire la suite; en savoir plus; "
            "lire aussi; découvrez; retrouvez; rendez-vous; commentaires?; n['’]hésitez pas; faites un don; "
            r"soutenez; contactez; inscri\w+; newsletter; infolettre; télécharge\w*; command(?:ez|er); promo\w*; "
            r"sponsoris\w*; partenariat; publicité; merci (?:de|d['’]avoir|pour); "
            "voir (?:aussi|ci-dessous|ci-dessus); (?:dans )?(?:ce|cet|cette|notre|"
            r"le présent) (?:\w+ )?(?:article|billet|post|épisode|texte|recette|interview|entretien|série|vidéo|"
            "guide|semaine); paru (?:initialement|d['’]abord); publié (?:initialement|le|par); "
            "comme (?:mentionné|indiqué|dit); photos? (?:de|par|:); crédits?; traduit (?:de|par); écrit par; "
            "tous droits réservés; avertissement; sommaire; temps de lecture; mis à jour; est (?:un|une|"
            r"l['’])? ?(?:\w+ ){0,3}(?:auteure?|autrice|journaliste|blogueu\w+|chercheu\w+|professeure?|éducat\w+|"
            r"consultante?|rédact\w+|étudiante?|fondat\w+); "
            r"^[\w.]+ (?:[\w.]+ ){0,2}(?:vit|écrit|travaille|habite) (?:à|en|dans|sur|pour|chez)"
        ),
    ),
    "es": Tongue(
        leaning=_set(
            "este esta esto estos estas ese esa eso esos esas aquel aquella aquello él ella ello ellos ellas "
            "pero y e o u sino así entonces luego después además también por su sus le les se ahí allí aquí allá "
            "pues cual cuyo finalmente primero segundo tercero tal tales otro otra otros otras ambos ambas sí "
            "incluso tampoco igualmente mismo dicho dicha"
        ),
        leaning_inside=_set("él ella ellos ellas"),
        mine=_set("yo me mi mis mí conmigo nosotros nosotras nos nuestro nuestra nuestros nuestras"),
        weighty=_set("nunca nadie nada siempre todos todo solo sólo sin porque hasta aprendí confianza miedo"),
        joining=_set("también entonces además igualmente"),
        calls=_phrases(
            "opiniones expresadas; nos complace; (?:me|nos) alegra; la semana (?:pasada|que viene); "
            "(?:anterior|próxima) entrada; hoy (?:quiero|queremos|vamos a) hablar; cookies; "
            "para más información; feliz (?:navidad|año); en conclusión; en resumen; queridos? lectores?; "
            r"suscr[ií]b\w*; síguenos; sígueme; sigue(?:nos)?; comparte; compartan; haz clic; clic aquí; pulsa; "
            "lee(?:r)? más; leer también; más información; seguir leyendo; descubre; deja (?:un|tu) comentario; "
            r"comentarios; dona\w*; apóyanos; únete; contáctanos; regístrate; inscr[ií]b\w*; boletín; newsletter; "
            r"descarga\w*; compra ya; sorteo; descuento; patrocinad\w+; publicidad; "
            "gracias por (?:leer|escuchar); no (?:olvides|te pierdas); (?:en )?(?:este|esta|nuestro|nuestra|"
            r"el presente) (?:\w+ )?(?:artículo|entrada|post|episodio|texto|receta|entrevista|serie|vídeo|video|"
            "guía|semana); publicado (?:originalmente|por|el); como (?:mencioné|se mencionó|dije); "
            "foto(?:s|grafía)? (?:de|por|:); imagen (?:de|:); traducid[oa] por; escrito por; todos los derechos; "
            r"aviso; índice; tiempo de lectura; actualizado; es (?:un|una)? ?(?:\w+ ){0,3}(?:autora?|escritora?|"
            "periodista|bloguera?|investigadora?|profesora?|consejera?|trabajadora? social|editora?|fundadora?|"
            r"estudiante); ^[\w.]+ (?:[\w.]+ ){0,2}(?:vive|escribe|trabaja) (?:en|sobre|para|como)"
        ),
    ),
    "it": Tongue(
        leaning=_set(
            "questo questa questi queste ciò lui lei esso essa loro egli ella ma e ed o oppure però quindi "
            "dunque così allora poi dopo inoltre anche suo sua suoi sue ne lì là qui qua tuttavia invece infine "
            "primo terzo tale tali altro altra altri altre entrambi entrambe sì no infatti insomma stesso stessa "
            "c'è c'era è"
        ),
        leaning_inside=_set("lui lei egli ella loro"),
        mine=_set("io mi me mio mia miei mie noi ci nostro nostra nostri nostre"),
        weighty=_set("mai nessuno niente nulla sempre tutti tutto solo senza perché finché imparato fiducia paura"),
        joining=_set("anche quindi inoltre però"),
        calls=_phrases(
            "^(?:quello|quella|quelli|quelle)(?! che); opinioni espresse; siamo (?:lieti|felici) di; "
            "la settimana (?:scorsa|prossima); oggi (?:voglio|vogliamo|parliamo); cookie; "
            r"per maggiori informazioni; buon natale; in conclusione; cari lettori; iscriv\w+; seguici; seguimi; "
            r"condivid\w+; clicca\w*; leggi (?:anche|tutto|di più); continua a leggere; scopri\w*; "
            r"per saperne di più; lascia un commento; commenti; dona\w*; sostienici; unisciti; contattaci; "
            r"registrati; newsletter; scarica\w*; acquista; sconto; sponsorizzat\w+; pubblicità; grazie per; "
            r"(?:in )?(?:quest[oa']|il nostro|la nostra|il presente) ?(?:\w+ )?(?:articolo|post|episodio|puntata|"
            "testo|ricetta|intervista|serie|video|guida|settimana); pubblicato (?:originariamente|da|il); "
            r"come (?:detto|accennato); foto (?:di|:); immagin\w+ (?:di|:); tradotto da; scritto da; "
            "tutti i diritti; avvertenza; indice; tempo di lettura; aggiornato; è (?:un|una|"
            r"un['’])? ?(?:\w+ ){0,3}(?:autore|autrice|scritt\w+|giornalista|blogger|ricerca\w+|professor\w*|"
            r"educat\w+|redatt\w+|fondat\w+|student\w+); "
            r"^[\w.]+ (?:[\w.]+ ){0,2}(?:vive|scrive|lavora) (?:a|in|di|su|per|come)"
        ),
    ),
    "pt": Tongue(
        leaning=_set(
            "este esta isto estes estas esse essa isso esses essas aquilo ele ela eles elas mas e ou porém "
            "contudo todavia então depois além também assim seu sua seus suas lhe lhes lá ali aqui aí pois "
            "finalmente primeiro segundo terceiro tal tais outro outra outros outras ambos ambas sim aliás nem "
            "mesmo dito dita disso disto nisso nele nela dele dela"
        ),
        leaning_inside=_set("ele ela eles elas dele dela deles delas"),
        mine=_set("eu me mim meu minha meus minhas comigo nós nos nosso nossa nossos nossas"),
        weighty=_set("nunca ninguém nada sempre todos tudo só sem porque até aprendi confiança medo"),
        joining=_set("também então além porém"),
        calls=_phrases(
            "^(?:aquele|aquela)(?! que); opiniões expressas; temos o prazer; a semana passada|na semana passada; "
            "hoje (?:quero|queremos|vamos) falar; cookies; para mais informações; feliz natal; em conclusão; "
            r"em resumo; caros leitores; inscrev\w+; siga(?:-nos)?; compartilh\w+; partilh\w+; clique; "
            "leia (?:mais|também); saiba mais; continue lendo; descubra; deixe (?:um|seu) comentário; "
            r"comentários; doe; apoie; junte-se; contacte; cadastr\w+; newsletter; baix(?:e|ar); compre; "
            r"desconto; patrocinad\w+; publicidade; obrigad[oa] por; não (?:perca|esqueça); (?:n)?(?:est[ea]|"
            r"ess[ea]|o nosso|a nossa) (?:\w+ )?(?:artigo|post|postagem|episódio|texto|receita|entrevista|série|"
            "vídeo|guia|semana); publicado (?:originalmente|por|em); como (?:mencionei|mencionado|disse); "
            "fotos? (?:de|por|:); imagem (?:de|:); traduzid[oa] por; escrito por; todos os direitos; aviso; "
            r"índice; tempo de leitura; atualizado; é (?:um|uma)? ?(?:\w+ ){0,3}(?:autora?|escritora?|jornalista|"
            r"blogueir\w+|pesquisadora?|professora?|conselheir\w+|editora?|fundadora?|estudante); "
            r"^[\w.]+ (?:[\w.]+ ){0,2}(?:vive|mora|escreve|trabalha) (?:em|no|na|sobre|para|como)"
        ),
    ),
    "nl": Tongue(
        leaning=_set(
            "het_is het_was dit dat deze die hij zij ze maar en of dus want toch echter daarom dan daarna "
            "daarbij daarvoor daarmee daarvan daarop daardoor ook zijn haar hun hem hen hier daar bovendien "
            "verder eerste zulke zo ander andere beide ja nee tenslotte uiteindelijk later ondertussen "
            "integendeel namelijk immers zelfs"
        ),
        leaning_inside=_set("hij zij hem haar hen hun"),
        mine=_set("ik mij me mijn wij we ons onze"),
        weighty=_set("nooit niemand niets altijd iedereen alles alleen zonder omdat tot geleerd vertrouwen bang niet"),
        joining=_set("ook daarom echter dus"),
        calls=_phrases(
            "mening(?:en)? van de auteur; (?:verheugd|blij|trots) (?:om|aan te kondigen); vorige week; "
            "volgende week; vandaag (?:wil|willen|gaan) (?:ik|we); cookies; voor meer informatie; "
            r"prettige kerst\w*; kortom|samengevat; beste lezers?; abonneer\w*; volg (?:ons|mij|hem|haar); "
            r"deel (?:dit|deze|het|met); klik\w*; lees (?:meer|verder|ook); meer (?:weten|lezen|informatie); "
            r"ontdek\w*; laat (?:een|het) (?:reactie|weten|ons); reacties?; doneer\w*; steun ons; doe mee; "
            r"neem contact; schrijf (?:je|u) in; aanmelden; nieuwsbrief; download\w*; bestel (?:nu|hier|je|jouw); "
            "korting; gesponsord; advertentie; bedankt voor; vergeet niet; zie (?:ook|hieronder|hierboven); "
            r"(?:in )?(?:dit|deze|ons|onze) (?:\w+ )?(?:artikel|bericht|blog\w*|aflevering|tekst|recept|interview|"
            "serie|reeks|video|gids|week); eerder (?:verschenen|gepubliceerd); zoals (?:gezegd|vermeld); "
            "foto['’]?s? (?:van|door|:); beeld (?:van|:); vertaald door; geschreven door; alle rechten; "
            r"inhoudsopgave; leestijd; bijgewerkt; is (?:een )?(?:\w+ ){0,3}(?:auteur|schrijver|schrijfster|"
            r"journalist\w*|blogger|onderzoeker|hoogleraar|hulpverlener|redacteur|oprichter|student\w*); "
            r"^[\w.]+ (?:[\w.]+ ){0,2}(?:woont|schrijft|werkt) (?:in|over|voor|als|bij)"
        ),
    ),
    "ru": Tongue(
        leaning=_set(
            "это этот эта эти он она оно они но и а или однако поэтому потому затем потом тогда также тоже его "
            "её ее их ему ей им который которая которые там здесь тут вот ведь впрочем итак так такой такая "
            "такие другой другая другие оба наконец во-первых во-вторых да нет зато причём притом"
        ),
        leaning_inside=_set("он она они ему ей его её"),
        mine=_set("я меня мне мной мой моя моё мои мы нас нам нами наш наша наше наши"),
        weighty=_set("никогда никто ничего всегда все всё только без потому пока не доверие страх"),
        joining=_set("также поэтому однако тоже"),
        calls=_phrases(
            "^(?:тот|та|те)(?!, (?:кто|что|котор)); мнение автора; рады (?:сообщить|представить); "
            "на прошлой неделе; сегодня (?:я хочу|мы хотим|поговорим); с новым годом; в заключение; "
            r"дорогие читатели; подпи\w+; поделитесь; репост\w*; кликн\w+; нажмите; "
            r"читать (?:далее|дальше|также); читайте; узна(?:йте|ть) больше; комментари\w+; пожертв\w+; "
            r"поддержите; присоединяйтесь; свяжитесь; зарегистрир\w+; рассылк\w+; скача\w+; закажите; скидк\w+; "
            r"реклам\w+; спасибо за; смотрите; см\.; (?:в )?(?:этой|этом|эта|этот|наш(?:ей|ем)|"
            r"данн\w+) (?:\w+ )?(?:стать\w+|пост\w*|выпуск\w*|запис\w+|текст\w*|рецепт\w*|интервью|серии|видео); "
            r"впервые опубликован\w*; опубликовано; как (?:сказано|упоминалось); фото(?:графия)?(?: из|:|\s*—); "
            r"перев[её]л\w*; автор текста; все права; содержание; время чтения; обновлено; "
            r"^[\w.]+ (?:[\w.]+ ){0,2}(?:живёт|живет|пишет|работает) (?:в|о|об|для|как|на)"
        ),
    ),
    "ar": Tongue(
        leaning=_set(
            "هذا هذه ذلك تلك هؤلاء هو هي هم هن لكن ولكن أو ثم لذلك ولذلك فهو فهي وهو وهي وهم وهذا وهذه وذلك أيضا "
            "أيضاً كما بل إذن هناك هنا وهناك حيث لأن إلا بالإضافة أخيراً أولاً ثانياً نعم كذلك وكذلك الذي التي "
            "الذين"
        ),
        leaning_inside=_set("هو هي هم"),
        mine=_set("أنا نحن لي لنا عندي عندنا لدي لدينا كنت كنا"),
        weighty=_set("أبدا أبداً أحد شيء دائما دائماً الجميع كل فقط دون بدون حتى لا لم لن ليس"),
        joining=_set("أيضا أيضاً لذلك"),
        calls=_phrases(
            "اشترك; تابعونا; تابعنا; تابعوا; شارك; شاركوا; اضغط; انقر; اقرأ (?:المزيد|أيضا); للمزيد; تعليق; "
            "تبرع; ادعم; انضم; تواصل معنا; سجل; النشرة; حمل; إعلان; شكرا; شكراً; برعاية; "
            "(?:في )?(?:هذا|هذه) (?:المقال|المقالة|التدوينة|الحلقة|النص|الوصفة|المقابلة|السلسلة|الفيديو); "
            "نشر (?:أولا|لأول); كما ذكر; صورة:; تصوير; ترجمة; بقلم; جميع الحقوق; تحديث"
        ),
    ),
    "ja": Tongue(
        leaning=_set(
            "これ この それ その あれ あの ここ そこ あそこ こう そう 彼 彼女 彼ら しかし でも だが けれど "
            "けれども だから そして また さらに ただし なので したがって すると それで それでも つまり 一方 "
            "ところが なお ちなみに 次に まず 最後に 最初に もちろん とはいえ 例えば たとえば こんな そんな "
            "どちら 同じ"
        ),
        leaning_inside=_set("彼 彼女 彼ら"),
        mine=_set("私 わたし 僕 ぼく 俺 私たち 僕たち 我々 自分"),
        weighty=_set("ない いつも だけ 決して 誰も 何も すべて 大事 大切 怖 信頼 学ん"),
        joining=_set("また さらに 同じく"),
        calls=_phrases(
            "お知らせ; 先週の; 次回; 本日; 皆さん; まとめると; フォロー; シェア; 登録; 購読; クリック; "
            "こちら; 続きを読む; 詳しくは; ご覧ください; コメント; 寄付; ご支援; お問い合わせ; お申し込み; "
            "ダウンロード; キャンペーン; 広告; スポンサー; 提供; ありがとうございま; ください。; "
            "(?:この|今回の|本|今日の)(?:記事|投稿|ブログ|エピソード|レシピ|インタビュー|連載|動画|回); "
            "写真[:：]; 撮影[:：]; 翻訳[:：]; 文[:：]; 初出; 転載; 無断; 目次; 更新日; 前述; "
            "上記; 下記; 以下の"
        ),
        spaced=False,
    ),
}
_NOBODYS = Tongue(ordinals=True)
_NEVER = r"(?!)"


@cache
def reading(language: str) -> Reading:
    """The tongue of a language tag; one that judges by no words for languages that are not known."""
    tongue = _TONGUES.get(primary(language), _NOBODYS)
    calls = (*tongue.calls, *ERRANDS.get(primary(language), ()))
    edge = r"\b" if tongue.spaced and tongue.calls else ""
    start = "|".join(sorted((re.escape(word.replace("_", " ")) for word in tongue.leaning), key=len, reverse=True))
    return Reading(
        tongue,
        re.compile(f"{edge}(?:{'|'.join(calls) or _NEVER}){edge}"),
        re.compile(f"(?:{start or _NEVER})" + (r"(?!\w)" if tongue.spaced else "")),
    )
