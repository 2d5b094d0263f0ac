"""The files of the web channel are sent as seldom and as small as can be."""

from __future__ import annotations

import gzip
from typing import Iterator, List

import pytest
import yaml

from marrow.channels.static_files import FOLDER, digest
from marrow.settings import ROOT
from tests.web import Site, new_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from new_site(tmp_path_factory.mktemp("site"))


def test_a_file_is_sent_packed_and_not_at_all_to_who_has_it(site: Site) -> None:
    content = (FOLDER / "sheet.css").read_bytes()
    packed = site.request("GET", "/sheet.css", headers={"Accept-Encoding": "gzip"}, stream=True)
    assert (packed.headers["Content-Encoding"], gzip.decompress(packed.raw.read())) == ("gzip", content)
    plain = site.request("GET", "/sheet.css", headers={"Accept-Encoding": "identity"})
    assert (plain.content, plain.headers.get("Content-Encoding")) == (content, None)
    assert (plain.headers["Cache-Control"], "Accept-Encoding" in plain.headers["Vary"]) == ("no-cache", True)
    has_it = {"If-None-Match": f'"other", {plain.headers["ETag"]}'}
    assert site.request("GET", "/sheet.css", headers=has_it).status_code == 304
    assert site.request("GET", "/sheet.css", headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_the_widget_is_also_at_an_address_that_never_changes(site: Site) -> None:
    widget = site.request("GET", "/widget.js")
    assert (widget.status_code, widget.headers["Cache-Control"]) == (200, "no-cache")
    fixed = site.request("GET", f"/widget-{digest(widget.content)}.js")
    assert fixed.content == widget.content
    assert "immutable" in fixed.headers["Cache-Control"]


def test_the_pictures_are_served(site: Site) -> None:
    names: List[str] = [one["file"] for one in yaml.safe_load((ROOT / "knowledge" / "pictures.yml").read_text("utf-8"))]
    assert names
    for name in names:
        picture = site.request("GET", f"/pictures/{name}")
        assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/svg+xml")
        assert "script-src" not in picture.headers["Content-Security-Policy"]
