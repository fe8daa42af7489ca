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


class Renderer:
    """An off-screen OpenGL context of one picture size; needs EGL (a software driver will do)."""

    def __init__(self, width: int, height: int, samples: int = 4) -> None:
        import moderngl  # noqa: PLC0415 - the pure modules of this package must import without moderngl

        self._gl = moderngl
        self.width, self.height = width, height
        options: dict[str, Any] = {"standalone": True, "backend": "egl"}
        self._context: Any = moderngl.create_context(**options)
        self._program: Any = self._context.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        size = (width, height)
        self._drawn: Any = self._context.framebuffer(
            [self._context.renderbuffer(size, 4, samples=samples)],
            self._context.depth_renderbuffer(size, samples=samples),
        )
        self._resolved: Any = self._context.framebuffer([self._context.renderbuffer(size, 4)])

    def draw(self, layers: list[Layer], camera: Camera, light: Light) -> NDArray[np.uint8]:
        """RGBA (H, W, 4), colour premultiplied by the coverage that alpha holds."""
        self._drawn.use()
        self._context.enable(self._gl.DEPTH_TEST)
        self._context.viewport = (0, 0, self.width, self.height)
        self._drawn.clear(0.0, 0.0, 0.0, 0.0)
        self._program["to_clip"].write(camera.clip_matrix().T.astype("f4").tobytes())
        self._program["key"].value = tuple(light.key)
        self._program["fill"].value = tuple(light.fill)
        self._program["eye"].value = tuple(camera.place())
        self._program["key_colour"].value = light.key_colour
        self._program["ambient"].value = light.ambient
        for layer in layers:
            self._draw_layer(layer)
        self._context.copy_framebuffer(self._resolved, self._drawn)
        raw = np.frombuffer(self._resolved.read(components=4), np.uint8)
        return np.ascontiguousarray(raw.reshape(self.height, self.width, 4)[::-1])

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
