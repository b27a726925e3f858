"""What the fuzzing begins with: for each format a few small files that are read."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

from PIL import Image, ImageDraw

from index.loaders import FORMATS

_TESTS = Path(__file__).resolve().parent.parent
_FOLDERS = (_TESTS / "fixtures", _TESTS.parent / "seeds" / "documents")
_LARGEST_BYTES = 24_000
_PICTURES = {"png": "PNG", "jpeg": "JPEG", "tiff": "TIFF", "webp": "WEBP"}
_SBV = "0:00:01.000,0:00:02.500\nLê Minh: Xin chào.\n\n0:00:03.000,0:00:04.000\nVâng.\n"
_TSV = "start\tend\ttext\n0\t1480\tXin chào.\n1480\t3000\tTa bắt đầu.\n"
_WHISPER = {"segments": [{"start": 0.0, "end": 1.5, "text": " Xin chào.", "words": [], "speaker": "SPEAKER_00"}]}
_WHISPER_CPP = {"transcription": [{"offsets": {"from": 0, "to": 1500}, "text": " Xin chào.", "speaker": "0"}]}
_OTTER = {"transcripts": [{"start_offset": 0, "end_offset": 9, "transcript": "Xin chào.", "speaker_id": 1}]}
_FIREFLIES = {"sentences": [{"text": "Xin chào.", "start_time": 1.5, "end_time": 2, "speaker_name": "Lê Minh"}]}


def corpus(kind: str, most: int = 20) -> list[bytes]:
    """The smallest files of a format, one at least, the same on each call."""
    paths = [path for folder in _FOLDERS for path in folder.iterdir() if path.suffix in FORMATS[kind].suffixes]
    held = sorted((path.read_bytes() for path in paths), key=lambda data: (len(data), data))
    small = [data for data in held if len(data) <= _LARGEST_BYTES] or held[:1]
    return (small + _made(kind))[:most]


def _made(kind: str) -> list[bytes]:
    """Those of formats that have no file of their own here."""
    if kind in _PICTURES:
        return [_picture(_PICTURES[kind])]
    if kind == "eml":
        return [_letter()]
    if kind == "zip":
        return [_archive()]
    if kind == "sbv":
        return [_SBV.encode()]
    if kind == "tsv":
        return [_TSV.encode()]
    if kind == "json":
        return [json.dumps(each, ensure_ascii=False).encode() for each in (_WHISPER, _WHISPER_CPP, _OTTER, _FIREFLIES)]
    return []


def _picture(form: str) -> bytes:
    """A picture of one line, as small as it goes; of .tif two pages."""
    page = Image.new("L", (60, 16), "white")
    ImageDraw.Draw(page).text((4, 2), "Xin chao")
    out = io.BytesIO()
    more = {"save_all": True, "append_images": [page]} if form == "TIFF" else {}
    page.save(out, form, **more)
    return out.getvalue()


def _letter() -> bytes:
    """A letter in two forms with two attachments."""
    letter = EmailMessage()
    letter["From"] = "Nguyễn Thị Lan <lan@example.vn>"
    letter["To"] = "hc@example.vn"
    letter["Subject"] = "Giấy mời họp"
    letter["Date"] = "Tue, 12 Mar 2024 08:30:55 +0700"
    letter["MIME-Version"] = "1.0"
    letter.set_content("Kính gửi các anh chị,\n\nHọp lúc 14 giờ.\n", cte="quoted-printable")
    letter.add_alternative("<p>Họp lúc <b>14 giờ</b>.</p>", subtype="html")
    letter.add_attachment(_SBV.encode(), maintype="text", subtype="plain", filename="họp.sbv")
    letter.add_attachment("Tổ 5 nhận quét ngõ.", filename="ghi.txt")
    for number, part in enumerate(each for each in letter.walk() if each.is_multipart()):
        # Else it is another one on each call.
        part.set_boundary(f"part-{number}")
    return letter.as_bytes()


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("họp/ghi.txt", "Tổ 5 nhận quét ngõ.")
        archive.writestr("họp.sbv", _SBV)
        archive.writestr("khong ten", "Chiều mai họp tiếp.")
    return out.getvalue()
