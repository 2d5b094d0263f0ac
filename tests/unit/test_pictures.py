"""The pictures can be read by everybody and say what the knowledge says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Dict, List, Optional, Set
from xml.etree import ElementTree

import pytest

from marrow.contract import FOLDER as CONTRACT
from marrow.knowledge.files import Knowledge, statements
from marrow.knowledge.readability import MAX_GRADE, MAX_SENTENCE_WORDS, grade, plain
from marrow.knowledge.schema import Statement
from marrow.pictures.files import Pictures, picture_file, read_pictures
from marrow.pictures.healing_chart import draw
from marrow.pictures.schema import HealingTime
from marrow.settings import ROOT
from marrow.understanding.language import build_language, read

KNOWLEDGE = ROOT / "knowledge"
SVG_FILES = sorted((KNOWLEDGE / "pictures").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
PHONE = 320  # pixels
SMALLEST_TEXT = 12  # pixels on such a phone
CONTRAST = 4.5
TARGET = 44  # pixels that a thumb needs
MOST_BYTES = 40_000
CRUTCHES = "crutches"  # a picture and a term of the vocabulary
ONLY_NAMED = {  # answers that ask about crutches, or compare with them, and are about something else
    "activity_walking_sport_work.work",
    "questions_for_doctor.foot_ankle",
    "questions_for_doctor.hip",
    "treatment_rest_offloading.boot",
    "treatment_rest_offloading.stress_fracture",
    "treatment_surgery.osteonecrosis",
}
GROUNDS = ("paper", "pill", "panel", "paper-fill")  # classes of what text stands on

every_svg = pytest.mark.parametrize("file", SVG_FILES, ids=lambda file: file.stem)


def by_id(knowledge: Knowledge) -> Dict[str, Statement]:
    return {statement.id: statement for _, _, statement in statements(knowledge.topics)}


def chart(pictures: Pictures, knowledge: Knowledge, times: Optional[List[HealingTime]] = None) -> str:
    sources = {source.id: source for source in knowledge.sources}
    return draw(pictures.chart, times or pictures.healing_times, by_id(knowledge), sources)


@pytest.fixture
def pictures() -> Pictures:
    return read_pictures(KNOWLEDGE)[0]


def numbers(text: str) -> List[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", text)]


def test_every_file_is_a_picture_of_the_list_and_has_its_title(pictures: Pictures) -> None:
    titles = {file.name: ElementTree.parse(file).getroot().findtext(f"{SVG}title") for file in SVG_FILES}  # noqa: S314
    assert titles == {picture.file: picture.title for picture in pictures.pictures}


def test_the_words_of_the_pictures_are_easy_to_read(pictures: Pictures) -> None:
    for text in [text for one in pictures.pictures for text in (one.alt, one.reading, one.note) if text]:
        assert grade(text) <= MAX_GRADE
        assert max(len(sentence.split()) for sentence in re.split(r"(?<=[.!?])\s+", text)) <= MAX_SENTENCE_WORDS


def test_every_answer_that_is_about_crutches_before_more_shows_how_to_walk_on_them(
    pictures: Pictures, knowledge: Knowledge
) -> None:
    language = build_language(knowledge.vocabulary)
    (picture,) = [one for one in pictures.pictures if one.id == CRUTCHES]
    named = {
        answer.id
        for topic in knowledge.topics
        for answer in topic.answers
        if CRUTCHES in {mention.term for mention in read(language, plain(answer)).mentions}
    }
    assert named and named - ONLY_NAMED <= set(picture.answers), named - ONLY_NAMED - set(picture.answers)
    assert named >= ONLY_NAMED and not ONLY_NAMED & set(picture.answers)


# ---- to look at


@every_svg
def test_text_is_large_enough_on_a_small_phone(file: Path) -> None:
    root = ElementTree.parse(file).getroot()  # noqa: S314
    width = numbers(root.attrib["viewBox"])[2]
    sizes = [float(text.attrib["font-size"]) for text in root.iter(f"{SVG}text")]
    assert min(sizes) * PHONE / width >= SMALLEST_TEXT


def luminance(color: str) -> float:
    """Relative luminance of ``#rgb`` or ``#rrggbb`` (WCAG 2)."""
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def fills(style: str) -> Dict[str, str]:
    return dict(re.findall(r"\.([\w-]+) \{[^}]*?fill: (#\w+)", style))


@every_svg
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(file: Path, dark: bool) -> None:
    root = ElementTree.parse(file).getroot()  # noqa: S314
    colors = fills(root.findtext(f"{SVG}style", "").split("@media (prefers-color-scheme: dark)")[dark])
    inks = {colors[text.attrib["class"]] for text in root.iter(f"{SVG}text")}
    grounds = {colors[name] for name in GROUNDS if name in colors}
    assert inks and grounds
    for ink in inks:
        for ground in grounds:
            darker, lighter = sorted((luminance(ink), luminance(ground)))
            assert (lighter + 0.05) / (darker + 0.05) >= CONTRAST, (ink, ground)


def test_the_body_map_has_a_dot_a_name_and_a_target_for_each_site_of_the_contract() -> None:
    described = json.loads((CONTRACT / "turn.schema.json").read_text(encoding="utf-8"))["properties"]["site"]
    sites = re.findall(r"\w+(?=,)", described["description"].split(":")[1])
    root = ElementTree.parse(KNOWLEDGE / "pictures" / "body_map.svg").getroot()  # noqa: S314
    scale = PHONE / numbers(root.attrib["viewBox"])[2]
    groups = {group.attrib["id"]: group for group in root.iter(f"{SVG}g") if "id" in group.attrib}
    assert set(groups) == {f"site-{site}" for site in sites}
    for group in groups.values():
        target = group.find(f"{SVG}rect")
        text = group.find(f"{SVG}text")
        assert group.find(f"{SVG}circle") is not None
        assert text is not None and "".join(text.itertext()).strip()
        assert target is not None and min(float(target.attrib[side]) * scale for side in ("width", "height")) >= TARGET


# ---- the chart


def test_the_chart_is_drawn_from_the_files_as_they_are(pictures: Pictures, knowledge: Knowledge) -> None:
    drawn = chart(pictures, knowledge)
    assert picture_file(KNOWLEDGE, pictures.chart).read_text(encoding="utf-8") == drawn, "run python -m marrow.pictures"
    assert len(drawn.encode()) <= MOST_BYTES


def test_the_chart_names_each_time_with_its_sources_and_says_how_to_read_it(
    pictures: Pictures, knowledge: Knowledge
) -> None:
    root = ElementTree.fromstring(chart(pictures, knowledge))  # noqa: S314
    texts = [text.text or "" for text in root.iter(f"{SVG}text")]
    letters = {citation.id: chr(ord("A") + place) for place, citation in enumerate(pictures.chart.sources)}
    above: Set[str] = set()
    for time in pictures.healing_times:
        row = texts.index(time.label)
        words, marks = texts[row + 1 : row + 3]
        assert words == time.in_words
        said = [by_id(knowledge)[statement] for statement in time.statements]
        sources = {letters[citation.id] for statement in said for citation in statement.sources}
        assert sources == set(re.findall("[A-Z]", marks)), time.id
        assert (" or " in marks) == (time.other is not None), "which time is whose, in the order of the words"
        above |= sources
    for text in (pictures.chart.reading, pictures.chart.note):
        assert text and " ".join(text.split()) in " ".join(texts)
        above |= {letter for marks in re.findall(r"\(([A-Z, ]+)\)", text) for letter in marks.split(", ")}
    assert set(letters.values()) <= set(texts), "a source that is not named at the end"
    assert set(letters.values()) == above, "a letter at the end that stands nowhere above it"
    assert not any("weeks" in text for text in texts if re.match(r"\d+ ?\w*$", text)), "one scale only"
    assert all("month" in time.in_words for time in pictures.healing_times), "one unit only"


@pytest.mark.parametrize(
    "authors, name",
    [
        ("Smith A, ", "Smith, 2020"),
        ("van der Berg J, Smith AB", "van der Berg and others, 2020"),
        ("Davis D (author), Kane S (editor)", "Davis and others, 2020"),
        ("Cooper C (reviewer)", "A publisher, 2020"),
        (" , ", "A publisher, 2020"),
        (None, "A publisher, 2020"),
    ],
)
def test_a_source_is_called_by_its_first_author_or_its_publisher(
    pictures: Pictures, knowledge: Knowledge, authors: Optional[str], name: str
) -> None:
    told = {"authors": authors, "publisher": "A publisher (unconfirmed)", "year": 2020}
    sources = {source.id: source.copy(update=told) for source in knowledge.sources}
    drawn = draw(pictures.chart, pictures.healing_times, by_id(knowledge), sources)
    assert f">{name}<" in drawn


def test_no_line_of_the_scale_crosses_the_words(pictures: Pictures, knowledge: Knowledge) -> None:
    root = ElementTree.fromstring(chart(pictures, knowledge))  # noqa: S314
    lines = [path for path in root.iter(f"{SVG}path") if "grid-stroke" in path.get("class", "")]
    heights = [sorted(numbers(path.attrib["d"])[1::2]) for path in lines]
    bases = [float(text.get("y") or numbers(text.attrib["transform"])[1]) for text in root.iter(f"{SVG}text")]
    assert heights
    for top, bottom in heights:
        assert not any(top < base < bottom for base in bases)


def test_the_order_in_the_file_does_not_matter(pictures: Pictures, knowledge: Knowledge) -> None:
    assert chart(pictures, knowledge) == chart(pictures, knowledge, pictures.healing_times[::-1])


@pytest.mark.parametrize(
    "weeks, words",
    [
        ({"from_weeks": 0, "to_weeks": 13}, "within 3 months"),
        ({"from_weeks": 9, "to_weeks": 39}, "2 to 9 months"),
        ({"from_weeks": 6, "to_weeks": 27}, "6 to 27 weeks (1½ to 6 months)"),
        ({"from_weeks": 52, "to_weeks": 156}, "12 to 36 months"),
        ({"from_weeks": 42, "to_weeks": 42}, "about 42 weeks (9½ months)"),
        ({"from_weeks": 4, "to_weeks": 4}, "about 1 month"),
        ({"from_weeks": 13, "to_weeks": 52, "some_up_to_weeks": 78}, "3 to 12 months, some up to 18 months"),
        ({"from_weeks": 0, "to_weeks": 1, "some_over_weeks": 52}, "within 1 week, some over 12 months"),
        (
            {"from_weeks": 26, "to_weeks": 52, "other_from_weeks": 9, "other_to_weeks": 39, "other_statement": "c"},
            "6 to 12 months, or 2 to 9 months",
        ),
        (
            {"from_weeks": 26, "to_weeks": 52, "other_from_weeks": 0, "other_to_weeks": 39, "other_statement": "c"},
            "6 to 12 months, or within 9 months",
        ),
    ],
)
def test_a_time_is_said_in_months(weeks: Dict[str, Any], words: str) -> None:
    assert HealingTime(id="a", label="Invented", site="knee", statement="b", **weeks).in_words == words
