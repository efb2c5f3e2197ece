"""What a picture's file says of the picture: takes out where it was taken, and reads whose it is.

Places stand in Exif (CIPA DC-008) and XMP (ISO 16684-1) as GPS; names in IPTC IIM 4.2, XMP and Exif. All are changed
in place and keep their length, so that the picture itself and everything else in the file stay as they are.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from html import unescape

_TIFF = re.compile(rb"II\x2a\x00|MM\x00\x2a")
_GPS, _ARTIST, _COPYRIGHT, _ORIENTATION = 0x8825, 0x013B, 0x8298, 0x0112
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8}
"""Bytes of a value, by its type in TIFF 6.0."""
_XMP = re.compile(rb"<([\w.-]+):RDF\b.*?</\1:RDF\s*>", re.DOTALL)
_XMP_GPS = re.compile(
    rb"""\s[\w.-]+:GPS\w+\s*=\s*(?:"[^"]*"|'[^']*')|<([\w.-]+:GPS\w+)\b[^>]*(?:/>|>.*?</\1\s*>)""", re.DOTALL
)
"""With any prefix: which one stands for the namespace of Exif is the file's own choice."""
_PNG = b"\x89PNG\r\n\x1a\n"
_IIM_START = b"8BIM\x04\x04"
_IIM = {0x50: "creator", 0x6E: "credit", 0x74: "rights"}
"""By-line, credit line and copyright notice: the datasets 2:80, 2:110 and 2:116."""
_XMP_NAMES = {"creator": b"dc:creator", "credit": b"photoshop:Credit", "rights": b"dc:rights"}


def without_place(content: bytes) -> bytes:
    """A picture without the coordinates of where it was taken; the same bytes if it has none."""
    if content.startswith(_PNG):
        content = b"".join([_PNG, *_readable_chunks(content)])
    changed = bytearray(content)
    for match in _TIFF.finditer(content):
        _forget(changed, match.start())
    for place in _places_in_xmp(content):
        changed[place.start() : place.end()] = b" " * len(place[0])
    for width in (2, 4):
        _forget_wide(changed, content, width)
    if changed == content:
        return content
    return b"".join([_PNG, *_chunks(bytes(changed))]) if content.startswith(_PNG) else bytes(changed)


def _places_in_xmp(content: bytes) -> Iterator[re.Match[bytes]]:
    for packet in _XMP.finditer(content):
        yield from _XMP_GPS.finditer(content, *packet.span())


def _forget_wide(data: bytearray, content: bytes, width: int) -> None:
    """The same for XMP in UTF-16 and UTF-32, `width` bytes a character; big-endian reads as little-endian, shifted."""
    pad = bytes(width - 1)
    mark = b"".join(letter + pad for letter in (b":", b"R", b"D", b"F"))
    first, last = content.find(mark), content.rfind(mark)
    if first < 0:
        return
    start = first - min(first // width, 100) * width
    units = [content[at : at + width] for at in range(start, last + len(mark) + width, width)]
    narrow = b"".join(unit[:1] if unit[1:] == pad else b"?" for unit in units)
    for place in _places_in_xmp(narrow):
        begin, end = (start + at * width for at in place.span())
        data[begin:end] = (b" " + pad) * len(place[0])


def is_turned(content: bytes) -> bool:
    """Whether Exif turns the picture of a PNG or WebP by a quarter, so that its width is shown as its height."""
    chunk = re.search(rb"EXIF.{4}|eXIf", content, re.DOTALL) if content[12:16] in (b"VP8X", b"IHDR") else None
    header = _TIFF.search(content, chunk.end(), chunk.end() + 16) if chunk else None
    return header is not None and any(
        tag == _ORIENTATION and value >> (0 if header[0].startswith(b"I") else 16) >= 5
        for tag, _, _, value in _tags(content, header)
    )


def _tags(content: bytes, header: re.Match[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """The first directory of a TIFF structure: tag, type, count, and value or place of the value."""
    start, order = header.start(), "<" if header[0].startswith(b"I") else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", content, start + 4)
        (count,) = struct.unpack_from(f"{order}H", content, start + first)
        for place in range(start + first + 2, start + first + 2 + 12 * count, 12):
            yield struct.unpack_from(f"{order}HHII", content, place)
    except struct.error:  # damaged
        return


def _forget(data: bytearray, start: int) -> None:
    """Takes the GPS directory out of the TIFF structure that begins at `start`, if it has one."""
    order = "<" if data[start] == ord("I") else ">"

    def number(form: str, place: int) -> int:
        return int(struct.unpack_from(order + form, data, start + place)[0])

    try:
        first = number("I", 4)
        count = number("H", first)
        entries = range(first + 2, first + 2 + 12 * count, 12)
        entry = next(place for place in entries if number("H", place) == _GPS)
        gps = number("I", entry + 8)
        below = range(gps + 2, gps + 2 + 12 * number("H", gps), 12)
        values = [(number("I", place + 8), _SIZES[number("H", place + 2)] * number("I", place + 4)) for place in below]
    except (struct.error, StopIteration, KeyError):  # none, or no TIFF structure at all
        return
    for place, size in [*((place, size) for place, size in values if size > 4), (gps, 2 + 12 * len(below))]:
        end = min(start + place + size, len(data))
        data[start + place : end] = bytes(max(0, end - start - place))
    # The other entries and the place of the next directory move up.
    end = start + first + 2 + 12 * count + 4
    data[start + entry : end] = data[start + entry + 12 : end] + bytes(12)
    struct.pack_into(f"{order}H", data, start + first, count - 1)


def _chunks(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG with right checksums."""
    place = len(_PNG)
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4])
        body = content[place + 4 : place + 8 + length]
        yield content[place : place + 4] + body + zlib.crc32(body).to_bytes(4)
        place += 12 + length
    yield content[place:]


def _readable_chunks(content: bytes) -> Iterator[bytes]:
    """The chunks of a PNG; XMP that is compressed is unpacked, and Exif as ImageMagick hides it is left out."""
    for chunk in _chunks(content):
        kind, body = chunk[4:8], chunk[8:-4]
        hidden = body.lower().startswith((b"raw profile type exif", b"raw profile type app1"))
        if kind in (b"zTXt", b"tEXt", b"iTXt") and hidden:
            continue
        keyword, _, rest = body.partition(b"\0")
        if kind == b"iTXt" and keyword == b"XML:com.adobe.xmp" and rest[:1] == b"\1":
            try:
                language, translated, packed = rest[2:].split(b"\0", 2)
                text = zlib.decompress(packed)
            except (ValueError, zlib.error):  # damaged
                continue
            if _XMP_GPS.search(text):
                new = kind + keyword + b"\0\0\0" + language + b"\0" + translated + b"\0" + text
                yield (len(new) - 4).to_bytes(4) + new + zlib.crc32(new).to_bytes(4)
                continue
        yield chunk


def names_in(content: bytes) -> dict[str, str]:
    """Whose a picture is, as far as its file says: `creator`, `credit` and `rights`."""
    found = dict(_exif_names(content))
    packet = _XMP.search(content)
    for name, tag in _XMP_NAMES.items() if packet else ():
        as_element = re.search(rb"<%b\b[^>]*>(.*?)</%b\s*>" % (tag, tag), packet[0], re.DOTALL) if packet else None
        as_attribute = re.search(rb"""\s%b\s*=\s*["']([^"']*)["']""" % tag, packet[0]) if packet else None
        if match := as_element or as_attribute:
            found[name] = unescape(re.sub(r"<[^>]*>", " ", _text(match[1])))
    start = content.find(_IIM_START)
    if start >= 0:
        for kind, length in re.findall(rb"\x1c\x02([\x50\x6e\x74])(..)", content[start : start + 65536], re.DOTALL):
            place = content.index(b"\x1c\x02" + kind + length, start) + 5
            found[_IIM[kind[0]]] = _text(content[place : place + int.from_bytes(length)])
    texts = {name: " ".join(text.replace("\0", " ").split()) for name, text in found.items()}
    return {name: texts[name] for name in ("creator", "credit", "rights") if texts.get(name)}


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:  # of a program from before UTF-8
        return content.decode("latin-1")


def _exif_names(content: bytes) -> Iterator[tuple[str, str]]:
    for header in _TIFF.finditer(content):
        for tag, kind, length, offset in _tags(content, header):
            if kind == 2 and tag in (_ARTIST, _COPYRIGHT) and 4 < length < 2000:
                text = _text(content[header.start() + offset : header.start() + offset + length])
                yield "creator" if tag == _ARTIST else "rights", text


def credit_in(content: bytes) -> str:
    """A credit line from what a file says: `Ada Öz / EPA`, else the copyright notice; empty if it says nothing."""
    names = names_in(content)
    both = dict.fromkeys(names[name] for name in ("creator", "credit") if name in names)
    return " / ".join(both) or names.get("rights", "")


def xmp_of(names: dict[str, str]) -> bytes:
    """XMP that says whose a picture is."""
    from xml.sax.saxutils import escape, quoteattr

    parts = {"creator": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"}
    parts["rights"] = '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:rights>'
    inside = "".join(part.format(escape(names[name])) for name, part in parts.items() if name in names)
    credit = f" photoshop:Credit={quoteattr(names['credit'])}" if "credit" in names else ""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"{credit}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()
