"""Make what matplotlib wrote a picture of ours: as wide as its place, with text alternatives, for light and dark pages.

matplotlib writes colors into ``style`` attributes, which no style sheet can change and which a strict page refuses.
Here they become plain attributes, in the light shade, with a class for the dark one.
"""

from __future__ import annotations

from typing import Dict, Tuple
from xml.etree import ElementTree

# Class: what it colors, in light and in dark. Text and its ground differ by at least 4.5 to 1.
COLORS: Dict[str, Tuple[str, str]] = {
    "paper": ("#ffffff", "#12181f"),
    "ink": ("#1b2733", "#e8eef4"),
    "quiet": ("#4a5a6a", "#a9b7c4"),
    "grid": ("#d3dce4", "#2e3a46"),
    "bar": ("#0b5c8a", "#7cc4ee"),
}
LIGHT = {name: light for name, (light, _) in COLORS.items()}  # what is drawn with

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_NAMES = {light: name for name, light in LIGHT.items()}
_PAINTED = ("fill", "stroke")


def themed(written: bytes, name: str, title: str, description: str) -> str:
    """The document with a title, a description and both color schemes.

    Args:
        written: SVG by matplotlib, with text as text and all colors from ``LIGHT``.
        name: what the ids in it begin with.
        title: one line.
        description: all that it shows, in words.
    """
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(written)  # noqa: S314  written a moment ago by ourselves
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (_svg("metadata"), _svg("style")):
                parent.remove(child)
        _tidy(parent)
    view = root.attrib["viewBox"]
    root.attrib.clear()
    root.attrib.update(
        {
            "viewBox": view,
            "role": "img",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-desc",
            "font-family": "system-ui, sans-serif",
        }
    )
    for place, (tag, text) in enumerate((("title", title), ("desc", description), ("style", _style_sheet()))):
        child = ElementTree.Element(_svg(tag), {} if tag == "style" else {"id": f"{name}-{tag}"})
        child.text = text
        child.tail = "\n"
        root.insert(place, child)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _svg(tag: str) -> str:
    return f"{{{_SVG}}}{tag}"


def _tidy(element: ElementTree.Element) -> None:
    """Attributes and a class instead of a style; no numbered names, no rotation by nothing, no line breaks in paths."""
    if element.tag == _svg("g"):
        element.attrib.pop("id", None)
    if element.get("transform", "").startswith("rotate(-0,"):
        del element.attrib["transform"]
    if "d" in element.attrib:
        element.set("d", " ".join(element.attrib["d"].split()))
    classes = []
    for declaration in filter(None, (part.strip() for part in element.attrib.pop("style", "").split(";"))):
        key, value = (part.strip() for part in declaration.split(":", 1))
        if key == "font":  # such as: 700 14px 'DejaVu Sans'
            before, size = value.split("px", 1)[0].rpartition(" ")[::2]
            element.set("font-size", size)
            if before:
                element.set("font-weight", before)
        else:
            element.set(key, value)
        if value in _NAMES:
            classes.append(f"{_NAMES[value]}-{key}")
    if classes:
        element.set("class", " ".join(classes))


def _style_sheet() -> str:
    light, dark = (
        " ".join(f".{name}-{key} {{ {key}: {shades[shade]} }}" for name, shades in COLORS.items() for key in _PAINTED)
        for shade in (0, 1)
    )
    return f"{light} @media (prefers-color-scheme: dark) {{ {dark} }}"
