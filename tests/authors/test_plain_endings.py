"""The plain endings of guest posts: short biographies with one or two networks, labels and links on words."""

import pytest

from authors.test_ways import authors, tagged

ENDINGS = (
    (
        '<p>Odile Farrow is a baker and writer from Hull. Follow her <a href="https://twitter.com/odd_loaf">@odd_loaf</a></p>',
        "x:odd_loaf",
    ),
    ("<p>Odile Farrow is a baker and writer from Hull. Follow her @odd_loaf</p>", "x:odd_loaf"),
    (
        '<p>Odile Farrow is a guest writer here. Find out more at <a href="https://odilefarrow.example">odilefarrow.example</a> and on Twitter <a href="https://twitter.com/odd_loaf">@odd_loaf</a>.</p>',
        "x:odd_loaf",
    ),
    (
        "<p>Odile Farrow is a guest writer here. Find out more at www.odilefarrow.example and on Twitter @odd_loaf.</p>",
        "x:odd_loaf",
    ),
    (
        "<p>By <strong>Odile Farrow</strong>, baker.<br>X: @odd_loaf | IG: @odd.loaf</p>",
        "instagram:odd.loaf x:odd_loaf",
    ),
    ("<p>Odile Farrow is a guest writer here. @oddloaf on X and Instagram.</p>", "instagram:oddloaf x:oddloaf"),
    (
        '<p>Odile Farrow is a guest writer here. Connect with her on <a href="https://www.linkedin.com/in/odile-farrow">LinkedIn</a> or Twitter (<a href="https://twitter.com/odd_loaf">@odd_loaf</a>).</p>',
        "linkedin:in/odile-farrow x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. Connect with her on LinkedIn (<a href="https://www.linkedin.com/in/odile-farrow">linkedin.com/in/odile-farrow</a>) or Twitter (@odd_loaf).</p>',
        "linkedin:in/odile-farrow x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. You can find her on <a href="https://twitter.com/odd_loaf">Twitter</a>, <a href="https://www.instagram.com/odd.loaf/">Instagram</a> and at <a href="https://odilefarrow.example">her website</a>.</p>',
        "instagram:odd.loaf x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. <a href="https://twitter.com/odd_loaf">Twitter</a> | <a href="https://www.instagram.com/odd.loaf/">Instagram</a> | <a href="https://odilefarrow.example">Website</a></p>',
        "instagram:odd.loaf x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. She tweets at <a href="https://twitter.com/odd_loaf">@odd_loaf</a> and blogs at <a href="https://odilefarrow.example">odilefarrow.example</a>.</p>',
        "x:odd_loaf",
    ),
    (
        "<p>Odile Farrow is a guest writer here. She tweets at @odd_loaf and blogs at odilefarrow.example.</p>",
        "x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. She blogs at <a href="https://odilefarrow.example">odilefarrow.example</a> and tweets as @odd_loaf.</p>',
        "x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. Her first book, Crumbs, is out in May. Follow her on Twitter: <a href="https://twitter.com/odd_loaf">@odd_loaf</a></p>',
        "x:odd_loaf",
    ),
    (
        "<p><em>Odile Farrow is a baker at the Kelp Mill in Hull. She lives with two cats. Twitter: @odd_loaf. Website: odilefarrow.example.</em></p>",
        "x:odd_loaf",
    ),
    (
        '<p><em>About the author: Odile Farrow is a baker at the Kelp Mill. Follow Odile on Instagram <a href="https://www.instagram.com/odd.loaf/">@odd.loaf</a> and Twitter <a href="https://twitter.com/odd_loaf">@odd_loaf</a>.</em></p>',
        "instagram:odd.loaf x:odd_loaf",
    ),
    (
        '<p><strong>About the Author</strong></p><p>Odile Farrow is a guest writer here. To learn more visit <a href="https://odilefarrow.example">odilefarrow.example</a> or follow her on X <a href="https://twitter.com/odd_loaf">@odd_loaf</a>.</p>',
        "x:odd_loaf",
    ),
    (
        '<h3>About the author</h3><p>Odile Farrow is a guest writer here. Visit her website at <a href="https://odilefarrow.example">odilefarrow.example</a>, follow her on Twitter at @odd_loaf or like her on Facebook.</p>',
        "x:odd_loaf",
    ),
    (
        '<p><em>This guest post was written by Odile Farrow, a baker from Hull. You can keep up with her on Instagram at <a href="https://www.instagram.com/odd.loaf/">@odd.loaf</a>.</em></p>',
        "instagram:odd.loaf",
    ),
    (
        '<p>Guest post by Odile Farrow. Reach out to her on <a href="https://www.linkedin.com/in/odile-farrow">LinkedIn</a> or via Twitter, @odd_loaf.</p>',
        "linkedin:in/odile-farrow x:odd_loaf",
    ),
    (
        "<p>Guest post by Odile Farrow. Get in touch via Twitter (@odd_loaf) or email odile@farrow.example.</p>",
        "x:odd_loaf",
    ),
    (
        '<p>Odile Farrow<br>Baker, Hull<br><a href="https://twitter.com/odd_loaf">@odd_loaf</a><br><a href="https://odilefarrow.example">odilefarrow.example</a></p>',
        "x:odd_loaf",
    ),
    ("<p>Written by Odile Farrow (Twitter: @odd_loaf, Instagram: @odd.loaf)</p>", "instagram:odd.loaf x:odd_loaf"),
    (
        '<p>Written by Odile Farrow — <a href="https://twitter.com/odd_loaf">@odd_loaf</a> on X, <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a> on Bluesky</p>',
        "bluesky:odile.farrow.example x:odd_loaf",
    ),
    (
        "<p>I'm Odile Farrow, a baker from Hull. Come and say hello over on Instagram, where I'm <a href=\"https://www.instagram.com/odd.loaf/\">@odd.loaf</a>.</p>",
        "instagram:odd.loaf",
    ),
    (
        '<p>I\'m Odile Farrow, a baker from Hull. If you enjoyed this, you can follow me on Twitter (@odd_loaf) or check out my blog at <a href="https://odilefarrow.example">odilefarrow.example</a>.</p>',
        "x:odd_loaf",
    ),
    (
        "<p>I'm Odile Farrow, a baker from Hull. Thanks for reading! Follow along @odd.loaf on Instagram.</p>",
        "instagram:odd.loaf",
    ),
    ("<p>Guest post by Odile Farrow, baker. Tw: @odd_loaf / Insta: @odd.loaf</p>", "instagram:odd.loaf x:odd_loaf"),
    (
        '<p>Odile Farrow is a guest writer here. Her work has appeared in Crumb and The Oven Quarterly. She is on Twitter as <a href="https://twitter.com/odd_loaf">@odd_loaf</a> and on Bluesky as <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a>.</p>',
        "bluesky:odile.farrow.example x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. Website: <a href="https://odilefarrow.example">odilefarrow.example</a> Twitter: <a href="https://twitter.com/odd_loaf">@odd_loaf</a> Instagram: <a href="https://www.instagram.com/odd.loaf/">@odd.loaf</a></p>',
        "instagram:odd.loaf x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. Find her at <a href="https://odilefarrow.example">odilefarrow.example</a> or on socials <a href="https://www.instagram.com/odd.loaf/">@odd.loaf</a>.</p>',
        "instagram:odd.loaf",
    ),
    (
        "<p>Odile Farrow is a guest writer here. Find her at odilefarrow.example and @odd_loaf on Twitter.</p>",
        "x:odd_loaf",
    ),
    ("<p>Odile Farrow is a guest writer here and can be found tweeting about dough at @odd_loaf.</p>", "x:odd_loaf"),
    ("<p>Odile Farrow is a guest writer here. Follow @odd_loaf on Twitter for more.</p>", "x:odd_loaf"),
    (
        '<p>Odile Farrow is a guest writer here. Check out her work on Instagram @odd.loaf or her website <a href="https://odilefarrow.example">odilefarrow.example</a>.</p>',
        "instagram:odd.loaf",
    ),
    (
        "<p>Odile Farrow is a guest writer here. Say hi on Twitter or Instagram @oddloaf.</p>",
        "instagram:oddloaf x:oddloaf",
    ),
    ("<p>Odile Farrow is a guest writer here. Twitter/Instagram: @oddloaf</p>", "instagram:oddloaf x:oddloaf"),
    (
        '<p>Odile Farrow is a guest writer here. Twitter and Instagram: @oddloaf. LinkedIn: <a href="https://www.linkedin.com/in/odile-farrow">Odile Farrow</a>.</p>',
        "instagram:oddloaf linkedin:in/odile-farrow x:oddloaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. You can connect with her <a href="https://twitter.com/odd_loaf">on Twitter</a> or <a href="https://www.linkedin.com/in/odile-farrow">on LinkedIn</a>.</p>',
        "linkedin:in/odile-farrow x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. <a href="https://twitter.com/odd_loaf">Follow her on Twitter</a>.</p>',
        "x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. For more, see <a href="https://odilefarrow.example">her website</a> and <a href="https://www.instagram.com/odd.loaf/">her Instagram</a>.</p>',
        "instagram:odd.loaf",
    ),
    ("<p>Odile Farrow is a guest writer here. Twitter handle: @odd_loaf</p>", "x:odd_loaf"),
    (
        '<p>Odile Farrow is a guest writer here. Find more of her bakes on Instagram <a href="https://www.instagram.com/odd.loaf/">@odd.loaf</a>, TikTok @odd.loaf or on her blog, <a href="https://odilefarrow.example">odilefarrow.example</a>.</p>',
        "instagram:odd.loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. She\'s on Twitter <a href="https://twitter.com/odd_loaf">@odd_loaf</a> and Mastodon @loaf@bread.kelp.example</p>',
        "mastodon:loaf@bread.kelp.example x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. Bluesky: <a href="https://bsky.app/profile/odile.farrow.example">@odile.farrow.example</a> Mastodon: <a href="https://bread.kelp.example/@loaf">@loaf@bread.kelp.example</a></p>',
        "bluesky:odile.farrow.example mastodon:loaf@bread.kelp.example",
    ),
    (
        "<p>Odile Farrow is a guest writer here. Get in touch with Odile: odile@farrow.example / @odd_loaf (X)</p>",
        "x:odd_loaf",
    ),
    (
        '<p>Odile Farrow is a guest writer here. If you want to talk bread, she is always up for a chat on X (<a href="https://twitter.com/odd_loaf">@odd_loaf</a>).</p>',
        "x:odd_loaf",
    ),
    (
        '<p>Ein Gastbeitrag von Odile Farrow, Bäckerin aus Kiel. Auf Instagram findet ihr sie unter <a href="https://www.instagram.com/odd.loaf/">@odd.loaf</a>, auf X unter @odd_loaf.</p>',
        "instagram:odd.loaf x:odd_loaf",
    ),
    (
        '<p>Odile Farrow est l’autrice invitée de ce billet. Retrouvez-la sur Twitter (<a href="https://twitter.com/odd_loaf">@odd_loaf</a>) et sur Instagram (<a href="https://www.instagram.com/odd.loaf/">@odd.loaf</a>).</p>',
        "instagram:odd.loaf x:odd_loaf",
    ),
    (
        '<p>Odile Farrow es autora invitada. Puedes seguirla en Twitter (<a href="https://twitter.com/odd_loaf">@odd_loaf</a>) o en Instagram (<a href="https://www.instagram.com/odd.loaf/">@odd.loaf</a>).</p>',
        "instagram:odd.loaf x:odd_loaf",
    ),
)


@pytest.mark.parametrize(("end", "handles"), ENDINGS)
def test_a_plain_ending_gives_the_handles_of_whoever_wrote(end, handles):
    assert tagged(authors(end)) == handles
