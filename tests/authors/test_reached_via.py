"""`Follow her on X via @name` leads to her; `found on X via @name` gives thanks."""

import pytest

from authors.test_ways import tags

REACHED = (
    ("nl", 'Volg haar op Twitter via <a href="https://twitter.com/odd_loaf?lang=nl">@odd_loaf</a>.', "x:odd_loaf"),
    ("nl", "Volg haar op Twitter via @odd_loaf.", "x:odd_loaf"),
    ("nl", "Je vindt haar op Instagram via @odd.loaf.", "instagram:odd.loaf"),
    ("nl", "Je kunt haar volgen op X via @odd_loaf.", "x:odd_loaf"),
    ("nl", "Ze is op Bluesky te volgen via @odile.farrow.example.", "bluesky:odile.farrow.example"),
    ("nl", "Ze is te bereiken via Twitter: @odd_loaf.", "x:odd_loaf"),
    ("nl", "Reageren kan via @odd_loaf op X.", ""),
    ("nl1", "Je kunt me op Twitter volgen via @odd_loaf.", "x:odd_loaf"),
    ("nl1", "Volg me op Instagram via @odd.loaf.", "instagram:odd.loaf"),
    ("de", "Folgt ihr auf Instagram via @odd.loaf.", "instagram:odd.loaf"),
    ("de", "Sie ist auf X via @odd_loaf zu erreichen.", "x:odd_loaf"),
    ("fr", "Suivez-la sur Twitter via @odd_loaf.", "x:odd_loaf"),
    ("fr", "Retrouvez-la sur Instagram via @odd.loaf.", "instagram:odd.loaf"),
    ("fr", "Vous pouvez la suivre sur X via @odd_loaf.", "x:odd_loaf"),
    ("es", "Puedes seguirla en Twitter vía @odd_loaf.", "x:odd_loaf"),
    ("it", "Seguitela su Instagram via @odd.loaf.", "instagram:odd.loaf"),
    ("pt", "Siga-a no Instagram via @odd.loaf.", "instagram:odd.loaf"),
    ("en", "Follow her on Twitter via @odd_loaf.", "x:odd_loaf"),
    ("en", "Reach her on X via @odd_loaf.", "x:odd_loaf"),
    ("en", "You can find her on Instagram via @odd.loaf.", "instagram:odd.loaf"),
    (
        "en",
        'Get in touch with her on Twitter via <a href="https://twitter.com/odd_loaf?ref_src=twsrc%5Etfw">@odd_loaf</a>.',
        "x:odd_loaf",
    ),
    ("en", "Find her via @odd_loaf on X.", "x:odd_loaf"),
    ("en", "She can be reached via Twitter at @odd_loaf.", "x:odd_loaf"),
    ("en", 'Follow her on Twitter <a href="https://mobile.twitter.com/odd_loaf?s=20">@odd_loaf</a>', "x:odd_loaf"),
)


@pytest.mark.parametrize(("language", "said", "handles"), REACHED)
def test_via_before_the_handle_of_whoever_is_followed_leads_to_it(language, said, handles):
    assert tags(language, said) == handles


THANKED = (
    ("nl", "Gevonden op Twitter via @bo_loaf."),
    ("nl", "Dit recept vond ze op Instagram via @bo.loaf."),
    ("nl", "Volg het nieuws op Twitter via @bo_loaf."),
    ("nl", "Volg de bakkerij op X via @mill_shop."),
    ("nl", "Foto op Instagram via @bo.loaf."),
    ("nl", "Volgens haar op X via @bo_loaf is het klaar."),
    ("de", "Gefunden auf Instagram via @bo.loaf."),
    ("de", "Folgt der Mühle auf X via @mill_shop."),
    ("de", "Die Mühle ist auf X via @mill_shop zu erreichen."),
    ("de", "Bild auf X via @bo_loaf."),
    ("fr", "Suivez l’actualité sur Twitter via @bo_loaf."),
    ("fr", "Vu sur Instagram via @bo.loaf."),
    ("fr", "Retrouvez le moulin sur X via @mill_shop."),
    ("es", "Encontró la receta en Instagram vía @bo.loaf."),
    ("it", "Seguite il mulino su Instagram via @mill.shop."),
    ("en", "Follow the mill on X via @mill_shop."),
    ("en", "Found on Twitter via @bo_loaf."),
    ("en", "She found this on Instagram via @bo.loaf."),
    ("en", "Reach the mill on X via @mill_shop."),
    ("en", "Shared on X via @bo_loaf."),
    ("en", "The picture reached her on Instagram via @bo.loaf."),
    ("en", "Bo Quill is always up for a chat on X (@bo_loaf)."),
    ("en", "The mill is happy to talk on X (@mill_shop)."),
    ("en", "Her mill’s website: mill.example Twitter: @mill_shop"),
    ("en", "The mill. Website: mill.example Twitter: @mill_shop"),
)


@pytest.mark.parametrize(("language", "said"), THANKED)
def test_via_before_the_handle_of_a_source_or_a_firm_tags_nobody(language, said):
    assert tags(language, said) == ""
