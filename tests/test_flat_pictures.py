"""Plain PNG pictures stand in a PDF as they are; others, and broken ones, are left to WeasyPrint."""

import base64
import io
import zlib
from typing import Any

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from casepack.flat_pictures import flat_picture
from casepack.typeset import typeset_html

SIZE = (7, 5)


def picture(mode: str) -> Image.Image:
    """A picture in which every point has another shade."""
    points = [(40 * x, 50 * y, 9 * x * y) for y in range(SIZE[1]) for x in range(SIZE[0])]
    made = Image.new("RGB", SIZE)
    made.putdata(points)
    return made.quantize(12) if mode == "P" else made.convert(mode)


def png(mode: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture(mode).save(file, format="PNG", **options)
    return file.getvalue()


def exif() -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = 6
    return found


def printed(data: bytes) -> tuple[bytes, bytes, list[str]]:
    """The points of the file's one picture, in red, green and blue; its packed bytes; what the PDF says of it."""
    address = "data:image/png;base64," + base64.b64encode(data).decode()
    page = (
        '<html lang="en"><head><title>P</title></head><body><h1>P</h1>'
        f'<p><img alt="p" src="{address}"></p></body></html>'
    )
    with pikepdf.open(io.BytesIO(typeset_html(page))) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        [found] = [item for item in streams if item.get("/Subtype") == "/Image"]
        points = pikepdf.PdfImage(found).as_pil_image().convert("RGB").tobytes()
        space = found["/ColorSpace"]
        kind = space[0] if isinstance(space, pikepdf.Array) else space
        return points, found.read_raw_bytes(), [str(kind), str(found["/BitsPerComponent"]), str(found["/Interpolate"])]


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_a_picture_with_a_palette_stands_as_it_is(bits: int) -> None:
    made = picture("RGB").quantize(20 if bits == 8 else 2**bits - 1)
    file = io.BytesIO()
    made.save(file, format="PNG", bits=bits)
    points, _, about = printed(file.getvalue())
    assert points == made.convert("RGB").tobytes()
    assert about == ["/Indexed", str(bits), "False"]


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_a_picture_in_grey_or_full_colour_stands_as_it_is(mode: str) -> None:
    data = png(mode)
    held = flat_picture(data, "p")
    points, packed, _ = printed(data)
    assert points == picture(mode).convert("RGB").tobytes()
    assert held is not None
    assert packed == held.packed


LEFT = {
    "see-through": png("RGBA"),
    "grey and see-through": png("LA"),
    "with a colour that is see-through": png("P", transparency=0),
    "one bit of grey": png("1"),
    "sixteen bits": png("I;16"),
    "turned": png("RGB", exif=exif()),
}


@pytest.mark.parametrize("data", LEFT.values(), ids=LEFT)
def test_a_picture_that_is_not_plain_is_left(data: bytes) -> None:
    assert flat_picture(data, "p") is None


def test_a_broken_picture_is_left() -> None:
    whole = png("RGB")
    assert flat_picture(whole, "p") is not None
    broken = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(len(whole))]
    broken += [whole[:length] for length in range(len(whole))]
    assert [data for data in broken if flat_picture(data, "p")] == []


def test_a_picture_that_unpacks_to_more_or_less_than_its_size_is_left() -> None:
    data = png("RGB")
    rows = flat_picture(data, "p")
    assert rows is not None
    unpacked = zlib.decompress(rows.packed)
    for wrong in (unpacked[:-1], unpacked + b"\x00", b""):
        file = io.BytesIO()
        file.write(data[:33])
        PngImagePlugin.putchunk(file, b"IDAT", zlib.compress(wrong))
        PngImagePlugin.putchunk(file, b"IEND", b"")
        assert flat_picture(file.getvalue(), "p") is None
