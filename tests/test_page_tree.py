"""Well-formed HTML is read by the parser for XML, and the tree is that of the parser for HTML, or there is none."""

from xml.etree.ElementTree import Element

import pytest

from casepack import typeset
from casepack.page_tree import tree_of


def page(body: str, head: str = "<title>T</title>") -> str:
    return f'<!DOCTYPE html>\n<html lang="en-GB"><head>{head}</head><body>{body}</body></html>'


def said(element: Element) -> object:
    """Everything about an element and what is in it."""
    return element.tag, dict(element.attrib), element.text or "", element.tail or "", [said(child) for child in element]


READ = {
    "words and signs": page("<p>a &amp; b &lt; c &gt; d \u00a0 \u2610 &#x27;e&quot;</p>\n<p> x </p>"),
    "empty elements": page(
        '<p>a<br>b<br/>c<img alt="x > y" src="data:,"></p>', '<meta charset="utf-8"><title>&amp;</title>'
    ),
    "an attribute over several lines": page('<p><input type="text" title="a\nb\tc" name="n"> </p>'),
    "a table without a body": page(
        '<table class="x"><colgroup><col><col></colgroup><tr><th>a</th><td>b</td></tr></table>'
    ),
    "a table with a head": page(
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td><p>b</p></td></tr></tbody></table>"
    ),
    "a table in a cell": page("<table><tr><td><table><tr><td>b</td></tr></table></td></tr></table>"),
    "lists in lists": page("<ul><li>a<ul><li>b</li></ul></li></ul>"),
    "styles in one another": page('<p><strong><em>a</em> b</strong><a href="https://example.org">c</a></p>'),
}
READ["single quotes"] = page("<p><img alt='a>'/></p>")
LEFT = {
    "a comment": page("<p>a<!-- b --></p>"),
    "a name of a sign": page("<p>a&nbsp;b</p>"),
    "a number of a sign": page("<p>&#128;</p>"),
    "rules of its own": page("<p>a</p>", "<title>T</title><style>p > a {}</style>"),
    "an element that is not closed": page("<p>a"),
    "a paragraph in a paragraph": page("<p>a<p>b</p></p>"),
    "a table in a paragraph": page("<p><table><tr><td>a</td></tr></table></p>"),
    "words in a table": page("<table>a<tr><td>b</td></tr></table>"),
    "a cell without a row": page("<table><tbody><td>b</td></tbody></table>"),
    "a link in a link": page('<p><a href="x">a<span><a href="y">b</a></span></a></p>'),
    "an attribute twice": page('<p class="a" class="b">a</p>'),
    "an attribute in capitals": page('<p CLASS="a">a</p>'),
    "an attribute over several lines, elsewhere": page('<p class="a\nb">a</p>'),
    "single quotes around a sign": page("<p><img alt='a>'></p>"),
    "ends of lines of another kind": page("<p>a\r\nb</p>"),
    "a letter that no file of XML has": page("<p>a\x0bb</p>"),
    "half a letter": page("<p>a\ud800b</p>"),
    "an element that is not known": page("<p>a<font>b</font></p>"),
    "rows before the head": page("<table><tr><td>a</td></tr><thead><tr><th>b</th></tr></thead></table>"),
    "words between head and body": "<html><head></head> <body><p>a</p></body></html>",
    "no head": "<html><body><p>a</p></body></html>",
    "not a page": "<p>a</p>",
}


@pytest.mark.parametrize("document", READ.values(), ids=READ)
def test_the_tree_is_that_of_the_parser_for_html(document: str) -> None:
    tree = tree_of(document)
    assert tree is not None
    assert said(tree) == said(typeset._weasyprint().HTML(string=document).etree_element)


@pytest.mark.parametrize("document", LEFT.values(), ids=LEFT)
def test_what_might_be_read_otherwise_is_left_to_the_parser_for_html(document: str) -> None:
    assert tree_of(document) is None
