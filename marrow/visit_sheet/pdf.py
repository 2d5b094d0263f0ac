"""The visit sheet as a PDF of one page (fpdf2)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from marrow.visit_sheet.content import Sheet

FONT = "DejaVu"  # has the letters of all sources; matplotlib, which Rasa brings, has the files
SIZES = (10.0, 9.0, 8.0, 7.0, 6.0)  # points, the largest that fits on one page
SMALL = 0.75  # of the text: sources and footer
MARGIN, LINE, NOTE = 15.0, 0.45, 7.0  # millimetres, millimetres a point, millimetres a line to write on


def pdf_of(sheet: Sheet) -> bytes:
    """The document; with more than fits on a page in the smallest letters, of several pages."""
    made, pages = b"", 0
    for size in SIZES:
        document = _drawn(sheet, size)
        made, pages = bytes(document.output()), document.page_no()
        for font in document.fonts.values():
            if isinstance(font, TTFFont):
                font.close()  # fpdf2 leaves the files open
        if pages == 1:
            break
    return made


def _drawn(sheet: Sheet, size: float) -> FPDF:
    document = FPDF(format="A4")
    document.set_lang("en")
    document.set_title(sheet.title)
    document.set_margin(MARGIN)
    document.set_auto_page_break(True, MARGIN)
    for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        document.add_font(FONT, style, _fonts() / file)
    document.add_page()

    def write(text: str, points: float, style: str = "", indent: float = 0.0) -> None:
        document.set_font(FONT, style, points)
        document.set_x(MARGIN + indent)
        document.multi_cell(0, points * LINE, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    write(sheet.title, size * 1.8, "B")
    write(sheet.about, size)
    for section in sheet.sections:
        document.ln(size * LINE / 2)
        write(section.heading, size * 1.2, "B")
        for line in section.lines:
            write(f"\u2022 {line}", size, indent=2)
        for _ in range(section.blank):
            document.ln(NOTE)
            document.line(MARGIN, document.get_y(), document.w - MARGIN, document.get_y())
    document.ln(size * LINE)
    for number, text, address in sheet.sources:
        write(f"[{number}] {text}. {address}", size * SMALL)
    document.ln(size * LINE / 2)
    write(sheet.footer, size * SMALL)
    return document


def _fonts() -> Path:
    spec = find_spec("matplotlib")  # without importing it
    if not (spec and spec.origin):
        raise FileNotFoundError("matplotlib, a requirement of Rasa, has the letters of the visit sheet")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
