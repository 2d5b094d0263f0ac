"""The clinic that offers the guide (``clinic.yml``): whom a patient is sent to, and how help is reached there."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Optional

import yaml
from pydantic import BaseModel, ConstrainedStr, Extra, HttpUrl, StrictStr, ValidationError, parse_obj_as

from marrow.knowledge.safety_schema import Numbers
from marrow.settings import SettingsError, get_settings

UNKNOWN_COUNTRY = "unknown"


class Country(ConstrainedStr):
    """Two capital letters, as ISO 3166 has them; ``EU`` where the clinic is somewhere in the European Union."""

    regex = re.compile(r"[A-Z]{2}$")


class PhoneNumber(ConstrainedStr):
    """Digits as people dial them, with blanks, brackets or dashes between."""

    strict = True  # an unquoted number would lose its leading zero
    regex = re.compile(r"\+?[\d ()-]{2,20}$")


class Clinic(BaseModel):
    """What is known of the clinic; a field that nobody has filled is None.

    ``authors``, ``owner``, ``funding`` and ``interests`` say who stands behind what the guide says. The numbers of the
    country hold where the clinic has none of its own.
    """

    name: Optional[StrictStr]
    phone: Optional[StrictStr]  # an unquoted number would lose its leading zero
    website: Optional[HttpUrl]
    address: Optional[StrictStr]
    opening_hours: Optional[StrictStr]
    country: Optional[Country]
    emergency_number: Optional[PhoneNumber]
    urgent_number: Optional[PhoneNumber]
    crisis_number: Optional[PhoneNumber]
    authors: Optional[StrictStr]
    owner: Optional[StrictStr]
    funding: Optional[StrictStr]
    interests: Optional[StrictStr]
    consent_note: Optional[StrictStr]

    class Config:
        extra = Extra.forbid
        anystr_strip_whitespace = True
        min_anystr_length = 2

    def numbers(self) -> Dict[str, Optional[str]]:
        """The telephone number of each of the ways to get help; None where none is known."""
        known = {way: getattr(self._of_country(), way) for way in Numbers.__fields__}
        return {way: getattr(self, f"{way}_number") or (one.number if one else None) for way, one in known.items()}

    def ways_to_get_help(self) -> Dict[str, str]:
        """``emergency``, ``urgent`` and ``crisis``, each as a part of a sentence such as "call 112"."""
        ways = {}
        for way in Numbers.__fields__:
            own = getattr(self, f"{way}_number")
            known = getattr(self._of_country(), way) or getattr(_countries()[UNKNOWN_COUNTRY], way)
            ways[way] = f"call {own}" if own else known.text
        return ways

    def _of_country(self) -> Numbers:
        return _countries().get(self.country or UNKNOWN_COUNTRY, _countries()[UNKNOWN_COUNTRY])


@lru_cache(maxsize=None)
def get_clinic() -> Clinic:
    """The clinic of this process.

    Raises:
        SettingsError: when the file cannot be read or a field is wrong.
    """
    path = get_settings().clinic_file
    clinic: Clinic = _read(path, Clinic)
    known = sorted({*_countries()} - {UNKNOWN_COUNTRY})
    if clinic.country and clinic.country not in known:
        raise SettingsError(
            f"{path}: country: no numbers are known for {clinic.country}, only for {', '.join(known)}. Write EU for "
            "another country of the European Union; elsewhere leave it out and give the numbers of your own."
        )
    return clinic


@lru_cache(maxsize=None)
def _countries() -> Dict[str, Numbers]:
    return _read(get_settings().knowledge_folder / "numbers.yml", Dict[str, Numbers])


def _read(path: Path, shape: Any) -> Any:
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        if not isinstance(fields, dict):
            raise TypeError("there are no fields in it")
        return parse_obj_as(shape, fields)
    except (OSError, TypeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(step) for step in item['loc'] if step != '__root__')}: {item['msg']}"
            for item in error.errors()
        )
        raise SettingsError(f"{path}: {problems}") from error
