"""Triangles to pixels: shaded layers of skin, cloth and hair drawn off screen, the exact mask in alpha."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera

_VERTEX = """#version 330
uniform mat4 to_clip;
in vec3 place; in vec3 normal; in vec3 colour; in vec2 cut; in vec3 cloth;
out vec3 n; out vec3 c; out vec2 k; out vec3 q; out vec3 world;
void main() {
    gl_Position = to_clip * vec4(place, 1.0);
    n = normal; c = colour; k = cut; q = cloth; world = place;
}
"""
# `k.x` is positive where the layer covers, so hems are cut smoothly between vertices; `k.y` is gloss.
_FRAGMENT = """#version 330
uniform vec3 key; uniform vec3 fill; uniform vec3 eye; uniform vec3 key_colour; uniform float ambient;
uniform vec4 print_;
in vec3 n; in vec3 c; in vec2 k; in vec3 q; in vec3 world;
out vec4 pixel;
void main() {
    if (k.x < 0.0) discard;
    vec3 m = normalize(n);
    vec3 view = normalize(eye - world);
    if (dot(m, view) < -0.15 && !gl_FrontFacing) m = -m;
    float wrap = max(0.0, (dot(m, key) + 0.25) / 1.25);
    float side = max(0.0, dot(m, fill));
    float sky = 0.5 + 0.5 * m.z;
    vec3 base = c;
    if (print_.w > 0.5 && print_.w < 1.5) base = mix(c, print_.rgb, step(0.5, fract(q.z * 14.0)));
    if (print_.w > 1.5 && print_.w < 2.5) base = mix(c, print_.rgb, step(0.86, fract(abs(q.x) * 9.0 + 0.3)));
    float spots = sin(q.z * 23.0) * sin(q.x * 31.0) * sin(q.y * 29.0);
    if (print_.w > 2.5) base = mix(c, print_.rgb, step(0.25, spots));
    float grain = 0.025 * sin(310.0 * q.z + 40.0 * q.x) * sin(290.0 * q.y + 270.0 * q.x);
    vec3 light = ambient * (0.55 + 0.45 * sky) + key_colour * wrap + 0.22 * side;
    vec3 half_ = normalize(key + view);
    float shine = k.y * pow(max(0.0, dot(m, half_)), 24.0);
    if (!gl_FrontFacing) light *= 0.55;
    pixel = vec4(clamp(base * (light + grain) + shine, 0.0, 1.0), 1.0);
}
"""


@dataclass(frozen=True)
class Layer:
    """One shaded surface: vertices, normals, colours (V, 3), faces (F, 3), and where it is cut away.

    `cover` (V,) is positive where the layer exists; `cloth` (V, 3) are rest coordinates that prints stick to;
    `gloss` 0..1; `pattern` is 0 plain, 1 hoops, 2 pinstripes, 3 a print, in `pattern_colour`.
    """

    vertices: NDArray[np.float64]
    normals: NDArray[np.float64]
    colours: NDArray[np.float64]
    faces: NDArray[np.int32]
    cover: NDArray[np.float64]
    cloth: NDArray[np.float64]
    gloss: float = 0.0
    pattern: int = 0
    pattern_colour: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Light:
    """Key light and fill by the directions (3,) they come from, the key's colour, and the room's light."""

    key: NDArray[np.float64]
    fill: NDArray[np.float64]
    key_colour: tuple[float, float, float]
    ambient: float


def draw_light(rng: np.random.Generator, camera: Camera) -> Light:
    """A random room light that reaches the side the camera sees."""
    seen = 1.0 if camera.facing == "left" else -1.0
    key = np.array([seen * rng.uniform(0.3, 1.0), rng.uniform(-1.0, 1.0), rng.uniform(0.3, 1.2)])
    fill = np.array([seen * 0.4, float(rng.choice([-1.0, 1.0])), 0.2])
    warmth = float(rng.normal(0.0, 0.06))
    strength = float(rng.uniform(0.45, 0.85))
    return Light(
        key=key / np.linalg.norm(key),
        fill=fill / np.linalg.norm(fill),
        key_colour=(strength * (1.0 + warmth), strength, strength * (1.0 - warmth)),
        ambient=float(rng.uniform(0.35, 0.6)),
    )


def window_of(layers: list[Layer], camera: Camera, step: int = 64) -> tuple[int, int, int, int]:
    """Left, top, width and height in pixels of a window of the picture that holds all layers.

    Resolving its samples is most of what drawing costs, so no more is drawn than need be; sizes are whole
    `step`s, of which there are few to keep buffers for.
    """
    whole = (0, 0, camera.width, camera.height)
    corners = [camera.project(layer.vertices[layer.cover >= 0.0]) for layer in layers]
    pixels = np.concatenate(corners) if corners else np.zeros((1, 2))
    if not len(pixels) or not np.isfinite(pixels).all():
        return whole
    spans = []
    for axis, full in ((0, camera.width), (1, camera.height)):
        # Faces at a hem reach past the vertices that the hem leaves.
        low = int(np.clip(np.floor(pixels[:, axis].min()) - 24, 0, full - 1))
        high = int(np.clip(np.ceil(pixels[:, axis].max()) + 24, low + 1, full))
        size = min(full, -(-(high - low) // step) * step)
        spans.append((min(low, full - size), size))
    (left, wide), (top, high) = spans
    return left, top, wide, high


class Renderer:
    """An off-screen OpenGL context of one picture size; needs EGL (a software driver will do)."""

    def __init__(self, width: int, height: int, samples: int = 4) -> None:
        import moderngl  # noqa: PLC0415 - the pure modules of this package must import without moderngl

        self._gl = moderngl
        self.width, self.height = width, height
        options: dict[str, Any] = {"standalone": True, "backend": "egl"}
        self._context: Any = moderngl.create_context(**options)
        self._program: Any = self._context.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._samples = samples
        self._targets: dict[tuple[int, int], tuple[Any, Any]] = {}

    def _target(self, size: tuple[int, int]) -> tuple[Any, Any]:
        """The framebuffers of a size, drawn into and resolved; made once."""
        if size not in self._targets:
            drawn = self._context.framebuffer(
                [self._context.renderbuffer(size, 4, samples=self._samples)],
                self._context.depth_renderbuffer(size, samples=self._samples),
            )
            self._targets[size] = (drawn, self._context.framebuffer([self._context.renderbuffer(size, 4)]))
        return self._targets[size]

    def draw(self, layers: list[Layer], camera: Camera, light: Light) -> NDArray[np.uint8]:
        """RGBA (H, W, 4), colour premultiplied by the coverage that alpha holds."""
        window = left, top, wide, high = window_of(layers, camera)
        with self._context:  # a process may have one for every picture size
            raw = self._draw_window(layers, camera, light, window)
        picture = np.zeros((self.height, self.width, 4), np.uint8)
        picture[top : top + high, left : left + wide] = raw
        return picture

    def _draw_window(
        self, layers: list[Layer], camera: Camera, light: Light, window: tuple[int, int, int, int]
    ) -> NDArray[np.uint8]:
        """The window alone, RGBA (height, width, 4)."""
        left, top, wide, high = window
        drawn, resolved = self._target((wide, high))
        drawn.use()
        self._context.enable(self._gl.DEPTH_TEST)
        self._context.viewport = (0, 0, wide, high)
        drawn.clear(0.0, 0.0, 0.0, 0.0)
        to_clip = camera.clip_matrix()
        to_clip[0] = to_clip[0] * (self.width / wide) + to_clip[3] * ((self.width - 2 * left) / wide - 1.0)
        to_clip[1] = to_clip[1] * (self.height / high) + to_clip[3] * (1.0 - (self.height - 2 * top) / high)
        self._program["to_clip"].write(to_clip.T.astype("f4").tobytes())
        self._program["key"].value = tuple(light.key)
        self._program["fill"].value = tuple(light.fill)
        self._program["eye"].value = tuple(camera.place())
        self._program["key_colour"].value = light.key_colour
        self._program["ambient"].value = light.ambient
        for layer in layers:
            self._draw_layer(layer)
        self._context.copy_framebuffer(resolved, drawn)
        raw: NDArray[np.uint8] = np.frombuffer(resolved.read(components=4), np.uint8).reshape(high, wide, 4)[
            ::-1
        ]
        return raw

    def _draw_layer(self, layer: Layer) -> None:
        gloss = np.full(len(layer.vertices), layer.gloss)
        packed = np.concatenate(
            [layer.vertices, layer.normals, layer.colours, layer.cover[:, None], gloss[:, None], layer.cloth],
            axis=1,
        ).astype("f4")
        # Faces wholly outside the layer would only be discarded pixel by pixel.
        kept = layer.faces[(layer.cover[layer.faces] >= 0.0).any(axis=1)]
        if not len(kept):
            return
        self._program["print_"].value = (*layer.pattern_colour, float(layer.pattern))
        points = self._context.buffer(packed.tobytes())
        index = self._context.buffer(kept.astype(np.int32).tobytes())
        shape = [(points, "3f 3f 3f 2f 3f", "place", "normal", "colour", "cut", "cloth")]
        surface = self._context.vertex_array(self._program, shape, index)
        surface.render()
        for owned in (surface, points, index):
            owned.release()


@cache
def renderer_for(width: int, height: int) -> Renderer:
    """The process's one renderer of a size: contexts are costly to make."""
    return Renderer(width, height)
