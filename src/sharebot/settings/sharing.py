"""How the settings that say how shares read are read: hashtags, warnings, parameters of links, templates.

Like all readers they raise ValueError with one line: the value's fault and an example.
"""

from __future__ import annotations

import re

from sharebot.schedule.words import fault

LONGEST_WARNING = 100
HASHTAGS_EXAMPLE = "Harm Reduction=HarmReduction; Uncategorized=; Naloxone=Naloxone OverdosePrevention"
WARNINGS_EXAMPLE = "Drug policy=drugs; Grief=death of a friend"
LABELS_EXAMPLE = "Life drawing=nudity; War diary=graphic-media"
UTM_EXAMPLE = "utm_source={platform}&utm_medium=social"


def hashtags(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((category, _tags(tags, text)) for category, tags in _pairs(text, HASHTAGS_EXAMPLE))


def _tags(text: str, whole: str) -> tuple[str, ...]:
    from sharebot.compose import is_hashtag  # slow to import

    tags = tuple(word.lstrip("#＃") for word in text.replace(",", " ").split())
    for tag in tags:
        if not is_hashtag(tag):
            raise fault(
                tag or whole, "is no hashtag (letters, digits and low lines, and one letter at least)", HASHTAGS_EXAMPLE
            )
    return tags


def warnings(text: str) -> tuple[tuple[str, str], ...]:
    pairs = _pairs(text, WARNINGS_EXAMPLE)
    for category, warning in pairs:
        if not warning or len(warning) > LONGEST_WARNING:
            raise fault(
                f"{category}={warning}",
                f"warns of nothing, or in more than {LONGEST_WARNING} characters",
                WARNINGS_EXAMPLE,
            )
    return pairs


def labels(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Whether a network knows them is not known here."""
    pairs = tuple(
        (category, tuple(words.lower().replace(",", " ").split())) for category, words in _pairs(text, LABELS_EXAMPLE)
    )
    for category, words in pairs:
        if not words:
            raise fault(f"{category}=", "names no label", LABELS_EXAMPLE)
    return pairs


def _pairs(text: str, example: str) -> tuple[tuple[str, str], ...]:
    """`category=words; category=words`."""
    pairs = []
    for part in filter(str.strip, text.replace("\n", ";").split(";")):
        category, sign, words = part.rpartition("=") if part.count("=") > 1 else part.partition("=")
        if not sign or not category.strip():
            raise fault(part.strip(), "is not category=words", example)
        pairs.append((_line(category), _line(words)))
    return tuple(pairs)


def tracking(text: str) -> tuple[tuple[str, str], ...]:
    parameters = []
    for part in filter(None, text.strip().lstrip("?&").split("&")):
        name, sign, value = part.partition("=")
        if not sign or not name.strip() or re.search(r"[\s#]", part):
            raise fault(part, "is not name=value", UTM_EXAMPLE)
        if unknown := set(re.findall(r"\{[^{}]*\}?", value)) - {"{platform}", "{round}", "{account}"}:
            raise fault(min(unknown), "is none of {platform}, {account} and {round}", UTM_EXAMPLE)
        parameters.append((name, value))
    return tuple(parameters)


def template(text: str) -> str:
    """As it stands in the environment, where a line break is a backslash and an n."""
    return text.replace("\\n", "\n")


def _line(text: str) -> str:
    return " ".join(text.split())
