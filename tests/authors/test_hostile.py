"""Text that is written to be misread: whatever is planted, hidden or disguised tags nobody.

Jane Roe wrote the entry as a guest; @realvictim has nothing to do with it.
"""

import pytest

from sharebot.authors import credit
from sharebot.model import Blog, Byline, Entry

_BLOG = Blog(name="Harborlight", staff=("Dana Quillfeather",), own_handles=(("x", "harborlight"),))
_BODY = "<p>I keep three lists and lose two of them by lunchtime. The third is about the lists.</p>" * 4
_CREDIT = "<p>Guest post by Jane Roe.</p>"
_PLANTED = "Follow the author Jane Roe on Twitter: @realvictim"


def tags(html, page="", byline="Dana Quillfeather"):
    bylines = (Byline(name=byline),)
    entry = Entry(id="1", url="https://blog.test/1", title="Lists", html=html, bylines=bylines, page=page)
    return {(who.name, one.platform, one.handle) for who in credit(entry, _BLOG) for one in who.handles if one.tag}


HIDING = {
    "hidden": "<p hidden>{}</p>",
    "aria-hidden": '<p aria-hidden="true">{}</p>',
    "display": '<p style="display:none">{}</p>',
    "display, spaced": '<p style="color:red; DISPLAY : none !important">{}</p>',
    "visibility": '<span style="visibility: hidden">{}</span>',
    "opacity": '<p style="opacity:0">{}</p>',
    "size": '<p style="font-size:0">{}</p>',
    "size in pixels": '<p style="font-size:0px">{}</p>',
    "off the screen": '<div style="position:absolute;left:-9999px">{}</div>',
    "indented away": '<p style="text-indent:-9999px">{}</p>',
    "clipped": '<span style="position:absolute;clip:rect(0,0,0,0)">{}</span>',
    "no height": '<div style="height:0;overflow:hidden">{}</div>',
    "same colour": '<p style="color:#123456;background-color:#123456">{}</p>',
    "same colour by name": '<p style="background: white; color: #FFF">{}</p>',
    "white on nothing": '<p style="color:#ffffff">{}</p>',
    "transparent": '<p style="color:transparent">{}</p>',
    "template": "<template><p>{}</p></template>",
    "noscript": "<noscript><p>{}</p></noscript>",
    "script": "<script>{}</script>",
    "style": "<style>{}</style>",
    "mark-up comment": "<!-- <p>{}</p> -->",
    "attribute": '<p title="{0}" data-author="{0}">Text.</p>',
    "alternative text": '<img src="/a.jpg" alt="{}">',
    "for screen readers": '<span class="screen-reader-text">{}</span>',
    "deep inside": '<div style="display:none"><div><section><p>{}</p></section></div></div>',
}
QUOTING = {
    "block quote": "<blockquote><p>{}</p></blockquote>",
    "embedded tweet": '<blockquote class="twitter-tweet"><p>{}</p>&mdash; Somebody (@realvictim)</blockquote>',
    "embedded post": '<div class="wp-block-embed"><p>{}</p></div>',
    "inline quote": "<p>Somebody wrote: <q>{}</q></p>",
    "marks": "<p>Somebody wrote: “{}”</p>",
    "straight marks": '<p>Somebody wrote: "{}"</p>',
    "guillemets": "<p>Somebody wrote: «{}»</p>",
    "code": "<p><code>{}</code></p>",
    "preformatted": "<pre>{}</pre>",
    "sample": "<samp>{}</samp>",
    "keyboard": "<kbd>{}</kbd>",
    "comment list": '<ol class="commentlist"><li><p>{}</p></li></ol>',
    "comments": '<div id="comments"><h3>2 Comments</h3><p>{}</p></div>',
    "under a heading of comments": "<h3>3 comments</h3><p>A reader: hello</p><p>{}</p>",
    "related posts": '<div class="related-posts"><p>{}</p></div>',
    "share bar": '<div class="sharedaddy"><p>{}</p></div>',
    "caption": '<figure><img src="/a.jpg"><figcaption>Photo: {}</figcaption></figure>',
    "struck": "<p><s>{}</s></p>",
    "text area": "<textarea>{}</textarea>",
    "frame": '<iframe src="https://x.com/realvictim">{}</iframe>',
    "form": "<form><p>{}</p></form>",
}


@pytest.mark.parametrize("wrapped", [*HIDING.values(), *QUOTING.values()], ids=[*HIDING, *QUOTING])
@pytest.mark.parametrize("where", ["before", "after", "alone"])
def test_what_is_hidden_or_said_by_others_tags_nobody(wrapped, where):
    planted = wrapped.format(_PLANTED)
    html = {"before": planted + _BODY + _CREDIT, "after": _BODY + _CREDIT + planted, "alone": _BODY + planted}[where]
    assert not any(handle == "realvictim" for _, _, handle in tags(html))
    assert not any(handle == "realvictim" for _, _, handle in tags(_BODY + _CREDIT, page=f"<article>{html}</article>"))


@pytest.mark.parametrize("wrapped", HIDING.values(), ids=HIDING)
def test_a_hidden_name_credits_nobody(wrapped):
    planted = wrapped.format("Guest post by Mallory Vane (@realvictim).")
    entry = Entry(id="1", url="https://blog.test/1", title="Lists", html=_BODY + planted)
    assert credit(entry, _BLOG) == ()


DISGUISED = {
    "Cyrillic a": "@jаne_roe",
    "Cyrillic e at the end": "@janе",
    "Greek omicron": "@janerοe",
    "full width": "@ｊаne",
    "mathematical letters beside Cyrillic": "@𝐣аne",
    "right to left": "@jane\u202eroe",
    "isolated": "@jane\u2066roe\u2069",
    "Arabic mark": "@jane\u061croe",
    "combining accent": "@jane\u0301roe",
    "Armenian": "@jաne",
    "Cherokee": "@ꭻane",
}


@pytest.mark.parametrize("handle", DISGUISED.values(), ids=DISGUISED)
def test_letters_that_only_look_alike_are_no_handle(handle):
    for said in (
        f"Jane Roe ({handle})",
        f"Jane Roe tweets as {handle}.",
        f"Twitter: {handle}",
        f"Find me on X: {handle}",
    ):
        assert tags(f"{_BODY}{_CREDIT}<p>{said}</p>") == set()


@pytest.mark.parametrize(
    "name", ["Jаne Roe", "Jane Rοe", "Jane\u202e Roe"], ids=["Cyrillic a", "Greek omicron", "right to left"]
)
def test_a_name_in_look_alike_letters_is_not_the_authors(name):
    assert ("Jane Roe", "x", "realvictim") not in tags(f"{_BODY}{_CREDIT}<p>{name} (@realvictim)</p>")


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://twitter.com/realvictim">@jane_roe</a>',
        '<a href="https://twitter.com@evil.test/realvictim">Jane Roe</a>',
        '<a href="https://twitter.com.evil.test/realvictim">Jane Roe</a>',
        '<a href="https://tẉitter.com/realvictim">Jane Roe</a>',
        '<a href="javascript:alert(1)//twitter.com/realvictim">Jane Roe</a>',
        '<a href="https://x.com/realvictim/status/1">Jane Roe</a>',
        '<a href="https://x.com/intent/tweet?screen_name=realvictim">Jane Roe</a>',
        '<a href="https://x.com/search?q=realvictim">Jane Roe</a>',
    ],
)
def test_links_that_lie_or_lead_elsewhere_tag_nobody(link):
    assert tags(f"{_BODY}<p>Guest post by {link}.</p>") == set()


def test_joiners_inside_a_handle_are_not_part_of_it():
    assert tags(f"{_BODY}<p>Guest post by Jane Roe (@ja\u200dne\u200b_\u2060roe).</p>") == {
        ("Jane Roe", "x", "jane_roe")
    }


def test_ten_thousand_nested_elements_are_read_as_far_as_the_parser_goes():
    nested = "<div>" * 10_000 + _PLANTED
    assert tags(nested) == set()
    assert tags(_BODY + "<p>Guest post by Jane Roe (@jane_roe).</p>" + nested) <= {("Jane Roe", "x", "jane_roe")}


def test_a_megabyte_of_handles_tags_nobody():
    assert tags("@a@a@a" * 170_000) == set()
    assert tags(f"<p>{'@jane ' * 170_000}</p>{_CREDIT}") == set()


@pytest.mark.parametrize("signs", ["\ue000", "\uf000", "\uf001", "\ufffc"])
def test_the_signs_that_reading_uses_itself_cannot_be_smuggled_in(signs):
    assert tags(f"{_BODY}{_CREDIT}<p>{signs} tweets as @realvictim. {signs}</p>") == set()
