"""A blog's own form: what it may do, what it must not, and how it is fitted."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharebot import platforms
from sharebot.compose import compose, fits
from sharebot.compose.templates import VARIABLES, Form, TemplateError, form, template_of
from sharebot.errors import SharebotError
from sharebot.model import Author, Entry, Handle, Level, Style
from sharebot.ports import Limit, Rules, Unit

X, MASTODON, BLUESKY = (platforms.rules(name) for name in ("x", "mastodon", "bluesky"))
LINK = "https://blog.harborlight.org/first/"
ENTRY = Entry(
    id="1",
    url=LINK,
    title="What a Counselor Hears First",
    html="<p>We learned to leave the second chair empty on purpose.</p><p>Nobody owes you a name before you say yours.</p>",
    categories=("Harm Reduction", "Counter"),
    language="en",
)
ADA = Author(name="Ada Quill", guest=True, handles=(Handle(platform="x", handle="adaq", level=Level.STATED),))
HOUSE = "{{ line }}\n\n{{ link }}\n\n{{ hashtags }}"
SHORT = Rules(platform="x", limits=(Limit(unit=Unit.CODE_POINTS, most=120),), link_cost=23)


def text(template: str, rules: Rules = X, number: int = 0, entry: Entry = ENTRY) -> str:
    return compose(entry, (ADA,), rules, Style(template=template, blog="Harborlight"), round=number).text


def test_the_houses_form_is_a_template_too() -> None:
    for rules in (X, MASTODON, BLUESKY, SHORT):
        for title in ("A title", "Who is it?", "", "A title of very many words " * 20):
            entry = replace(ENTRY, title=title)
            assert text(HOUSE, rules, entry=entry) == compose(entry, (ADA,), rules).text


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ title }} — {{ credit }} {{ link }}", f"What a Counselor Hears First — by Ada Quill (@adaq) {LINK}"),
        ("{{ authors }}: {{ headline|upper }}\n{{ link }}", f"Ada Quill (@adaq): WHAT A COUNSELOR HEARS FIRST\n{LINK}"),
        ("{{ blog }}{% if round %}, again{% endif %}: {{ line }} {{ link }}", f"Harborlight: What a Counselor Hears First — by Ada Quill (@adaq) {LINK}"),
        ("{{ credit }}\n{{ link }}\n{% for tag in tags %}#{{ tag|lower }} {% endfor %}", f"by Ada Quill (@adaq)\n{LINK}\n#harmreduction #counter"),
        ("{{ quote }}\n\n{{ credit }} {{ link }}", f"“We learned to leave the second chair empty on purpose.”\n\nby Ada Quill (@adaq) {LINK}"),
        ("{{ title|cut(12) }} {{ credit }} {{ link }}", f"What a… by Ada Quill (@adaq) {LINK}"),
        ("{{ title|replace('First', 'Last') }} {{ credit }} {{ link }}", f"What a Counselor Hears Last by Ada Quill (@adaq) {LINK}"),
        ("{{ warning|default('no warning') }} {{ platform }} {{ language }} {{ credit }} {{ link }}", f"no warning x en by Ada Quill (@adaq) {LINK}"),
        ("a\n\n\n\n{# nothing #}\n\n b  \n{{ link }} {{ credit }}", f"a\n\n b\n{LINK} by Ada Quill (@adaq)"),
    ],
)  # fmt: skip
def test_a_template_says_what_it_says(template: str, shown: str) -> None:
    assert text(template) == shown


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{{ titel }}", "line 1, column 4: there is no variable titel; did you mean title?"),
        ("a\nb {{ title|shout }}", "line 2, column 12: there is no filter shout; there are capitalize, cut"),
        ("{{ title", "line 1, column 4: unexpected end of template"),
        ("{% if title %}x", "line 1, column 15: Unexpected end of template"),
        ("{{ title }} {{ & }}", "line 1, column 16: unexpected char '&'"),
        ("{% endif %}", "line 1, column 4: Encountered unknown tag 'endif'"),
        ("{{ title.__class__.__mro__ }}", "a template has no attributes (a.b)"),
        ("{{ title['__class__'] }}", "a template has no parts (a[0])"),
        ("{{ title.format() }}", "a template has no"),
        ("{{ range(9) }}", "a template has no calls (a())"),
        ("{{ self }}", "there is no variable self"),
        ("{{ cycler }}", "there is no variable cycler"),
        ("{{ tag }}", "cannot be filled in: 'tag' is undefined"),
        ("{% for a in title %}x{% endfor %}", "there is no variable a"),
        ("{% for tag in title %}x{% endfor %}", "the only loop is: for tag in tags"),
        ("{% for tag in tags %}{% for tag in tags %}x{% endfor %}{% endfor %}", "the only loop is: for tag in tags"),
        ("{% set x = title %}", "a template has no set"),
        ("{% set title = title ~ title %}", "a template has no set"),
        ("{% macro m() %}x{% endmacro %}", "a template has no macro"),
        ("{% include '/etc/hostname' %}", "a template has no include"),
        ("{% import 'os' as title %}", "a template has no import"),
        ("{{ 'x' * 99999999 }}", "a template has no *"),
        ("{{ 9 ** 9 ** 9 }}", "a template has no **"),
        ("{{ '%999999999d' % 1 }}", "a template has no %"),
        ("{{ title|attr('upper') }}", "there is no filter attr"),
        ("{{ " + "(" * 600 + "title" + ")" * 600 + " }}", "too much stands in brackets"),
        ("{{ title|cut('x') }}", "the template cannot be filled in"),
        ("x" * 2001, "it has 2001 characters, more than 2000"),
    ],
)  # fmt: skip
def test_a_broken_template_is_refused_in_one_line_before_anything_is_made(template: str, fault: str) -> None:
    with pytest.raises(TemplateError) as caught:
        form(template)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(SharebotError):
        text(template)


def test_no_template_can_make_much_or_take_long() -> None:
    growing = "{{ 'aaaaaaaaaa'" + "|replace('a', 'aaaaaaaaaa')" * 60 + " }}"
    start = time.process_time()
    with pytest.raises(TemplateError, match="makes more than 20000 characters"):
        form(growing)
    assert time.process_time() - start < 2


# What a template costs

MOST_RENDERS = 400
"""Of one author's article with the link's parameters: each text is made of two hashtags or fewer, with the sentence
and without, with two credits, each with some forty cuts of the headline; all of it once more without the parameters."""


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were made of templates. More than there may be are an error, for some would never end."""
    texts: list[str] = []
    render = Form.render

    def counted(form: Form, variables: Mapping[str, Any]) -> str:
        texts.append(render(form, variables))
        assert len(texts) <= MOST_RENDERS
        return texts[-1]

    monkeypatch.setattr(Form, "render", counted)
    return texts


LONG = "A title of very many words that nobody reads to its end. " * 40


@pytest.mark.parametrize("template", [
    "{{ title }} {{ round }} {{ credit }} {{ link }}",
    "{{ line }}{{ line }}{{ line }} {{ quote }} {{ round }} {{ link }}",
    "{% if headline|length > 9 %}{{ headline }}{% else %}" + "x" * 600 + "{% endif %}",
    "{% if headline|length is odd %}" + "x" * 600 + "{% endif %}{{ headline }}{{ quote }}{{ link }}",
    "{% if round %}" + "x" * 600 + "{% endif %}{{ headline }} {{ link }}",
    "x" * 600,
    "{{ headline|replace(' ', 'xxxxxxxxxxxx') }} {{ credit }}",
])  # fmt: skip
@pytest.mark.parametrize("number", [0, 1, 5])
@pytest.mark.parametrize("title", [LONG, "README.md" * 200, "a " * 900, "“" * 900, "."])
def test_no_template_is_filled_in_without_end(template: str, number: int, title: str, rendered: list[str]) -> None:
    style = Style(template=template, tracking=(("utm_campaign", "share-{round}" * 9),))
    for rules in (X, BLUESKY):
        rendered.clear()
        with contextlib.suppress(SharebotError):
            assert fits(compose(replace(ENTRY, title=title), (ADA,), rules, style, round=number).text, rules)
        assert 0 < len(rendered) <= MOST_RENDERS


def test_what_networks_refuse_is_taken_out_of_a_templates_own_words() -> None:
    assert text("\ufeffNew:\uffff {{ title }} {{ link }}").startswith("New: ")


def test_where_the_template_says_another_thing_each_time_a_long_title_is_cut_each_time() -> None:
    entry, template = replace(ENTRY, title=LONG), "{{ round }} {{ title }} {{ credit }} {{ link }}"
    texts = [text(template, number=number, entry=entry) for number in range(3)]
    assert [each[:15] for each in texts] == ["0 A title of ve", "1 A title of ve", "2 A title of ve"]
    assert len({each[1:] for each in texts}) == 1


def test_each_authors_tag_costs_a_text_and_not_a_search(rendered: list[str]) -> None:
    many = tuple(
        Author(name=f"Ada Quill {n}", guest=True, handles=(Handle(platform="x", handle=f"ada{n}", level=Level.STATED),))
        for n in range(100)
    )
    share = compose(replace(ENTRY, title=LONG), many, X, Style(template=HOUSE))
    assert share.mentions == ("ada0", "ada1", "ada2")
    assert len(rendered) < 200


PIECES = [
    *(f"{{{{ {name} }}}}" for name in VARIABLES), "{% if quote %}", "{% if round %}", "{% endif %}",
    "{% for tag in tags %}", "{% endfor %}", "{{ tag }}", "@", "#", "\n", " ", "://", ".com", "{{", "}}", "{%", "x" * 90,
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join),
    st.sampled_from([X, MASTODON, BLUESKY, SHORT]),
    st.integers(0, 3),
    st.sampled_from([1, 9, 60]),
)
def test_whatever_the_template_a_share_fits_and_tags_nobody_else(
    template: str, rules: Rules, number: int, length: int
) -> None:
    title = " ".join(["Why @nobody and nobody left README.md"] * length)
    entry = replace(ENTRY, title=title, categories=("Nobody", "nobody_else"))
    try:
        share = compose(entry, (ADA,), rules, Style(template=template, blog="nobody"), round=number)
    except SharebotError:
        return
    assert fits(share.text, rules)
    own = {"adaq", *(handle for handle in share.mentions if f"@{handle}" in template)}
    assert set(share.mentions) <= own


def test_a_sign_before_somebodys_word_tags_nobody() -> None:
    share = compose(
        replace(ENTRY, title="nobody_real"), (ADA,), X, Style(template="@{{ title }} {{ line }} {{ link }}")
    )
    assert share.mentions == ("adaq",)
    mentioned = compose(ENTRY, (ADA,), X, Style(template="With @harborlight: {{ line }} {{ link }}"))
    assert mentioned.mentions == ("harborlight", "adaq")


def test_hashtags_go_first_then_the_sentence_then_the_title_is_cut_and_never_link_or_credit() -> None:
    template = "{{ title }}\n{{ quote }}\n{{ credit }}\n{{ link }}\n{{ hashtags }}"
    limits = range(60, 220, 10)
    shown = [text(template, replace(SHORT, limits=(Limit(unit=Unit.CODE_POINTS, most=most),))) for most in limits]
    assert all(LINK in each and "by Ada Quill" in each for each in shown)
    has = [("#HarmReduction" in each, "“" in each, "What a Counselor Hears First" in each) for each in shown]
    assert has == sorted(has, key=lambda each: (each[2], each[1], each[0]))
    assert has[0] == (False, False, False)
    assert has[-1] == (True, True, True)


def test_a_template_without_link_or_credit_says_so() -> None:
    notes = compose(ENTRY, (ADA,), X, Style(template="{{ title }}")).notes
    assert "the template leaves the link out" in notes
    assert "the template leaves the credit out" in notes
    assert compose(ENTRY, (ADA,), X, Style(template=HOUSE)).notes == ()


def test_each_round_of_a_template_says_something_else_or_is_refused() -> None:
    assert len({text("{{ title }} {{ quote }} {{ credit }} {{ link }}", number=number) for number in range(2)}) == 2
    assert text("{% if round %}Again: {% endif %}{{ title }} {{ credit }} {{ link }}", number=1).startswith("Again: ")
    with pytest.raises(SharebotError, match="no words are left for share 2 of it"):
        text("{{ title }} {{ credit }} {{ link }}", number=1)


def test_a_template_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "share.j2").write_text("{{ line }}\n\n{{ link }}\n", encoding="utf-8")
    assert template_of("@share.j2", tmp_path) == "{{ line }}\n\n{{ link }}"
    with pytest.raises(TemplateError, match=r"none\.j2: it cannot be read \(No such file or directory\)"):
        template_of("@none.j2", tmp_path)
    (tmp_path / "latin.j2").write_bytes(b"\xe9")
    with pytest.raises(TemplateError, match="it is not UTF-8 text"):
        template_of("@latin.j2", tmp_path)
