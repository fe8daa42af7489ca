"""Markdown tables for reports."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are figures."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *rows))


def percent(share: float) -> str:
    """A share 0..1 as a percentage; a dash when there is none."""
    return "–" if np.isnan(share) else f"{100 * share:.1f} %"
