"""The reliability diagram: does the confidence mean what it says? Drawn with matplotlib, which Rasa brings."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from benchmarks.scoring import BINS, Outcome, reliability

SETTINGS = {"svg.hashsalt": "marrow", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 9}
WITHOUT = {"Date": None, "Creator": None}  # so that the same figures give the same file
INK, GREY, BAR = "#1f4e79", "#8a8a8a", "#b9cde0"


def draw(outcomes: Sequence[Outcome], path: Path) -> None:
    """Above: mean confidence against the share right in each tenth. Below: how many messages are in it."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    found = list(reliability(outcomes))
    with matplotlib.rc_context(SETTINGS):
        figure, (upper, lower) = pyplot.subplots(
            2, 1, sharex=True, figsize=(4.6, 5.2), gridspec_kw={"height_ratios": [3, 1]}, constrained_layout=True
        )
        upper.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1)
        upper.text(0.98, 0.04, "dashed: confidence means what it says", color=GREY, ha="right")
        upper.plot([said for _, _, said, _ in found], [hit for *_, hit in found], color=INK, marker="o")
        upper.set(xlim=(0, 1), ylim=(0, 1.02), ylabel="share right")
        bars = lower.bar(
            [start for start, *_ in found], [size for _, size, _, _ in found], 1 / BINS,
            align="edge", color=BAR, edgecolor="white",
        )  # fmt: skip
        lower.bar_label(bars)
        lower.set(xlabel="confidence of the likeliest intent", ylabel="messages")
        lower.margins(y=0.2)
        for axes in (upper, lower):
            axes.spines[["top", "right"]].set_visible(False)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata=WITHOUT)
        pyplot.close(figure)
