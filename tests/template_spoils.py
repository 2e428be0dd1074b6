"""A house template spoiled in many ways, as somebody might in Word: each with where the check must say it, and what.

All are of the letter to a school in a sensitive case, which is short; what a spoil does not touch stays right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from casepack.wordparts import CONTENT_TYPES, DOCUMENT, parts, rebuild

from .builders_docx import PNG

TEMPLATE = "school-letter-restricted"
PLAIN = (Path(__file__).parent.parent / "templates" / f"{TEMPLATE}.docx").read_bytes()
RELS = "word/_rels/document.xml.rels"
DEAR = "Dear {{ letter.greeting }},"
ASK = "Let the pupil choose whom to talk to, and offer one trusted adult."
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
NAMELESS = (
    '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
)
DRAWING = (
    '<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">{}</w:drawing>'
)
PICTURE = (
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="rIdPicture"/></pic:blipFill><pic:spPr/></pic:pic>'
)
GRAPHIC = (
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    f"{PICTURE}</a:graphicData></a:graphic>"
)

Spoil = Callable[[dict[str, str | bytes]], None]


def swap(old: str, new: str, part: str = DOCUMENT) -> Spoil:
    """The first such text in a part replaced."""

    def spoil(members: dict[str, str | bytes]) -> None:
        text = members[part]
        assert isinstance(text, str)
        assert old in text, f"{old!r} is not in {part}"
        members[part] = text.replace(old, new, 1)

    return spoil


def typed(old: str, new: str) -> Spoil:
    """Words typed in place of others."""
    return swap(f">{old}<", f">{new}<")


def behind(words: str, blocks: str) -> Spoil:
    """Blocks put behind the paragraph that ends with these words."""
    return swap(f"{words}</w:t></w:r></w:p>", f"{words}</w:t></w:r></w:p>{blocks}")


def looking(words: str, properties: str) -> Spoil:
    """A run with looks set by hand."""
    run = '<w:r><w:t xml:space="preserve">' + words
    return swap(run, run.replace("<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>"))


def also(*spoils: Spoil) -> Spoil:
    """Several of them, one after the other."""

    def spoil(members: dict[str, str | bytes]) -> None:
        for each in spoils:
            each(members)

    return spoil


def part(name: str, data: str | bytes) -> Spoil:
    """A part added, or put in place of another."""

    def spoil(members: dict[str, str | bytes]) -> None:
        members[name] = data

    return spoil


def related(relation: str) -> Spoil:
    """A relation of the text added."""
    return swap("</Relationships>", f"{relation}</Relationships>", RELS)


def p(text: str, style: str = "") -> str:
    """A paragraph."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{look}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*rows: str, style: str = "Grid", columns: int = 2) -> str:
    """A table of rows as `row` gives them."""
    grid = '<w:gridCol w:w="4819"/>' * columns
    look = '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"/>'
    styled = f'<w:tblStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:tbl><w:tblPr>{styled}<w:tblW w:w="9638" w:type="dxa"/>{look}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(*cells: str, head: bool = False) -> str:
    """A row of plain cells."""
    inner = "".join(f'<w:tc><w:tcPr><w:tcW w:w="4819" w:type="dxa"/></w:tcPr>{p(c, "TableText")}</w:tc>' for c in cells)
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{inner}</w:tr>"


def inline(description: str) -> str:
    """A picture in line with the text."""
    drawn = DRAWING.format(
        '<wp:inline><wp:extent cx="100000" cy="100000"/>'
        f'<wp:docPr id="1" name="p" descr="{description}"/>{GRAPHIC}</wp:inline>'
    )
    return f"<w:p><w:r>{drawn}</w:r></w:p>"


PICTURE_FILE = also(
    part("word/media/image1.png", PNG),
    related(f'<Relationship Id="rIdPicture" Type="{OFFICE}/image" Target="media/image1.png"/>'),
    swap("<Default ", '<Default Extension="png" ContentType="image/png"/><Default ', CONTENT_TYPES),
)


def linked(target: str) -> Spoil:
    """A link put into the text."""
    relation = f'<Relationship Id="rIdFar" Type="{OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
    return also(
        related(relation), behind(DEAR, '<w:p><w:hyperlink r:id="rIdFar">' + p("help")[5:-6] + "</w:hyperlink></w:p>")
    )


def commented() -> Spoil:
    """A comment with all the parts that Word keeps for one."""
    kinds = ("comments", "commentsExtended", "commentsIds", "people")
    more = "".join(f'<Relationship Id="rId{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    run = '<w:r><w:t xml:space="preserve">Dear '
    mark = '<w:commentRangeStart w:id="0"/>'
    return also(*(part(f"word/{kind}.xml", "<x/>") for kind in kinds), related(more), swap(run, mark + run))


CELL = "paragraph 18, table 2, row 2, column 2"


@dataclass(frozen=True)
class Spoiled:
    """One way to spoil it: the code, a piece of where, pieces of what is said; how many findings there are."""

    name: str
    spoil: Spoil
    code: str
    where: str
    said: tuple[str, ...]
    count: int = 1
    tried: bool = False
    """Whether it shows only, or at its best, when the template is filled."""


_T = Spoiled
SPOILED = (
    # Tags that do not parse, or ask for what is not there
    _T("half a tag", typed(DEAR, "Dear {{ letter.greeting },"), "tag", 'paragraph 13 ("Dear', ("curly bracket",)),
    _T("a sum", typed(DEAR, "Dear {{ 2 * 2 }},"), "tag", 'paragraph 13 ("Dear', ("not understood",)),
    _T("an unknown filter", typed(DEAR, "Dear {{ told|shout }},"), "tag", "paragraph 13", ("not understood", "shout")),
    _T("an unknown word", typed(DEAR, "Dear {% print told %},"), "tag", "paragraph 13", ("{% print told %}",)),
    _T(
        "a slip of the keys",
        typed(DEAR, "Dear {{ letter.greting }},"),
        "name",
        "paragraph 13",
        ("letter.greting", "does not exist", "Did you mean letter.greeting?"),
        tried=True,
    ),
    _T(
        "what this reader may not see",
        typed("{{ told }}", "{{ pupil.date_of_birth }}"),
        "name",
        CELL,
        ("pupil.date_of_birth", "this document's reader may not see", "There is: name."),
    ),
    _T("a list printed", typed(DEAR, "Dear {{ letter.to }},"), "kind", "paragraph 13", ("prints a list", "{% for %}")),
    _T("a group printed", typed(DEAR, "Dear {{ pupil }},"), "kind", "paragraph 13", ("prints a group",)),
    _T("yes or no printed", typed(DEAR, "Dear {{ letter.on_break }},"), "kind", "paragraph 13", ("{% if %}",)),
    _T("words repeated", typed(DEAR, "{% for x in told %}{{ x }}{% endfor %}"), "kind", "paragraph 13",
       ("not a list",)),
    _T("a name in a condition", typed(DEAR, "{% if tolld %}Dear{% endif %}"), "name", "paragraph 13", ("mean told?",)),
    _T("a loop's wrong word", typed("{{ line }}", "{{ loop.number }}"), "name", "paragraph 2,", ("loop.number",)),
    # Tags that would take words along, or are never closed
    _T(
        "words beside a paragraph's tag",
        typed("{%p if letter.on_break %}", "Then {%p if letter.on_break %}"),
        "lost-words",
        "paragraph 21",
        ("takes its whole paragraph away",),
    ),
    _T("a row's tag outside a table", typed(DEAR, "{%tr if told %}"), "tag", "paragraph 13",
       ("stands in no table",), 2),
    _T("swallowed blanks", typed(DEAR, "Dear {{- told }},"), "lost-words", "paragraph 13", ("swallow",)),
    _T("a condition never closed", typed(DEAR, "Dear {% if told %},"), "tag", "paragraph 13", ("never closed",)),
    _T("an end too many", typed(DEAR, "Dear {% endif %},"), "tag", "paragraph 13", ("nothing to belong to",)),
    _T("a tag across a line break", swap("{{ letter.greeting }}", "{{ letter.</w:t><w:br/><w:t>greeting }}"), "tag",
       "paragraph 13", ("interrupted",)),
    # Tags where nothing is filled in
    _T(
        "a tag in alternative text",
        also(PICTURE_FILE, behind(DEAR, inline("{{ told }}"))),
        "not-filled",
        "paragraph 14",
        ('"{{ told }}" stands where nothing is filled in',),
    ),
    _T(
        "a tag in the settings",
        swap("<w:settings ", '<w:settings w:about="{{ told }}" ', "word/settings.xml"),
        "not-filled",
        "the settings",
        ("stands where nothing is filled in",),
    ),
    # Looks that the PDF would lose
    _T("bold by hand", looking("This letter follows", "<w:b/>"), "look", 'paragraph 14 ("This letter',
       ("bold was set",), 1, True),
    _T("a colour by hand", looking("This letter follows", '<w:color w:val="FF0000"/>'), "look", "paragraph 14",
       ("colour was set by hand",)),
    _T("a list by hand", swap("<w:r><w:t xml:space=\"preserve\">Dear", f"<w:pPr>{NUMBERED}</w:pPr><w:r><w:t>Dear"),
       "look", "paragraph 13", ("Use the style List Bullet",)),
    _T("a dash of AutoCorrect's", typed(DEAR, "Dear {{ letter–greeting }},"), "tag", "paragraph 13",
       ("the sign –", "Type - in its place")),
    _T("words joined by a group", typed(DEAR, "Dear {{ letter.to|join(pupil) }},"), "kind", "paragraph 13",
       ("needs words",)),
    _T("a box without a name", behind(DEAR, f"<w:p>{NAMELESS}</w:p>"), "box", 'paragraph 14 ("☐")', ("Tag.",)),
    _T("hidden words", looking("This letter follows", "<w:vanish/>"), "look", "paragraph 14", ("hidden text",)),
    _T("a style of Word's own", behind(DEAR, p("Quoted", "Quote")), "style", "paragraph 14", ('style "Quote"',)),
    _T("a tab", behind(DEAR, "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>"), "look", "paragraph 14",
       ("a tab",)),
    _T("a page break in words", behind(DEAR, '<w:p><w:r><w:t>a</w:t><w:br w:type="page"/></w:r></w:p>'), "look",
       "paragraph 14", ("page break",)),
    _T("a private letter", typed(ASK, "&#xE123; see"), "letter", "paragraph 24", ("private use",)),
    _T("a letter without a glyph", typed(ASK, "&#x12000; see"), "letter", "paragraph 24", ("U+12000",)),
    # Structure
    _T("a heading that skips a level", swap('"Heading1"', '"Heading2"'), "heading", 'paragraph 20 ("What we ask',
       ("skips a level",), 1, True),
    _T("a table without a heading row", behind(DEAR, table(row("a", "b"), row("c", "d"))), "table",
       "paragraph 14, table 2, row 1, column 1", ("must repeat",)),
    _T("an empty heading cell", behind(DEAR, table(row("a", "", head=True), row("c", "d"))), "table", "paragraph 14",
       ("header cell of this table is empty",)),
    _T("a ragged table", behind(DEAR, table(row("a", "b", head=True), row("c"))), "table", "paragraph 14",
       ("more or fewer cells",)),
    _T("a table of no style", behind(DEAR, table(row("a", "b", head=True), row("c", "d"), style="")), "style",
       "paragraph 14", ("table without a style",)),
    _T(
        "a table that may be left with its heading",
        behind(
            DEAR,
            table(
                row("Who", "What", head=True),
                row("{%tr if letter.on_break %}", ""),
                row("a", "b"),
                row("{%tr endif %}", ""),
            ),
        ),
        "table",
        "paragraph 14, table 2",
        ("nothing but its heading",),
        tried=True,
    ),
    # Pictures
    _T("a picture without words", also(PICTURE_FILE, behind(DEAR, inline(""))), "picture", "paragraph 14",
       ("no alternative text",)),
    _T(
        "a floating picture",
        also(
            PICTURE_FILE,
            behind(DEAR, f"<w:p><w:r>{DRAWING.format(f'<wp:anchor>{GRAPHIC}</wp:anchor>')}</w:r></w:p>"),
        ),
        "picture",
        "paragraph 14",
        ("floats",),
    ),
    # Language
    _T("another language", swap('w:lang w:val="en-GB"', 'w:lang w:val="en-US"', "word/styles.xml"), "language", "",
       ("en-US",)),
    _T("no language", swap('<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>', "", "word/styles.xml"),
       "language", "", ("does not say its language",)),
    _T("words in French", looking("This letter follows", '<w:lang w:val="fr-FR"/>'), "language", "paragraph 14",
       ("fr-FR",)),
    # Left in
    _T("a comment left in", behind(DEAR, '<w:p><w:commentRangeStart w:id="1"/></w:p>'), "comment", "paragraph 14",
       ("Delete them all",)),
    _T("a comment as Word leaves it", commented(), "comment", "paragraph 13", ("Delete them all",)),
    _T("a tracked insertion", behind(DEAR, "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"), "tracked-change",
       "paragraph 14", ("Accept or reject",)),
    _T("tracking on", swap("<w:zoom", "<w:trackRevisions/><w:zoom", "word/settings.xml"), "tracked-change",
       "the settings", ("Track Changes off",)),
    # From elsewhere
    _T("a link to a file", linked("file:///S:/x"), "link", 'paragraph 14 ("help")',
       ('"file:///S:/x"', "neither to an https page")),
    _T("a tag in a link's address", linked("mailto:{{ told }}"), "not-filled", "paragraph 14",
       ("has a tag in its address",)),
    _T("such a tag as Word writes it", linked("https://example.org/%7B%7B%20told%20%7D%7D"), "not-filled",
       "paragraph 14",
       ("has a tag in its address",)),
    _T(
        "a picture from elsewhere",
        related(
            f'<Relationship Id="rIdFar" Type="{OFFICE}/image" Target="https://example.org/x" TargetMode="External"/>'
        ),
        "link",
        "",
        ("from somewhere else",),
    ),
    _T("a macro", part("word/vbaProject.bin", b"x"), "macro", "", ("without macros",)),
    _T("an embedded workbook", part("word/embeddings/a.xlsx", b"x"), "embedded", "", ("Take it out",)),
    _T("an object", behind(DEAR, "<w:p><w:r><w:object/></w:r></w:p>"), "embedded", "paragraph 14", ("Take it out",)),
    _T("a field", behind(DEAR, '<w:p><w:fldSimple w:instr="INCLUDETEXT x"><w:r><w:t>a</w:t></w:r></w:fldSimple></w:p>'),
       "field", "paragraph 14", ("INCLUDETEXT",)),
    # Frame
    _T("a header without the marking", swap("{{ doc.marking }}", "Secret", "word/header1.xml"), "margin", "",
       ("marking is missing",)),
    _T("a footer without page numbers", swap("NUMPAGES", "PAGE", "word/footer2.xml"), "margin", "",
       ("Page 1 of 2",)),
    _T("a page on its side", swap('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"'), "margin", "", ("A4",)),
)  # fmt: skip


def spoiled(spoil: Spoil) -> bytes:
    """The template after a spoil."""
    members: dict[str, str | bytes] = {
        name: data.decode() if name.endswith((".xml", ".rels")) else data for name, data in parts(PLAIN).items()
    }
    spoil(members)
    return rebuild({name: data.encode() if isinstance(data, str) else data for name, data in members.items()})
