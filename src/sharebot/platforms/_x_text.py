r"""What X takes for a mention, a hashtag and a cashtag: twitter-text 3.1.0 (npm, read 2026-11-25), as patterns.

What its grammar matches but does not count, because of what follows (`@user/list`, `@a@b`, `#tag://`), it still passes
over, and so do these: `(*SKIP)(*FAIL)`. Each looks at the character before, but does not hold it: `\K`. Nothing is
tried twice, so that the cost is linear in any text.
"""

from __future__ import annotations

_LATIN = (
    r"\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289\u028B"
    r"\u02BB\u0300-\u036F\u1E00-\u1EFF"
)

MENTION = (
    r"(?:^|[^A-Za-z0-9_!#$%&*@＠]|(?:^|[^A-Za-z0-9_+~.\-])[Rr][Tt]:?)\K[@＠]([A-Za-z0-9_]{1,20}+)"
    rf"(?:(?:/[A-Za-z][A-Za-z0-9_\-]{{0,24}}+|(?=[@＠{_LATIN}]|://))(*SKIP)(*FAIL))?+"
)

# Letters and marks of its Unicode, which is older than ours: in the newest scripts we see hashtags where it sees none.
# It also takes some of Apple's private letters.
_LETTER = r"\p{L}\p{M}\uF870-\uF87F\uF882\uF884-\uF89F\uF8B8\uF8C1-\uF8D6"
_INNER = r"\p{Nd}_\u200C\u200D\uA67E\u05BE\u05F3\u05F4\uFF5E\u301C\u309B\u309C\u30A0\u30FB\u3003\u0F0B\u0F0C\u00B7"
HASHTAG = (
    rf"(?:^|[\uFE0E\uFE0F]|[^{_LETTER}{_INNER}&])\K[#＃](?![\uFE0F\u20E3])"
    rf"([{_INNER}]*+[{_LETTER}][{_LETTER}{_INNER}]*+)(?:(?=[#＃]|://)(*SKIP)(*FAIL))?+"
)

_SPACE = r"\t-\r \u0085\u00A0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
_SPACE_BEHIND = r"\t-\r \u00A0\uFEFF\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"  # JavaScript's \s
CASHTAG = (
    rf"(?:^|(?<=[{_SPACE}]))\$([A-Za-z]{{1,6}}(?:[._][A-Za-z]{{1,2}})?)"
    rf"(?=$|[{_SPACE_BEHIND}!'#%&()*+,\\\-./:;<=>?@\[\]\^_{{|}}~$])"
)
