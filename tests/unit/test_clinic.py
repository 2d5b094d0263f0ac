"""The clinic that patients are sent to: what is filled in is said, and a mistake stops the start with its field."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

import pytest
import yaml

from marrow.channels.web import public_fields
from marrow.clinic import Clinic, get_clinic
from marrow.conversation.words import contact
from marrow.settings import ROOT, SettingsError

Fill = Callable[[str], Path]


@pytest.fixture
def fill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fill:
    """Writes the clinic's file."""
    file = tmp_path / "clinic.yml"
    monkeypatch.setenv("MARROW_CLINIC_FILE", str(file))

    def write(text: str) -> Path:
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_the_file_of_the_project_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARROW_CLINIC_FILE", str(ROOT / "clinic.yml"))
    assert set(get_clinic().dict().values()) == {None}


@pytest.mark.parametrize("text", ["", "# nothing but a comment", "name: null\nphone: null\nwebsite: null", "name:"])
def test_what_nobody_has_filled_in_is_unknown(fill: Fill, text: str) -> None:
    fill(text)
    assert get_clinic() == Clinic()
    assert contact(get_clinic()) == "your clinic"


def test_what_is_filled_in_is_said(fill: Fill) -> None:
    fill("name: '  The Clinic '\nphone: 555 0100\nwebsite: https://clinic.example/bone\n")
    assert get_clinic() == Clinic(name="The Clinic", phone="555 0100", website="https://clinic.example/bone")
    assert contact(get_clinic()) == "The Clinic, 555 0100, https://clinic.example/bone"


def test_the_page_gets_who_stands_behind_the_guide_and_no_note_to_itself(fill: Fill) -> None:
    fill("owner: A clinic\nconsent_note: Not for the page.\ncountry: GB")
    shown = public_fields(get_clinic())
    assert (shown["owner"], shown["funding"]) == ("A clinic", None)
    assert shown["emergency"] == get_clinic().numbers()["emergency"]
    assert "Not for the page." not in shown.values()


def test_a_phone_alone_is_said_beside_your_clinic(fill: Fill) -> None:
    fill("phone: 555 0100")
    assert contact(get_clinic()) == "your clinic, 555 0100"


@pytest.mark.parametrize(
    "text, field",
    [
        ("colour: red", "colour"),
        ("website: clinic", "website"),
        ("website: ftp://clinic.example", "website"),
        ("name: x", "name"),
        ("phone: ''", "phone"),
        ("name: [one, two]", "name"),
        ("country: Utopia", "country"),
        ("emergency_number: 112", "emergency_number"),
        ("emergency_number: call 112 please", "emergency_number"),
        ("country: UK", "country"),
    ],
    ids=[
        "unknown field",
        "no address",
        "no web address",
        "too short",
        "blank",
        "a list",
        "no code",
        "unquoted",
        "words",
        "no country",
    ],
)
def test_a_wrong_field_names_the_file_and_the_field(fill: Fill, text: str, field: str) -> None:
    file = fill(text)
    with pytest.raises(SettingsError) as error:
        get_clinic()
    assert str(error.value).startswith(f"{file}: {field}: ")


def test_help_is_that_of_the_country(fill: Fill) -> None:
    numbers = yaml.safe_load((ROOT / "knowledge" / "numbers.yml").read_text(encoding="utf-8"))
    for country in ("US", "GB", "EU", "DE", "AU", "CA"):
        ways = Clinic(country=country).ways_to_get_help()
        assert numbers[country]["emergency"]["number"] in ways["emergency"]
        for way, words in ways.items():
            assert words == (numbers[country][way] or numbers["unknown"][way])["text"]


def test_the_numbers_to_dial_are_those_of_the_clinic_then_of_the_country() -> None:
    numbers = yaml.safe_load((ROOT / "knowledge" / "numbers.yml").read_text(encoding="utf-8"))
    assert set(Clinic().numbers().values()) == {None}
    assert Clinic(country="GB").numbers()["emergency"] == numbers["GB"]["emergency"]["number"]
    assert Clinic(country="GB", emergency_number="555 0100").numbers()["emergency"] == "555 0100"


@pytest.mark.parametrize("country", [None, "ZZ"])
def test_where_the_country_is_unknown_no_number_is_named(country: Optional[str]) -> None:
    ways = Clinic(country=country).ways_to_get_help()
    assert ways["emergency"] == "call your local emergency number"
    assert not any(character.isdigit() for words in ways.values() for character in words)


def test_a_number_of_the_clinic_goes_before_that_of_the_country(fill: Fill) -> None:
    fill("country: GB\nurgent_number: 555 0100\n")
    ways = get_clinic().ways_to_get_help()
    assert (
        ways["urgent"] == "call 555 0100" and ways["emergency"] == Clinic(country="GB").ways_to_get_help()["emergency"]
    )


def test_all_wrong_fields_are_told_at_once(fill: Fill) -> None:
    fill("name: x\nwebsite: clinic\n")
    with pytest.raises(SettingsError, match="name: .*; website: "):
        get_clinic()


@pytest.mark.parametrize("text", ["name: @home", "- name", "the clinic"], ids=["bad YAML", "a list", "a text"])
def test_a_file_of_another_shape_is_named(fill: Fill, text: str) -> None:
    file = fill(text)
    with pytest.raises(SettingsError) as error:
        get_clinic()
    assert str(error.value).startswith(f"{file} cannot be read: ")


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MARROW_CLINIC_FILE", str(tmp_path / "nowhere.yml"))
    with pytest.raises(SettingsError) as error:
        get_clinic()
    assert str(tmp_path / "nowhere.yml") in str(error.value)
    assert "No such file" in str(error.value)
