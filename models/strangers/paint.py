"""Surfaces to pixels: the exam's own shading, off screen, coverage in alpha, shadows on the floor."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.bodies.rotation import Points
from models.bodies.skeleton import adjacency, vertex_normals
from models.strangers.lens import HEIGHT, WIDTH, Lens

_VERTEX = """#version 330
uniform mat4 to_clip; uniform vec4 drop;
in vec3 place; in vec3 normal; in vec3 colour; in vec3 fabric; in float cover;
out vec3 n; out vec3 c; out vec3 t; out vec3 w; out float k;
void main() {
    vec3 p = place;
    if (drop.w > 0.5) p = vec3(place.xy - drop.xy * place.z, 0.0);
    gl_Position = to_clip * vec4(p, 1.0);
    n = normal; c = colour; t = fabric; w = place; k = cover;
}
"""
# weave: x grain, y sheen, z translucence (skin); stripe: colour and kind (0 none, 1 hoops, 2 side panel,
# 3 chest band, 4 marl).
_FRAGMENT = """#version 330
uniform vec4 drop; uniform vec3 sun; uniform vec3 sun_colour; uniform vec3 lamp; uniform vec3 lamp_colour;
uniform vec3 sky; uniform vec3 ground; uniform vec3 eye; uniform vec3 weave; uniform vec4 stripe;
in vec3 n; in vec3 c; in vec3 t; in vec3 w; in float k;
out vec4 pixel;
float hash(vec3 p) { return fract(sin(dot(p, vec3(127.1, 311.7, 74.7))) * 43758.5453); }
float noise(vec3 p) {
    vec3 i = floor(p); vec3 f = fract(p); f = f * f * (3.0 - 2.0 * f);
    vec2 o = vec2(0.0, 1.0);
    float a = mix(hash(i), hash(i + o.yxx), f.x);
    float b = mix(hash(i + o.xyx), hash(i + o.yyx), f.x);
    float d = mix(hash(i + o.xxy), hash(i + o.yxy), f.x);
    float e = mix(hash(i + o.xyy), hash(i + o.yyy), f.x);
    return mix(mix(a, b, f.y), mix(d, e, f.y), f.z);
}
void main() {
    if (k < 0.0) discard;
    if (drop.w > 0.5) { pixel = vec4(1.0, 1.0, 1.0, exp(-1.6 * w.z)); return; }
    vec3 m = normalize(n); vec3 v = normalize(eye - w);
    if (!gl_FrontFacing) m = -m;
    float on = 0.0;
    if (stripe.w > 0.5 && stripe.w < 1.5) on = smoothstep(0.46, 0.5, abs(fract(t.z * 9.0) - 0.5) * 1.6);
    if (stripe.w > 1.5 && stripe.w < 2.5) on = 1.0 - smoothstep(0.022, 0.026, abs(t.y));
    if (stripe.w > 2.5 && stripe.w < 3.5) on = 1.0 - smoothstep(0.05, 0.055, abs(t.z - 0.37));
    if (stripe.w > 3.5) on = 0.6 * smoothstep(0.35, 0.7, noise(t * vec3(180.0, 180.0, 420.0)));
    vec3 base = mix(c, stripe.rgb, on);
    float lit = max(0.0, dot(m, sun)); float soft = max(0.0, 0.4 + 0.6 * dot(m, sun));
    float fillin = max(0.0, 0.2 + 0.8 * dot(m, lamp));
    vec3 light = mix(ground, sky, 0.5 + 0.5 * m.z) + lamp_colour * fillin;
    light += sun_colour * mix(lit, soft, 0.35 + 0.4 * weave.z);
    light *= mix(vec3(1.0), vec3(1.06, 0.98, 0.95), weave.z * (1.0 - lit));
    float grain = weave.x * (noise(t * 260.0) + 0.6 * noise(t * 75.0) - 0.8);
    vec3 h = normalize(sun + v);
    float sheen = weave.y * pow(max(0.0, dot(m, h)), 18.0);
    float rim = 0.08 * pow(1.0 - max(0.0, dot(m, v)), 3.0);
    float dim = gl_FrontFacing ? 1.0 : 0.45;
    pixel = vec4(clamp(dim * base * light * (1.0 + grain) + (sheen + rim) * sky, 0.0, 1.0), 1.0);
}
"""


@dataclass(frozen=True)
class Piece:
    """One shaded surface: points and colours (V, 3), faces (F, 3), cloth coordinates, what is cut away.

    `cover` (V,) metres is positive where the surface exists. `weave` is grain, sheen and translucence;
    `stripe` a colour and a kind of pattern (0 none).
    """

    points: Points
    faces: NDArray[np.int32]
    colours: NDArray[np.float64]
    fabric: Points
    cover: NDArray[np.float64]
    weave: tuple[float, float, float] = (0.1, 0.0, 0.0)
    stripe: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def normals(self) -> Points:
        """Unit normals (V, 3) of the surface as it lies."""
        _, incidence = _mesh(len(self.points), self.faces.shape[0], self.faces.tobytes())
        return vertex_normals(self.points, self.faces, incidence)


@cache
def _mesh(vertices: int, count: int, faces: bytes) -> tuple[Any, Any]:
    """Neighbour and incidence matrices of a mesh: the same few meshes come again for every shot."""
    return adjacency(np.frombuffer(faces, np.int32).reshape(count, 3), vertices)


@dataclass(frozen=True)
class Lamps:
    """A room's light: directions (3,) the main and the second light come from, and four colours."""

    sun: tuple[float, float, float]
    lamp: tuple[float, float, float]
    sun_colour: tuple[float, float, float]
    lamp_colour: tuple[float, float, float]
    sky: tuple[float, float, float]
    ground: tuple[float, float, float]


def _three(values: NDArray[np.float64]) -> tuple[float, float, float]:
    return (float(values[0]), float(values[1]), float(values[2]))


def draw_lamps(rng: np.random.Generator, side: float) -> Lamps:
    """Light from anywhere above but rarely from behind the body as the camera (on `side`) sees it."""
    sun = np.array([side * rng.uniform(-0.15, 1.0), rng.uniform(-0.9, 0.9), rng.uniform(0.35, 1.3)])
    lamp = np.array([side * rng.uniform(0.2, 1.0), rng.uniform(-1.0, 1.0), rng.uniform(-0.1, 0.4)])
    tint = rng.normal(0.0, 0.05)
    warm, cool = np.array([1.0 + tint, 1.0, 1.0 - tint]), np.array([1.0 - tint, 1.0, 1.0 + tint])
    sky = float(rng.uniform(0.38, 0.62))
    return Lamps(
        sun=_three(sun / np.linalg.norm(sun)),
        lamp=_three(lamp / np.linalg.norm(lamp)),
        sun_colour=_three(rng.uniform(0.2, 0.6) * warm),
        lamp_colour=_three(rng.uniform(0.08, 0.25) * cool),
        sky=_three(sky * cool),
        ground=_three(sky * rng.uniform(0.45, 0.8) * warm),
    )


class Painter:
    """An off-screen OpenGL context of the exam's picture size; needs EGL (a software driver will do)."""

    def __init__(self) -> None:
        import moderngl  # noqa: PLC0415 - what does not draw must import without moderngl

        self._gl = moderngl
        options: dict[str, Any] = {"standalone": True, "backend": "egl"}
        self._context: Any = moderngl.create_context(**options)
        self._program: Any = self._context.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        size = (WIDTH, HEIGHT)
        make: Any = self._context.framebuffer
        self._many: Any = make(
            [self._context.renderbuffer(size, 4, samples=4)],
            self._context.depth_renderbuffer(size, samples=4),
        )
        self._one: Any = make([self._context.renderbuffer(size, 4)])
        self._small: Any = make([self._context.renderbuffer((WIDTH // 2, HEIGHT // 2), 4)])

    def paint(self, pieces: list[Piece], lens: Lens, lamps: Lamps) -> NDArray[np.uint8]:
        """RGBA (H, W, 4): colour premultiplied by the coverage in alpha."""
        self._start(self._many, lens)
        self._context.enable(self._gl.DEPTH_TEST)
        self._program["drop"].value = (0.0, 0.0, 0.0, 0.0)
        for name in ("sun", "lamp", "sun_colour", "lamp_colour", "sky", "ground"):
            self._program[name].value = getattr(lamps, name)
        self._program["eye"].value = tuple(lens.place())
        for piece in pieces:
            self._draw(piece)
        self._context.copy_framebuffer(self._one, self._many)
        return self._read(self._one, WIDTH, HEIGHT)

    def shade(self, pieces: list[Piece], lens: Lens, slope: tuple[float, float]) -> NDArray[np.float64]:
        """Shadow on the floor (H/2, W/2), 0..1, cast along `slope` (x and y a metre of height), unblurred."""
        self._start(self._small, lens)
        self._context.disable(self._gl.DEPTH_TEST)
        self._program["drop"].value = (*slope, 0.0, 1.0)
        # The darkest of what falls on a spot counts, however many surfaces overlap there.
        self._context.enable(self._gl.BLEND)
        self._context.blend_equation = self._gl.MAX
        for piece in pieces:
            self._draw(piece)
        self._context.blend_equation = self._gl.FUNC_ADD
        self._context.disable(self._gl.BLEND)
        return self._read(self._small, WIDTH // 2, HEIGHT // 2)[:, :, 3] / 255.0

    def _start(self, target: Any, lens: Lens) -> None:
        target.use()
        self._context.viewport = (0, 0, *target.size)
        target.clear(0.0, 0.0, 0.0, 0.0)
        self._program["to_clip"].write(lens.clip_matrix().T.astype("f4").tobytes())

    def _read(self, source: Any, width: int, height: int) -> NDArray[np.uint8]:
        raw = np.frombuffer(source.read(components=4), np.uint8)
        return np.ascontiguousarray(raw.reshape(height, width, 4)[::-1])

    def _draw(self, piece: Piece) -> None:
        kept = piece.faces[(piece.cover[piece.faces] >= 0.0).any(axis=1)]
        if not len(kept):
            return
        packed = np.concatenate(
            [piece.points, piece.normals(), piece.colours, piece.fabric, piece.cover[:, None]], axis=1
        )
        self._program["weave"].value = piece.weave
        self._program["stripe"].value = piece.stripe
        points = self._context.buffer(packed.astype("f4").tobytes())
        index = self._context.buffer(np.ascontiguousarray(kept, np.int32).tobytes())
        layout = [(points, "3f 3f 3f 3f 1f", "place", "normal", "colour", "fabric", "cover")]
        surface = self._context.vertex_array(self._program, layout, index)
        surface.render()
        for owned in (surface, points, index):
            owned.release()


@cache
def painter() -> Painter:
    """The process's one painter: contexts are costly to make."""
    return Painter()
