"""Draws every picture on one page: ``python -m tests.guidance.sheet OUT.svg [beside]``."""

import sys
from pathlib import Path

from kiosk.guidance.figure import Figure, Layout, draw
from kiosk.guidance.pictures import ABOUT, EXERCISES
from kiosk.guidance.preparing import SCENES
from kiosk.guidance.scene import Scene, draw_scene
from kiosk.guidance.skeleton import HEIGHT, WIDTH

COLUMNS = 4
GAP = 10.0
CAPTION = 14.0
WORDS = 'font-family="sans-serif" font-size="9" fill="#b4bec9"'


def sheet(layout: Layout = Layout.GHOST) -> str:
    """All figures and scenes with their names on the kiosk's dark ground, as one SVG."""
    wide = 2 * WIDTH if layout is Layout.BESIDE else WIDTH
    figures = [*ABOUT.items(), *EXERCISES.items(), *SCENES.items()]
    cells = [_cell(at, wide, name, figure, layout) for at, (name, figure) in enumerate(figures)]
    width = COLUMNS * (wide + GAP) + GAP
    height = -(-len(cells) // COLUMNS) * (HEIGHT + CAPTION + GAP) + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" color="#f3f5f7">'
        f'<rect width="{width:g}" height="{height:g}" fill="#0b0e12"/>{"".join(cells)}</svg>'
    )


def _cell(at: int, wide: float, name: str, figure: Figure | Scene, layout: Layout) -> str:
    x = GAP + at % COLUMNS * (wide + GAP)
    y = GAP + at // COLUMNS * (HEIGHT + CAPTION + GAP)
    picture = draw_scene(figure, name) if isinstance(figure, Scene) else draw(figure, name, layout)
    two = layout is Layout.BESIDE and isinstance(figure, Figure) and figure.end
    own = 2 * WIDTH if two else WIDTH
    placed = picture.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" width="{own:g}" height="{HEIGHT:g}" ', 1)
    ground = (
        f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{HEIGHT + CAPTION:g}" rx="6" fill="#10141a"/>'
    )
    caption = f'<text x="{x + 6:g}" y="{y + HEIGHT + 9:g}" {WORDS}>{name} · {len(picture)} bytes</text>'
    return ground + placed + caption


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sheet(Layout(sys.argv[2]) if len(sys.argv) > 2 else Layout.GHOST))
