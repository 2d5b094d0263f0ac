"""The clinic that offers the guide (``clinic.yml``): whom a patient is sent to."""

from __future__ import annotations

from functools import lru_cache
from typing import Optional

import yaml
from pydantic import BaseModel, Extra, HttpUrl, StrictStr, ValidationError

from marrow.settings import SettingsError, get_settings


class Clinic(BaseModel):
    """What is known of the clinic; a field that nobody has filled is None."""

    name: Optional[StrictStr]
    phone: Optional[StrictStr]  # an unquoted number would lose its leading zero
    website: Optional[HttpUrl]

    class Config:
        extra = Extra.forbid
        anystr_strip_whitespace = True
        min_anystr_length = 2


@lru_cache(maxsize=None)
def get_clinic() -> Clinic:
    """The clinic of this process.

    Raises:
        SettingsError: when the file cannot be read or a field is wrong.
    """
    path = get_settings().clinic_file
    try:
        return Clinic(**(yaml.safe_load(path.read_text(encoding="utf-8")) or {}))
    except (OSError, TypeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        problems = "; ".join(f"{item['loc'][0]}: {item['msg']}" for item in error.errors())
        raise SettingsError(f"{path}: {problems}") from error
