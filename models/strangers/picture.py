"""One stranger's pictures: body, clothes, arms, hair, room and camera, drawn and spoilt like a photo."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.bodies.body import load_rig
from models.bodies.rotation import about_z
from models.strangers.anatomy import Anatomy
from models.strangers.backdrop import Backdrop, draw_backdrop
from models.strangers.coiffure import Hair, draw_hair, hair_pieces
from models.strangers.figure import JOINTS, SPINES, Standing, settle, stand_up
from models.strangers.law import Habit, draw_habit, stand_again, tipped
from models.strangers.lens import HEIGHT, WIDTH, Lens, draw_lens
from models.strangers.limbs import Hold, arm_turns, draw_hold
from models.strangers.paint import Lamps, Painter, Piece, draw_lamps
from models.strangers.people import Stranger, draw_stranger
from models.strangers.plan import STANDING, Plan
from models.strangers.tailor import (
    SOLE_M,
    close_bottom,
    close_top,
    hang_legs,
    hang_top,
    piece_of,
    shoes,
    skin_piece,
)
from models.strangers.wardrobe import Dress, draw_dress


@dataclass(frozen=True)
class Subject:
    """One body of a seed, and its habit."""

    seed: int
    body: int
    stranger: Stranger
    anatomy: Anatomy
    habit: Habit


@dataclass(frozen=True)
class Scene:
    """Everything about a picture that does not hang on the pose."""

    dress: Dress
    hair: Hair
    hold: Hold
    lens: Lens
    lamps: Lamps
    backdrop: Backdrop
    cloth_seed: int


@dataclass(frozen=True)
class Shot:
    """A subject standing in a scene."""

    subject: Subject
    plan: Plan
    scene: Scene
    standing: Standing


def make_subject(seed: int, body: int) -> Subject:
    """The body of that number in that seed, always the same."""
    rng = np.random.default_rng([seed, body, 0])
    stranger = draw_stranger(rng)
    return Subject(
        seed, body, stranger, Anatomy(load_rig(), stranger.figure), draw_habit(rng, stranger.femaleness)
    )


def make_scene(subject: Subject, plan: Plan) -> Scene:
    """Clothes, hair, arms, camera and room of a picture; the three of a triple share theirs."""
    rng = np.random.default_rng(
        [subject.seed, subject.body, 1, STANDING if plan.triple is not None else plan.image]
    )
    female = subject.stranger.femaleness
    dress = draw_dress(rng, female, "tight" if rng.random() < 0.5 else "loose")
    arms = ("crossed", "clasped", "hanging")[int(rng.choice(3, p=[0.5, 0.25, 0.25]))]
    lens = draw_lens(rng, subject.stranger.figure.height_m)
    return Scene(
        dress=dress,
        hair=draw_hair(rng, female),
        hold=draw_hold(rng, arms, dress.clear_m),  # type: ignore[arg-type]  # one of the three above
        lens=lens,
        lamps=draw_lamps(rng, 1.0 if lens.facing == "left" else -1.0),
        backdrop=draw_backdrop(rng, lens),
        cloth_seed=int(rng.integers(2**31)),
    )


def make_shot(subject: Subject, plan: Plan) -> Shot:
    """The subject takes its stance in the scene, arms and all."""
    scene = make_scene(subject, plan)
    rng = np.random.default_rng([subject.seed, subject.body, 2, plan.image])
    habit = subject.habit
    if plan.triple is not None:
        again = stand_again(np.random.default_rng([subject.seed, subject.body, 3]), habit)
        habit = tipped(rng, again, plan.pose)
    else:
        habit = stand_again(rng, habit)
    standing = stand_up(subject.anatomy, habit)
    anatomy = subject.anatomy
    trunk = standing.vertices[(anatomy.arm < 0.1) & (anatomy.head < 0.1)]
    cloth = hang_top(np.random.default_rng(scene.cloth_seed), standing, scene.dress, [])
    if cloth is not None:
        trunk = np.concatenate([trunk, cloth.tube.points()[cloth.cover > 0.0]])
    turns = arm_turns(anatomy.rig, anatomy.figure.heads, standing.pose, trunk, scene.hold)
    return Shot(subject, plan, scene, settle(anatomy, standing.stance, standing.turns | turns))


def pieces_of(shot: Shot) -> list[Piece]:
    """All surfaces of the dressed body, in its own axes, soles of shoes below zero."""
    dress, standing, stranger = shot.scene.dress, shot.standing, shot.subject.stranger
    rng = np.random.default_rng(shot.scene.cloth_seed)
    legs = hang_legs(np.random.default_rng(shot.scene.cloth_seed + 1), standing, dress)
    under = [leg.tube.points()[leg.cover > 0.0] for leg in legs]
    # The same numbers as before the arms were placed: the same folds.
    hung = hang_top(rng, standing, dress, under)
    bottom, top = close_bottom(standing, dress), close_top(rng, standing, dress, hung)
    pieces: list[Piece] = shoes(standing, dress)
    hidden: list[NDArray[np.float64]] = []
    for leg in legs:
        pieces.append(piece_of(leg, dress.bottom_colour, (0.14, 0.03, 0.0)))
    for piece in (bottom, top):
        if piece is not None:
            pieces.append(piece)
            hidden.append(piece.cover)
    if hung is not None:
        own = piece_of(hung, dress.top_colour, (0.16, 0.02, 0.0))
        fabric = own.points - np.array([0.0, 0.0, float(standing.joint("upperleg01.L")[2])])
        stripe = (*dress.pattern_colour, float(dress.pattern))
        pieces.append(Piece(own.points, own.faces, own.colours, fabric, own.cover, own.weave, stripe))
        hidden.append(_under(shot, float(hung.tube.heights[0]), float(own.points[own.cover > 0.0, 2].min())))
    pieces.append(skin_piece(standing, stranger, hidden))
    strands = np.random.default_rng(shot.scene.cloth_seed + 2)
    off = 0.006 if not dress.hangs else 0.008 + dress.ease_m
    return pieces + hair_pieces(standing, stranger, shot.scene.hair, strands, off)


def _under(shot: Shot, top_m: float, hem_m: float) -> NDArray[np.float64]:
    """Where the trunk's skin lies under a hanging top, metres inside its ends."""
    z = shot.standing.vertices[:, 2]
    anatomy = shot.subject.anatomy
    inside = np.minimum(top_m - z, z - hem_m)
    return np.where((anatomy.arm < 0.2) & (anatomy.leg < 0.7), inside, -1.0)


def in_room(shot: Shot, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (N, 3) of the body as it stands before the camera: turned by the yaw, lifted onto its soles."""
    sole = SOLE_M if shot.scene.dress.shoes else 0.0
    return np.asarray(points @ about_z(shot.scene.lens.yaw_deg).T + np.array([0.0, 0.0, sole]))


def photograph(shot: Shot, painter: Painter) -> tuple[bytes, NDArray[np.uint8]]:
    """The JPEG of a shot, and its exact mask (H, W) uint8."""
    lens, scene = shot.scene.lens, shot.scene
    rng = np.random.default_rng([shot.subject.seed, shot.subject.body, 4, shot.plan.image])
    pieces = [
        Piece(in_room(shot, p.points), p.faces, p.colours, p.fabric, p.cover, p.weave, p.stripe)
        for p in pieces_of(shot)
    ]
    rgba = painter.paint(pieces, lens, scene.lamps).astype(np.float32) / 255.0
    sun = scene.lamps.sun
    cast = painter.shade(pieces, lens, (sun[0] / max(sun[2], 0.5), sun[1] / max(sun[2], 0.5)))
    near = painter.shade(pieces, lens, (0.0, 0.0))
    strength = sum(scene.lamps.sun_colour) / 3.0
    shadow = 1.0 - 0.75 * strength * _soft(cast, 5.0) - 0.5 * _soft(near, 9.0) - 0.25 * _soft(near, 3.0)
    ground = scene.backdrop.picture * np.clip(shadow, 0.15, 1.0)[..., None]
    picture = rgba[:, :, :3] + ground * (1.0 - rgba[:, :, 3:])
    mask = np.asarray(rgba[:, :, 3] * 255.0).round().astype(np.uint8)
    return _developed(rng, picture), mask


def _soft(shadow: NDArray[np.float64], blur_px: float) -> NDArray[np.float32]:
    wide = cv2.GaussianBlur(shadow.astype(np.float32), (0, 0), blur_px)
    return np.asarray(cv2.resize(wide, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR), np.float32)


def _developed(rng: np.random.Generator, picture: NDArray[np.float32]) -> bytes:
    """What a camera makes of light: exposure, white balance, lens blur, sensor noise, sharpening, JPEG."""
    gain = float(np.exp(rng.normal(0.0, 0.13))) * (1.0 + rng.normal(0.0, 0.025, 3))
    seen = np.clip(picture * gain.astype(np.float32), 0.0, 1.0) ** np.float32(np.exp(rng.normal(0.0, 0.1)))
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.35, 1.1))))
    deviation = rng.uniform(0.003, 0.022) * np.sqrt(0.25 + seen)
    seen = seen + deviation * rng.normal(size=seen.shape).astype(np.float32)
    if rng.random() < 0.5:
        seen = seen + float(rng.uniform(0.2, 0.8)) * (seen - cv2.GaussianBlur(seen, (0, 0), 1.4))
    pixels = np.asarray(np.clip(seen, 0.0, 1.0) * 255.0).round().astype(np.uint8)
    quality = int(rng.integers(68, 96))
    _, coded = cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return bytes(coded.tobytes())


def describe(shot: Shot) -> dict[str, Any]:
    """What is true of a picture, as JSON will hold it."""
    stranger, standing, scene = shot.subject.stranger, shot.standing, shot.scene
    lens, dress, habit = scene.lens, scene.dress, shot.standing.stance.habit
    rest = stranger.figure
    spines = lens.pixels(in_room(shot, standing.vertices[list(SPINES)]))
    joints = lens.pixels(in_room(shot, np.array([standing.joint(bone) for bone in JOINTS])))
    numbers = {
        "tilt_deg": standing.tilt_deg,
        "pelvis_deg": habit.pelvis_deg,
        "bone_offset_deg": rest.bone_offset_deg,
        "lordosis_deg": standing.stance.lordosis_deg,
        "kyphosis_deg": standing.stance.kyphosis_deg,
        "lean_deg": habit.lean_deg,
        "knee_deg": habit.knee_deg,
        "leg_lean_deg": habit.leg_lean_deg,
        "femaleness": stranger.femaleness,
        "height_m": rest.height_m,
        "weight": rest.shape.phenotypes["weight"],
        "muscle": rest.shape.phenotypes["muscle"],
        "age": rest.shape.phenotypes["age"],
        "yaw_deg": lens.yaw_deg,
        "pitch_deg": lens.pitch_deg,
        "roll_deg": lens.roll_deg,
        "camera_height_m": lens.height_m,
        "distance_m": lens.distance_m,
        "focal_px": lens.focal_px,
    }
    return {
        "body": shot.subject.body,
        "image": shot.plan.image,
        "seed": shot.subject.seed,
        **{name: round(float(value), 4) for name, value in numbers.items()},
        "fit": dress.fit,
        "top": dress.top,
        "bottom": dress.bottom,
        "shoes": dress.shoes,
        "arms": scene.hold.arms,
        "hair": scene.hair.style,
        "facing": lens.facing,
        "room": scene.backdrop.room,
        "width": WIDTH,
        "height": HEIGHT,
        "spines_px": np.round(spines, 2).tolist(),
        "joints_px": np.round(joints, 2).tolist(),
        "pose": shot.plan.pose,
        "triple": shot.plan.triple,
    }
