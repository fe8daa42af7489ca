"""One picture of a body with dots, or with what might be taken for them, re-made from (seed, number)."""

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bodies.camera import Camera, focal_for
from models.bodies.clothing import Cloth
from models.bodies.finish import develop, encode_jpeg, shadow
from models.bodies.render import Layer, Renderer
from models.bodies.room import paint_room
from models.bodies.rotation import about_z
from models.bodies.shot import Shot, in_room, layers_of, make_shot, make_subject
from models.bodies.truth import LEFT_ASIS, LEFT_PSIS, RIGHT_ASIS, RIGHT_PSIS, line_tilt_deg
from models.dots.markers import Hue, Kind, Spot, dot, draw_dye, patch, spot_on

Case = Literal["half_ball", "flat", "none", "one", "three", "logo", "print", "plant"]
CASES: tuple[Case, ...] = get_args(Case)
NEGATIVES: tuple[Case, ...] = CASES[2:]
WIDTH, HEIGHT = 720, 1280
_ARMS = ("crossed", "folded")  # as the guest is asked to hold them
_TRIES = 40
_LONE_ASIS = 0.7


@dataclass(frozen=True)
class Scene:
    """Everything that makes one picture.

    Attributes:
        case: what is on the body.
        kind: half-balls or flat stickers, where there are any.
        shot: the body in its clothes, the room and the light.
        tint: (3,) the lamps' colour beyond what the shot's own camera makes of white.
        extras: dots and look-alikes, in room axes.
        spots: where the ASIS and the PSIS dot sit, in room axes.
        dye: the dots' colour, RGB 0..1, of the named hue.
        leaves: a plant's leaves behind the guest, as (x, y, long, wide, turn, green) each.
    """

    number: int
    case: Case
    kind: Kind
    hue: Hue
    shot: Shot
    tint: NDArray[np.float32]
    extras: tuple[Layer, ...]
    spots: tuple[Spot, Spot]
    dye: tuple[float, float, float]
    leaves: NDArray[np.float64]


def make_scene(seed: int, number: int, case: Case) -> Scene:
    """Picture `number` of a seed; each has a body of its own."""
    rng = np.random.default_rng([seed, number, CASES.index(case)])
    shot = _shot(seed, number, rng)
    hue: Hue = "green" if rng.random() < 0.5 else "magenta"
    other: Kind = "half_ball" if rng.random() < 0.5 else "flat"
    kind: Kind = "half_ball" if case == "half_ball" else "flat" if case == "flat" else other
    dye = draw_dye(rng, hue, kind)
    if kind == "flat":
        shot = _turned(shot, rng)
    if case == "print":
        shot = _printed(shot, dye, rng)
    layers = layers_of(shot.placed)
    left = shot.camera.facing == "left"
    spots = (
        spot_on(layers, LEFT_ASIS if left else RIGHT_ASIS),
        spot_on(layers, LEFT_PSIS if left else RIGHT_PSIS),
    )
    extras = _extras(case, kind, spots, dye, layers, rng)
    return Scene(
        number=number,
        case=case,
        kind=kind,
        hue=hue,
        shot=shot,
        tint=(1.0 + rng.normal(0.0, 0.05, 3)).astype(np.float32),
        extras=tuple(extras),
        spots=spots,
        dye=dye,
        leaves=_leaves(rng, shot.camera) if case == "plant" or rng.random() < 0.15 else np.empty((0, 6)),
    )


def _shot(seed: int, number: int, rng: np.random.Generator) -> Shot:
    """A shot with the arms crossed, from a camera such as a site would mount."""
    subject = make_subject(seed, number)
    for image in range(_TRIES):
        shot = make_shot(subject, image, WIDTH, HEIGHT)
        if shot.arms.style in _ARMS:
            break
    tall = subject.figure.height_m + shot.placed.outfit.sole_m
    distance, lens = float(rng.uniform(2.3, 3.2)), float(rng.uniform(0.895, 1.055))
    pitch = float(np.clip(rng.normal(0.0, 2.5), -6.0, 6.0))
    above = np.rad2deg(np.arctan2(tall + 0.03 - lens, distance - 0.1)) + pitch
    below = np.rad2deg(np.arctan2(lens, distance - 0.2)) - pitch
    view = max(float(rng.uniform(40.0, 56.0)), 2.12 * float(max(above, below)))
    camera = replace(
        shot.camera,
        distance_m=distance,
        height_m=lens,
        focal_px=focal_for(HEIGHT, view),
        pitch_deg=pitch,
        roll_deg=float(np.clip(rng.normal(0.0, 0.5), -1.0, 1.0)),
    )
    return replace(shot, camera=camera)


def _turned(shot: Shot, rng: np.random.Generator) -> Shot:
    """The guest with the back a little towards the camera: turned away, no flat PSIS sticker shows at all."""
    towards = -1.0 if shot.camera.facing == "left" else 1.0
    return replace(shot, placed=replace(shot.placed, yaw_deg=towards * float(rng.uniform(0.0, 9.0))))


def _printed(shot: Shot, dye: tuple[float, float, float], rng: np.random.Generator) -> Shot:
    """Hoops, pinstripes or spots of the dots' own colour on the clothes."""
    outfit = shot.placed.outfit
    pattern = int(rng.integers(1, 4))

    def dyed(cloth: Cloth) -> Cloth:
        return replace(cloth, pattern=pattern, pattern_colour=dye)

    top, bottom = outfit.top, outfit.bottom
    if rng.random() < 0.5:
        top = replace(top, cloth=dyed(top.cloth))
    else:
        bottom = replace(bottom, cloth=dyed(bottom.cloth))
    return replace(shot, placed=replace(shot.placed, outfit=replace(outfit, top=top, bottom=bottom)))


def _extras(
    case: Case,
    kind: Kind,
    spots: tuple[Spot, Spot],
    dye: tuple[float, float, float],
    layers: list[Layer],
    rng: np.random.Generator,
) -> list[Layer]:
    dots = [dot(kind, spot, dye) for spot in spots]
    match case:
        case "half_ball" | "flat":
            return dots
        case "one":
            # Mostly the ASIS dot alone, which could lend its colour to whatever lies along the back.
            return [dots[0 if rng.random() < _LONE_ASIS else 1]]
        case "three":
            return [*dots, dot(kind, _elsewhere(layers, spots, rng), dye)]
        case "logo":
            return _logo(layers, spots, dye, rng)
        case _:
            return []


def _elsewhere(layers: list[Layer], spots: tuple[Spot, Spot], rng: np.random.Generator) -> Spot:
    """A spot on the side towards the camera, near the hip, clear of both dots and of the arms."""
    skin = layers[0]
    asis, psis = (spot.place for spot in spots)
    middle, outward = (asis + psis) / 2.0, np.sign(spots[0].normal[0])
    near = np.linalg.norm(skin.vertices - middle, axis=1) < 0.16
    seen = skin.normals[:, 0] * outward > 0.5
    apart = np.minimum(*(np.linalg.norm(skin.vertices - place, axis=1) for place in (asis, psis))) > 0.045
    below = skin.vertices[:, 2] < middle[2] + 0.03
    return spot_on(layers, int(rng.choice(np.flatnonzero(near & seen & apart & below))))


def _logo(
    layers: list[Layer], spots: tuple[Spot, Spot], dye: tuple[float, float, float], rng: np.random.Generator
) -> list[Layer]:
    """Bars or letters on the hip or the side, in the dots' colour."""
    spot = _elsewhere(layers, spots, rng) if rng.random() < 0.7 else spots[0]
    if rng.random() < 0.5:
        return [patch(spot, rng.uniform(0.02, 0.07), rng.uniform(0.008, 0.03), rng.uniform(-90, 90), dye)]
    step = np.array([0.0, 0.022, 0.0])
    letters = [Spot(spot.place + step * at, spot.normal, spot.bend) for at in (-1, 0, 1)]
    return [patch(one, 0.012, rng.uniform(0.012, 0.03), rng.uniform(-15, 15), dye) for one in letters]


def _leaves(rng: np.random.Generator, camera: Camera) -> NDArray[np.float64]:
    """Leaves about a stem at one side of the guest, some beside the hips, pixels."""
    count = int(rng.integers(25, 60))
    middle = np.array(
        [camera.width * rng.choice([0.2, 0.35, 0.65, 0.8]), camera.height * rng.uniform(0.4, 0.55)]
    )
    place = middle + rng.normal(0.0, 1.0, (count, 2)) * np.array([55.0, 110.0])
    long = rng.uniform(8.0, 38.0, count)
    shape = np.stack([long, long * rng.uniform(0.25, 0.6, count), rng.uniform(0, 180, count)], axis=1)
    return np.concatenate([place, shape, rng.uniform(0.15, 0.6, (count, 1))], axis=1)


def picture(scene: Scene, renderer: Renderer) -> tuple[NDArray[np.uint8], list[int]]:
    """RGB uint8 (1280, 720, 3) as it leaves the camera, uncoded, and how many pixels each extra covers.

    The covered pixels are those that change by drawing the extra.
    """
    shot = scene.shot
    canvas = paint_room(shot.room, shot.camera).copy()
    for x, y, long, wide, turn, green in scene.leaves:
        leaf = (green * 0.45, green, green * 0.3)
        cv2.ellipse(canvas, ((x, y), (long, wide), turn), leaf, -1, cv2.LINE_AA)
    feet = np.stack([shot.placed.person.joint("foot.L"), shot.placed.person.joint("foot.R")])
    shadow(canvas, shot.camera, in_room(shot.placed, feet), strength=0.45)
    layers = layers_of(shot.placed)
    drawn = renderer.draw(layers, shot.camera, shot.light)
    covered = []
    for extra in scene.extras:
        layers.append(extra)
        before, drawn = drawn, renderer.draw(layers, shot.camera, shot.light)
        covered.append(int((np.abs(drawn.astype(np.int16) - before).max(axis=2) > 12).sum()))
    alpha = drawn[:, :, 3:].astype(np.float32) / 255.0
    canvas = (canvas * (1.0 - alpha) + drawn[:, :, :3].astype(np.float32) / 255.0) * scene.tint
    return develop(np.clip(canvas, 0.0, 1.0), shot.finish), covered


def jpeg_coded(image: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """RGB uint8 (H, W, 3) as it comes back from a JPEG file, whose colour has half the resolution."""
    coded = np.frombuffer(encode_jpeg(image, quality), np.uint8)
    decoded = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("the picture just coded cannot be read back")
    return np.ascontiguousarray(decoded[:, :, ::-1], np.uint8)


def describe(scene: Scene) -> dict[str, Any]:
    """The truth of a scene: the near side's angle, the dots' ideal pixels, the camera and the factors."""
    shot, camera = scene.shot, scene.shot.camera
    left = camera.facing == "left"
    asis, psis = (LEFT_ASIS, LEFT_PSIS) if left else (RIGHT_ASIS, RIGHT_PSIS)
    vertices = shot.placed.person.vertices
    pixels = camera.project(np.stack([spot.place for spot in scene.spots])) - 0.5
    towards = camera.place() - np.stack([spot.place for spot in scene.spots])
    cosines = [
        float(spot.normal @ way / np.linalg.norm(way)) for spot, way in zip(scene.spots, towards, strict=True)
    ]
    return {
        "case": scene.case,
        "number": scene.number,
        "kind": scene.kind,
        "hue": scene.hue,
        "dye": [round(part, 3) for part in scene.dye],
        "tilt_deg": round(line_tilt_deg(vertices[asis], vertices[psis]), 3),
        "marked_deg": round(_marked_deg(scene), 3),
        "asis_px": [round(float(v), 2) for v in pixels[0]],
        "psis_px": [round(float(v), 2) for v in pixels[1]],
        "asis_cosine": round(cosines[0], 3),
        "psis_cosine": round(cosines[1], 3),
        "facing": camera.facing,
        "fit": shot.placed.outfit.fit,
        "yaw_deg": round(shot.placed.yaw_deg, 2),
        "distance_m": round(camera.distance_m, 3),
        "camera_height_m": round(camera.height_m, 3),
        "pitch_deg": round(camera.pitch_deg, 3),
        "roll_deg": round(camera.roll_deg, 3),
        "focal_px": round(camera.focal_px, 1),
        "gain": round(shot.finish.gain, 2),
        "noise": round(shot.finish.noise, 3),
        "jpeg": shot.finish.jpeg,
    }


def _marked_deg(scene: Scene) -> float:
    """The angle of the line between the dots themselves, which cloth carries away from the bone."""
    turn = about_z(-scene.shot.placed.yaw_deg)
    asis, psis = (turn @ spot.place for spot in scene.spots)
    return line_tilt_deg(asis, psis)
