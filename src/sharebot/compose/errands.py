"""Sentences that run an errand: directions, dates of events, a site's terms, somebody else's words without marks.

Patterns in small letters, as those of `tongues.Tongue.calls`.
"""

from __future__ import annotations


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(";"))


ERRANDS = {
    "en": _phrases(
        # directions of a recipe or a manual
        "^(?:pre-?heat|mix|stir|whisk|bake|boil|simmer|chop|peel|drain|knead|sprinkle|fold|pour|combine|melt|"
        "garnish|saut[ée]|roast|grill|fry|blend|marinate|sieve|sift|dice|slice|mince|rinse|soak|grease|"
        r"install|configure|uninstall|reboot|paste|insert|select|enter|scroll|navigate|unplug)\b; "
        "^(?:add|place|put|set|cut|heat|cook|serve|let|remove|transfer|cover|spread|roll|run|open) "
        r"(?:the|a|an|some|in|into|on|it|them|half|\d+)\b; serves \d+; makes \d+; (?:prep|cook|total) time; "
        "you(?:['’]ll| will) need; "
        # when and where
        "will be held; will take place; takes place on; will be (?:closed|open) (?:on|from|until); "
        "(?:opening|office|business) hours; rsvp; free admission; admission is free; "
        "we(?:['’]re| are) (?:now )?hiring; ^apply (?:by|before|now|at); apologi[sz]e for any; ^as of; "
        # of the text itself, and of what others said
        r"^(?:figure|table|chart|equation|theorem) \d; \bet al; names (?:of \w+ )?(?:have been|were) changed; "
        "(?:once|famously) (?:wrote|said|remarked); in the words of; "
        "^as [^,]{2,40} (?:wrote|said|put it|noted|says|writes); "
        r"^it was [^,]{2,40} who (?:said|wrote); , (?:says|said|explains|explained|recalls|recalled|adds|added) "
        r"(?!that\b|to\b|it\b|nothing\b|yes\b|no\b|so\b)\w+; "
        # terms
        "privacy (?:notice|policy); terms (?:of|and) (?:use|service|conditions); ^by (?:continuing|using); "
        "you agree; you consent; applicable law; "
        "unless otherwise (?:noted|stated); may not be reproduced; "
        "(?:amazon )?associate (?:i|we) earn; qualifying purchases; ^thanks to (?:everyone|everybody|all)\\b; "
        "copyright; no part of this; for informational purposes; (?:not|no) (?:medical|legal|financial) advice"
    ),
    "de": _phrases(
        r"(?:den )?(?:back)?ofen (?:\w+ ){0,4}vorheizen; (?:verrühren|unterrühren|vermengen|verkneten|abschmecken|"
        r"unterheben|abgießen|bestreuen); (?:köcheln|quellen|aufkochen|ruhen|abkühlen) lassen; "
        r"wie [^,]{2,40} (?:einmal |einst )?(?:sagte?|schrieb|schreibt); mit den worten von; "
        "^(?:gebt|geben sie|gib|rührt|schneidet|mischt); "
        "für \\d+ (?:personen|portionen); zubereitungszeit; "
        "findet (?:\\w+ ){1,12}statt; beginn ist um; einlass ab; der eintritt ist frei; eintritt frei; bleibt am; "
        r"datenschutz\w*; nutzungsbedingungen; geschäftsbedingungen; urheberrecht\w*; ohne gewähr"
    ),
    "fr": _phrases(
        "^(?:préchauffe[rz]|mélange[rz]|ajoute[rz]|versez|verser|coupez|couper|faites|laissez|incorpore[rz]|"
        r"enfourne[rz]|épluche[rz]|remue[rz])\b; pour \d+ personnes; temps de (?:cuisson|préparation); "
        "^comme (?:le |l['’])?(?:disait|dit|écrivait|écrit|a (?:dit|écrit)); selon les mots de; "
        "aura lieu; auront lieu; se tiendra; entrée libre; horaires d['’]ouverture; "
        r"politique de confidentialité; conditions (?:générales|d['’]utilisation); mentions légales"
    ),
    "es": _phrases(
        "^(?:precalienta|precaliente|mezcla|mezcle|añade|añada|agrega|agregue|corta|corte|vierte|vierta|remueve|"
        r"hornea|hornee|pela|pele|incorpora)\b; para \d+ personas; tiempo de (?:cocción|preparación); "
        "^como (?:dijo|decía|dice|escribió|escribía); en palabras de; "
        "tendrá lugar; se celebrará; entrada libre; entrada gratuita; "
        "política de privacidad; términos (?:y condiciones|de uso); aviso legal"
    ),
    "it": _phrases(
        "^(?:preriscalda(?:te|re)?|mescola(?:te|re)?|aggiunge(?:te|re)|aggiungi|taglia(?:te|re)?|versa(?:te|re)|"
        r"inforna(?:te|re)?|unite|sbuccia(?:te|re)?)\b; per \d+ persone; tempo di (?:cottura|preparazione); "
        "si terrà; avrà luogo; ingresso (?:libero|gratuito); "
        "informativa sulla privacy; termini (?:e condizioni|di servizio)"
    ),
    "pt": _phrases(
        "^(?:pré-aqueça|misture|adicione|acrescente|corte|despeje|mexa|asse|descasque)\\b; "
        r"(?:serve|rende) \d+; tempo de (?:preparo|cozimento); realiza-se; terá lugar; será realizad[oa]; "
        "entrada (?:livre|gratuita|franca); política de privacidade; termos (?:de uso|e condições)"
    ),
    "nl": _phrases(
        "^(?:verwarm|meng|voeg|snijd?|roer|bak|giet|schil|laat het)\\b; voor \\d+ personen; bereidingstijd; "
        "(?:vindt|vinden) (?:\\w+ ){0,8}plaats; toegang (?:is )?gratis; openingstijden; "
        r"privacy(?:verklaring|beleid); algemene voorwaarden"
    ),
    "ru": _phrases(
        "^(?:разогрейте|смешайте|добавьте|нарежьте|перемешайте|выпекайте)\\b; на \\d+ порци\\w+; состоится; "
        "вход свободный; политик\\w+ конфиденциальности"
    ),
    "ja": _phrases(
        "みなさん; くださいね; 作り方; 材料は; 予熱; 混ぜます; "
        "開催されます; 入場無料; 営業時間; プライバシーポリシー; 利用規約"
    ),
    "ar": _phrases("سخن الفرن; سخني الفرن; ستقام; سيقام; الدخول مجاني; سياسة الخصوصية; شروط الاستخدام"),
}
