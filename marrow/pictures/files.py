"""Read which pictures there are and the healing times, and say where the files are wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Tuple

from marrow.knowledge.files import KnowledgeError, Places, read_file
from marrow.pictures.schema import HealingTime, Picture

HEALING_TIMES = "healing_times"  # the picture that is drawn from the healing times


@dataclass(frozen=True)
class Pictures:
    """All pictures, and the healing times that one of them is drawn from."""

    pictures: List[Picture]
    healing_times: List[HealingTime]

    @property
    def chart(self) -> Picture:
        """The entry of the picture that is drawn.

        Raises:
            StopIteration: when there is none; ``marrow.pictures.checks`` tells.
        """
        return next(picture for picture in self.pictures if picture.id == HEALING_TIMES)


def picture_file(folder: Path, picture: Picture) -> Path:
    """Where a picture is, below the folder of the knowledge files."""
    return folder / "pictures" / picture.file


def read_pictures(folder: Path) -> Tuple[Pictures, Places]:
    """Read the two files below the folder of the knowledge files.

    Raises:
        KnowledgeError: when a file is missing, is not YAML, or does not have the shape of ``marrow.pictures.schema``.
    """
    places = Places()
    problems: List[str] = []
    pictures = read_file(folder / "pictures.yml", List[Picture], places, problems)
    healing_times = read_file(folder / "healing_times.yml", List[HealingTime], places, problems)
    if problems:
        raise KnowledgeError(problems)
    return Pictures(pictures, healing_times), places
