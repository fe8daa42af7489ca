"""One drawn person, re-made from (seed, body), and one picture of them from (seed, body, image)."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.bodies.arms import Arms, draw_any_arms
from models.bodies.body import Figure, draw_figure, load_rig
from models.bodies.camera import Camera, barrelled, draw_camera
from models.bodies.clothing import Outfit
from models.bodies.dress import Look, draw_look, dress
from models.bodies.finish import Finish, develop, draw_finish, encode_jpeg, shadow, through_lens
from models.bodies.hair import Hair, draw_hair, hair_layers
from models.bodies.person import JOINTS, Person, lift, pose_person
from models.bodies.posture import WITHIN_BODY_SD_DEG, Habit, Posture, draw_habit, take_stance, trunk_lean_deg
from models.bodies.regions import Regions
from models.bodies.render import Layer, Light, Renderer, draw_light
from models.bodies.room import Room, draw_room, paint_room
from models.bodies.rotation import about_z
from models.bodies.truth import LEFT_ASIS, LEFT_PSIS, RIGHT_ASIS, RIGHT_PSIS
from models.bodies.wardrobe import draw_outfit

WIDTH, HEIGHT = 480, 854
SAME_VISIT_SHARE = 0.5


@dataclass(frozen=True)
class Subject:
    """What stays the same over all pictures of one body.

    `breadth` (0..1) narrows how far stances, arms and turns differ from the usual ones.
    """

    seed: int
    body: int
    regions: Regions
    habit: Habit
    look: Look
    hair: Hair
    breadth: float = 1.0

    @property
    def figure(self) -> Figure:
        """The body at rest."""
        return self.regions.figure


@dataclass(frozen=True)
class Placed:
    """A dressed person in the room: turned by `yaw_deg` and stood `at` (x, y) metres from the mat's middle.

    `cloth_seed` is the number the folds grow from.
    """

    person: Person
    look: Look
    outfit: Outfit
    hair: Hair
    yaw_deg: float = 0.0
    at: tuple[float, float] = (0.0, 0.0)
    cloth_seed: int = 0


@dataclass(frozen=True)
class Shot:
    """Everything that makes one picture of a subject."""

    subject: Subject
    image: int
    posture: Posture
    arms: Arms
    placed: Placed
    camera: Camera
    light: Light
    room: Room
    finish: Finish


def make_subject(seed: int, body: int, breadth: float = 1.0) -> Subject:
    """The body numbered `body` of a seed; the same arguments always give the same person."""
    rng = np.random.default_rng([seed, body])
    figure = draw_figure(rng)
    femaleness = figure.shape.femaleness
    regions = Regions(load_rig(), figure)
    habit = draw_habit(rng, femaleness, breadth)
    return Subject(seed, body, regions, habit, draw_look(rng), draw_hair(rng, femaleness), breadth)


def dressed_in(subject: Subject, image: int) -> int:
    """The picture whose clothes, arms, camera, room and light picture `image` shares, or `image` itself.

    Every other odd picture is of the same visit as the one before it, the guest having moved: what a range
    check or a repeat sees.
    """
    coin = np.random.default_rng([subject.seed, subject.body, 1 + image, 2]).random()
    return image - 1 if image % 2 and coin < SAME_VISIT_SHARE else image


def make_shot(subject: Subject, image: int, width: int = WIDTH, height: int = HEIGHT) -> Shot:
    """Picture number `image` of a subject: another stance, and mostly other clothes, camera and room."""
    moved = np.random.default_rng([subject.seed, subject.body, 1 + image, 0])
    visit = dressed_in(subject, image)
    rng = np.random.default_rng([subject.seed, subject.body, 1 + visit, 1])
    femaleness = subject.figure.shape.femaleness
    shift = float(np.clip(moved.normal(0.0, WITHIN_BODY_SD_DEG), -11.0, 11.0))
    rig = subject.regions.rig
    posture = take_stance(rig, subject.figure.heads, subject.habit, shift, moved)
    arms = draw_any_arms(rng, subject.breadth)
    outfit = draw_outfit(rng, femaleness)
    person = lift(pose_person(subject.regions, posture, arms), outfit.sole_m)
    # Most people keep their hair from visit to visit; some tie or loosen it.
    hair = subject.hair if rng.random() < 0.75 else draw_hair(rng, femaleness)
    camera = draw_camera(rng, width, height, subject.figure.height_m + outfit.sole_m)
    yaw = float(rng.uniform(-12.0, 12.0) if rng.random() < 0.5 else np.clip(rng.normal(0, 5), -12, 12))
    yaw *= subject.breadth
    restless = 1.5 if visit != image else 0.0
    placed = Placed(
        person,
        subject.look,
        outfit,
        hair,
        yaw_deg=float(np.clip(yaw + restless * moved.normal(), -12.0, 12.0)),
        at=(float(rng.normal(0.0, 0.05)), float(rng.normal(0.0, 0.08) + 0.02 * restless * moved.normal())),
        cloth_seed=int(rng.integers(0, 2**31)),
    )
    light = draw_light(rng, camera)
    clothes = (outfit.top.cloth.colour, outfit.bottom.cloth.colour, subject.look.skin)
    room = draw_room(rng, clothes=clothes)
    finish = replace(draw_finish(rng), seed=int(moved.integers(0, 2**31)))
    return Shot(subject, image, posture, arms, placed, camera, light, room, finish)


def layers_of(placed: Placed) -> list[Layer]:
    """The surfaces of a placed person, in room axes."""
    rng = np.random.default_rng(placed.cloth_seed)
    layers = dress(placed.person, placed.look, placed.outfit, rng) + hair_layers(placed.person, placed.hair)
    turn = about_z(placed.yaw_deg)
    shift = np.array([placed.at[0], placed.at[1], 0.0])
    return [
        replace(layer, vertices=layer.vertices @ turn.T + shift, normals=layer.normals @ turn.T)
        for layer in layers
    ]


def in_room(placed: Placed, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (N, 3) of a person's own axes in room axes."""
    return np.asarray(points @ about_z(placed.yaw_deg).T + np.array([placed.at[0], placed.at[1], 0.0]))


def compose(
    renderer: Renderer, people: list[Placed], room: NDArray[np.float32], camera: Camera, light: Light
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """People over a painted room: float32 RGB (H, W, 3) in 0..1, and the people's coverage (H, W) 0..255."""
    canvas = room.copy()
    for placed in people:
        feet = np.stack([placed.person.joint("foot.L"), placed.person.joint("foot.R")])
        shadow(canvas, camera, in_room(placed, feet), strength=0.45)
    layers = [layer for placed in people for layer in layers_of(placed)]
    drawn = renderer.draw(layers, camera, light)
    rows, columns = (np.flatnonzero(drawn[:, :, 3].any(axis=axis)) for axis in (1, 0))
    if len(rows):
        part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        person = drawn[part].astype(np.float32) / np.float32(255.0)
        canvas[part] = canvas[part] * (np.float32(1.0) - person[:, :, 3:]) + person[:, :, :3]
    return canvas, drawn[:, :, 3]


def expose(shot: Shot, renderer: Renderer) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The shot as the camera gives it, RGB uint8 (H, W, 3), and the exact mask (H, W) uint8 0..255."""
    room = paint_room(shot.room, shot.camera)
    canvas, mask = compose(renderer, [shot.placed], room, shot.camera, shot.light)
    barrel = shot.finish.barrel
    return develop(through_lens(canvas, barrel), shot.finish), through_lens(mask, barrel)


def photograph(shot: Shot, renderer: Renderer) -> tuple[bytes, NDArray[np.uint8]]:
    """The shot as JPEG bytes, and the exact mask (H, W) uint8 0..255."""
    image, mask = expose(shot, renderer)
    return encode_jpeg(image, shot.finish.jpeg), mask


def describe(shot: Shot) -> dict[str, Any]:
    """The truth of a shot and every factor in it, as plain values for a line of JSON."""
    facts = _person(shot) | _covers(shot) | _view(shot)
    return {key: round(value, 4) if isinstance(value, float) else value for key, value in facts.items()} | {
        "joints_px": _pixels(shot, np.stack([shot.placed.person.joint(bone) for bone in JOINTS])),
        "spines_px": _pixels(
            shot, shot.placed.person.vertices[[LEFT_ASIS, LEFT_PSIS, RIGHT_ASIS, RIGHT_PSIS]]
        ),
    }


def _person(shot: Shot) -> dict[str, Any]:
    """Who stands there and how: body, posture and the true tilt, as plain values."""
    subject, posture = shot.subject, shot.posture
    figure = subject.figure
    return {
        "seed": subject.seed,
        "body": subject.body,
        "image": shot.image,
        "visit": dressed_in(subject, shot.image),
        "tilt_deg": shot.placed.person.tilt_deg,
        "pelvis_deg": posture.pelvis_deg,
        "habit_pelvis_deg": subject.habit.pelvis_deg,
        "bone_offset_deg": figure.bone_offset_deg,
        "lordosis_deg": posture.lordosis_deg,
        "kyphosis_deg": posture.kyphosis_deg,
        "lean_deg": trunk_lean_deg(subject.regions.rig, figure.heads, posture.pelvis_deg, posture.spine),
        "knee_deg": posture.knee_deg,
        "leg_lean_deg": posture.leg_lean_deg,
        "head_forward_deg": posture.head_forward_deg,
        "femaleness": figure.shape.femaleness,
        "height_m": figure.height_m,
        "weight": figure.shape.phenotypes["weight"],
        "muscle": figure.shape.phenotypes["muscle"],
        "age": figure.shape.phenotypes["age"],
        "buttocks": figure.shape.changes["buttocks-volume-incr"],
        "belly": figure.shape.changes["stomach-pregnant-incr"],
        "skin_tone": subject.look.tone,
    }


def _view(shot: Shot) -> dict[str, Any]:
    """How they are seen: camera, room and what the sensor makes of it, as plain values."""
    camera = shot.camera
    return {
        "facing": camera.facing,
        "yaw_deg": shot.placed.yaw_deg,
        "distance_m": camera.distance_m,
        "camera_height_m": camera.height_m,
        "pitch_deg": camera.pitch_deg,
        "pan_deg": camera.pan_deg,
        "roll_deg": camera.roll_deg,
        "focal_px": camera.focal_px,
        "room": shot.room.kind,
        "cluttered": shot.room.cluttered,
        "wall_like_clothes": shot.room.wall is not None,
        "blur_px": shot.finish.blur_px,
        "noise": shot.finish.noise,
        "jpeg": shot.finish.jpeg,
        "barrel": shot.finish.barrel,
        "streak_px": shot.finish.streak_px,
        "shrink": shot.finish.shrink,
        "gain": shot.finish.gain,
        "width": camera.width,
        "height": camera.height,
    }


def _covers(shot: Shot) -> dict[str, Any]:
    """What hides the body's outline: clothes, hair and arms, as plain values."""
    outfit, hair, arms = shot.placed.outfit, shot.placed.hair, shot.arms
    top, bottom, sheet = outfit.top, outfit.bottom, outfit.top.sheet
    near, far = ("L", "R") if shot.camera.facing == "left" else ("R", "L")
    return {
        "hair": hair.style,
        "hair_length_m": hair.length_m,
        "hair_thick_m": hair.thick_m,
        "hair_knot_m": hair.knot_m,
        "hair_knot_height_m": hair.knot_height_m,
        "hair_before": hair.before,
        "hair_stand_m": hair.stand_m,
        "headwear": hair.headwear,
        "arms": arms.style if arms.right is None else "mixed",
        "arm_near": arms.of(near).style,
        "arm_far": arms.of(far).style,
        "arm_swing_deg": arms.of(near).swing_deg,
        "arm_elbow_back": arms.of(near).elbow_back,
        "fit": outfit.fit,
        "top": top.kind,
        "top_fit": top.fit,
        "tucked": top.tucked,
        "half_tuck": top.half_tuck,
        "cloth_way": sheet.way if top.fit == "loose" else "tight",
        "cloth_bridge": sheet.bridge,
        "cloth_ease_m": sheet.ease_m,
        "cloth_fold_m": sheet.fold_m,
        "bunch_m": sheet.bunch_m,
        "blouse_m": sheet.blouse_m,
        "hem": top.hem,
        "hem_stand_m": sheet.hem_m,
        "hood_m": max(top.hood_m, outfit.over.hood_m if outfit.over else 0.0),
        "open_jacket": outfit.over is not None,
        "bottom": bottom.kind,
        "bottom_fit": bottom.fit,
        "bottom_way": bottom.sheet.way if bottom.fit == "loose" else "tight",
        "waist": bottom.waist,
        "waistband_m": bottom.band_m,
        "knot_m": bottom.knot_m,
        "pocket_m": bottom.pocket_m,
        "feet": outfit.feet,
    }


def _pixels(shot: Shot, points: NDArray[np.float64]) -> list[list[float]]:
    pixels = shot.camera.project(in_room(shot.placed, points))
    pixels = barrelled(pixels, shot.finish.barrel, shot.camera.width, shot.camera.height)
    return [[round(float(x), 1), round(float(y), 1)] for x, y in pixels]
