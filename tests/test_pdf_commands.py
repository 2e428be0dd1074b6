"""What drawing commands write is read alike from the plain words of a file and from commands of every odder kind."""

from __future__ import annotations

import pikepdf
import pytest

from casepack import pdfdrawn

WIDE = pdfdrawn.Alphabet({b"\0A": "A", b"\0B": "B", b"AB": "fi"}, 2)
NARROW = pdfdrawn.Alphabet({b"A": "A", b"B": "B"}, 1)
RIGHT_TO_LEFT = pdfdrawn.Alphabet({b"\0A": "\u05d0", b"\0B": "\u05d1"}, 2)


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        ("/W 9 Tf [<00410042> 0 <0041>] TJ", "ABA"),
        ("/W 9 Tf [<0041> -181 <0042> -180 <0041> -180.5 <0042>] TJ", "A BA B"),
        ("/N 9 Tf [(A) -200 <42> (B)] TJ", "A BB"),
        ("/N 9 Tf [(A B)] TJ", "A\ufffdB"),
        ("/W 9 Tf [(AB) <004>] TJ", "fi\ufffd"),
        ("/W 9 Tf [] TJ [<0041>] TJ 1 0 0 1 0 0 Tm [<0042>] TJ", "A\nB"),
        ("/W 9 Tf <0041> Tj T* (AB) Tj", "A\nfi"),
        ("/W 9 Tf /P <</MCID 0>> BDC [<0041>] TJ EMC", "A"),
        ("/P <</ActualText (Tj of TJ)>> BDC", "Tj of TJ"),
        ("/Odd#20name 9 Tf [<0041>] TJ", "A"),
        ("/Unknown 9 Tf [(it) -500 (is)] TJ", "it is"),
        ("/R 9 Tf [<0041> <0042>] TJ", "\u05d0\u05d1\n\u05d1\u05d0"),
    ],
)
def test_the_words_of_drawing_commands(commands: str, said: str) -> None:
    file = pikepdf.new()
    stream = file.make_stream(commands.encode("latin-1"))
    parsed = pikepdf.parse_content_stream(stream, pdfdrawn.OPERATORS)
    fonts = {"/W": WIDE, "/N": NARROW, "/Odd name": WIDE, "/R": RIGHT_TO_LEFT}
    assert pdfdrawn.written(parsed, pikepdf.unparse_content_stream(parsed), fonts) == said
