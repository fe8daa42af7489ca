import itertools
import math
import re
import xml.etree.ElementTree as ET

import pytest

from kiosk.guidance.figure import Arrow, Figure, Layout, Muscle, draw
from kiosk.guidance.pictures import ABOUT, EXERCISES
from kiosk.guidance.preparing import SCENES
from kiosk.guidance.skeleton import (
    FLOOR,
    FLOOR_Y,
    HEIGHT,
    LENGTHS,
    WIDTH,
    Arm,
    Flat,
    Leg,
    Pose,
    Round,
    Wall,
    gap,
    pose_skeleton,
    radius,
)
from tests.guidance.sheet import sheet

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = {**{f"about {name}": each for name, each in ABOUT.items()}, **EXERCISES}
POSES = {
    f"{name} {which}": pose
    for name, figure in FIGURES.items()
    for which, pose in (("start", figure.start), ("end", figure.end))
    if pose is not None
} | {f"{name} {n}": person.pose for name, scene in SCENES.items() for n, person in enumerate(scene.people)}
TOUCH = 0.8  # units: less than a hundredth of the body's height
every_figure = pytest.mark.parametrize("name", FIGURES)
every_pose = pytest.mark.parametrize("name", POSES)


def points(pose):
    return pose_skeleton(pose).points


def parse(svg):
    return ET.fromstring(svg)  # noqa: S314 - the kiosk's own text


def drawn(svg):
    """Each x and y that the picture's paths end at, with the half width of their line."""
    for path in parse(svg).iter(f"{SVG}path"):
        half = float(path.get("stroke-width", 0)) / 2
        x = y = 0.0
        for command, told in re.findall(r"([MLAQHV])([^MLAQHVZ]*)", path.get("d")):
            ends = [float(part) for part in told.split()]
            x = ends[0] if command == "H" else x if command == "V" else ends[-2]
            y = ends[0] if command == "V" else y if command == "H" else ends[-1]
            yield x, y, half


def test_standing_upright_stacks_every_joint_over_the_hip():
    at = points(Pose(anchor=("hip", 50, 70)))
    assert at["waist"] == pytest.approx((50, 59))
    assert at["shoulder"] == pytest.approx((50, 70 - 11 - 12 - 15))
    assert at["head"] == pytest.approx((50, 32 - 15.5))
    assert at["knee"] == pytest.approx((50, 99))
    assert at["ankle"] == pytest.approx((50, 128))
    assert at["heel"] == pytest.approx((46.5, 131))
    assert at["toe"] == pytest.approx((63, 131.4))
    assert at["wrist"] == pytest.approx((50, 32 + 21 + 18))
    assert at["nose"][0] > at["head"][0]


def test_a_hip_bends_the_thigh_forward_and_a_knee_the_shank_back():
    at = points(Pose(anchor=("hip", 50, 70), near_leg=Leg(hip=90, knee=90)))
    assert at["knee"] == pytest.approx((79, 70))
    assert at["ankle"] == pytest.approx((79, 99))
    assert at["far_knee"] == pytest.approx((50, 99))


def test_an_arm_rises_forward_and_an_elbow_bends_the_forearm_up():
    at = points(Pose(anchor=("shoulder", 50, 40), near_arm=Arm(shoulder=90, elbow=90)))
    assert at["elbow"] == pytest.approx((71, 40))
    assert at["wrist"] == pytest.approx((71, 22))
    assert at["hand"] == pytest.approx((71, 15))


def test_a_forearm_across_the_body_is_seen_shorter():
    at = points(Pose(anchor=("shoulder", 50, 40), near_arm=Arm(elbow=90, seen=0.5)))
    assert at["elbow"] == pytest.approx((50, 61))
    assert at["wrist"] == pytest.approx((59, 61))
    assert at["hand"] == pytest.approx((62.5, 61))


def test_drawing_up_the_toes_lifts_them_and_leaves_the_ankle():
    flat, drawn = points(Pose(("ankle", 50, 100))), points(Pose(("ankle", 50, 100), near_leg=Leg(ankle=30)))
    assert flat["ankle"] == drawn["ankle"]
    # 13 along and 3.4 across a foot 30 degrees up: 13 cos 30 + 3.4 sin 30, -13 sin 30 + 3.4 cos 30.
    assert drawn["toe"] == pytest.approx((50 + 12.958, 100 - 3.556), abs=1e-3)


def test_the_back_bends_from_the_waist_up():
    at = points(Pose(anchor=("hip", 50, 70), lumbar=90))
    assert at["chest"] == pytest.approx((62, 59))
    assert at["shoulder"] == pytest.approx((77, 59))


def test_lying_on_the_back_puts_the_head_to_the_left_and_the_nose_up():
    at = points(Pose(anchor=("hip", 90, 120), pelvis=-90))
    assert at["shoulder"] == pytest.approx((52, 120))
    assert at["knee"] == pytest.approx((119, 120))
    assert at["nose"][1] < at["head"][1]


def test_lying_face_down_puts_the_head_to_the_right_and_the_nose_down():
    at = points(Pose(anchor=("hip", 90, 120), pelvis=90))
    assert at["shoulder"] == pytest.approx((128, 120))
    assert at["nose"][1] > at["head"][1]


def test_the_anchor_is_where_it_was_put_whatever_the_joints():
    pose = Pose(("far_toe", 33, 44), pelvis=20, lumbar=-9, far_leg=Leg(40, 70, -10))
    assert points(pose)["far_toe"] == pytest.approx((33, 44))


def test_an_anchor_that_is_no_point_of_the_body_is_an_error():
    with pytest.raises(KeyError):
        pose_skeleton(Pose(anchor=("tail", 0, 0)))


def test_a_gap_is_what_is_left_between_the_skin_and_a_thing():
    skeleton = pose_skeleton(Pose(anchor=("knee", 60, 100)))
    assert gap(skeleton, "knee", Flat(110)) == pytest.approx(10 - 4.6)
    assert gap(skeleton, "knee", Wall(70)) == pytest.approx(10 - 4.6)
    assert gap(skeleton, "knee", Wall(50, behind=True)) == pytest.approx(10 - 4.6)
    assert gap(skeleton, "knee", Round(63, 104, 2)) == pytest.approx(5 - 2 - 4.6)
    assert gap(skeleton, "knee", "far_knee") == pytest.approx(-2 * 4.6)


@every_pose
def test_what_a_pose_says_touches_does_touch(name):
    pose = POSES[name]
    gaps = {touch: gap(pose_skeleton(pose), *touch) for touch in pose.contacts}
    assert gaps
    assert {touch: round(left, 2) for touch, left in gaps.items() if abs(left) > TOUCH} == {}


@every_pose
def test_nobody_sinks_into_the_floor_a_wall_or_a_seat(name):
    skeleton = pose_skeleton(POSES[name])
    solid = {FLOOR, *(on for _, on in POSES[name].contacts if isinstance(on, Wall))}
    sunk = {
        (at, on): round(gap(skeleton, at, on), 2)
        for at, on in itertools.product(skeleton.points, solid)
        if at != "nose" and gap(skeleton, at, on) < -1.0
    }
    assert sunk == {}


LIMITS = {
    "hip": (-40, 130),
    "knee": (0, 150),
    "ankle": (-60, 35),
    "shoulder": (-70, 180),
    "elbow": (0, 150),
    "wrist": (-95, 95),
}


@every_pose
def test_joints_bend_no_further_than_a_persons_do(name):
    pose = POSES[name]
    beyond = [
        (limb, joint, getattr(limb, joint))
        for limb in (pose.near_leg, pose.far_leg, pose.near_arm, pose.far_arm)
        for joint in limb.__slots__
        if joint in LIMITS and not LIMITS[joint][0] <= getattr(limb, joint) <= LIMITS[joint][1]
    ]
    assert beyond == []


@every_pose
def test_a_spine_stays_easy(name):
    pose = POSES[name]
    assert max(abs(pose.lumbar), abs(pose.chest), abs(pose.neck)) <= 35


@every_pose
def test_bones_keep_their_lengths(name):
    at = points(POSES[name])
    for side in ("", "far_"):
        assert math.dist(at["hip"], at[f"{side}knee"]) == pytest.approx(LENGTHS["thigh"])
        seen = getattr(POSES[name], f"{side or 'near_'}arm").seen
        assert math.dist(at[f"{side}elbow"], at[f"{side}wrist"]) == pytest.approx(LENGTHS["forearm"] * seen)


@pytest.mark.parametrize(
    ("name", "which", "touching"),
    [
        ("plank", "end", {"elbow", "wrist", "toe"}),
        ("bird_dog", "start", {"knee", "toe", "wrist", "hand"}),
        ("bird_dog", "end", {"far_knee", "far_toe", "wrist", "hand"}),
        ("bridge", "end", {"head", "heel", "toe", "wrist"}),
        ("dead_bug", "start", {"hip", "shoulder", "head"}),
        ("hip_hinge", "end", {"heel", "toe"}),
        ("stretch_calves", "start", {"heel", "toe", "far_heel", "far_toe"}),
    ],
)
def test_each_exercise_rests_on_the_floor_with_what_a_person_would(name, which, touching):
    pose = getattr(EXERCISES[name], which)
    assert {at for at, on in pose.contacts if on is FLOOR} == touching


def test_a_plank_and_a_bridge_are_straight():
    for name, end in (("plank", "ankle"), ("bridge", "knee")):
        at = points(EXERCISES[name].end)
        (ax, ay), (bx, by), (hx, hy) = at["shoulder"], at[end], at["hip"]
        off = ((bx - ax) * (hy - ay) - (by - ay) * (hx - ax)) / math.dist((ax, ay), (bx, by))
        assert abs(off) < 3, name


def test_a_dead_bug_and_a_bird_dog_reach_with_opposite_limbs():
    for name in ("dead_bug", "bird_dog"):
        end = EXERCISES[name].end
        assert end.far_arm.shoulder > 150 > end.near_arm.shoulder
        assert end.near_leg.hip < 20 < end.far_leg.hip


@every_figure
def test_two_poses_of_one_exercise_share_a_place_on_the_floor(name):
    figure = FIGURES[name]
    if figure.end is not None:
        assert figure.start.anchor[0] == figure.end.anchor[0].removeprefix("far_")
        assert math.dist(figure.start.anchor[1:], figure.end.anchor[1:]) < TOUCH


@every_figure
@pytest.mark.parametrize("layout", Layout)
def test_nothing_leaves_the_view_box(name, layout):
    svg = draw(FIGURES[name], "x", layout)
    box = [float(part) for part in parse(svg).get("viewBox").split()]
    assert box[:2] == [0, 0]
    for x, y, half in drawn(svg):
        assert half <= x <= WIDTH - half
        assert half <= y <= HEIGHT - half
    for pose in (FIGURES[name].start, FIGURES[name].end or FIGURES[name].start):
        for at, (x, y) in points(pose).items():
            around = 2 if at == "nose" else radius(at)
            assert around <= x <= WIDTH - around, at
            assert around <= y <= FLOOR_Y, at


@every_figure
def test_a_picture_is_small_and_always_the_same(name):
    assert draw(FIGURES[name], name) == draw(FIGURES[name], name)
    assert len(draw(FIGURES[name], name).encode()) < 4000
    assert len(draw(FIGURES[name], name, Layout.BESIDE).encode()) < 6000


@every_figure
def test_a_picture_holds_no_word_but_its_title(name):
    tree = parse(draw(FIGURES[name], "Bridge"))
    assert [(part.tag, part.text) for part in tree.iter() if part.text] == [(f"{SVG}title", "Bridge")]
    assert tree.get("role") == "img"


def test_a_title_is_escaped():
    svg = draw(Figure(Pose(("heel", 60, 129))), "Arms & <legs>")
    assert parse(svg).find(f"{SVG}title").text == "Arms & <legs>"


def test_a_page_colours_a_picture_without_a_style_of_its_own():
    svg = draw(EXERCISES["bridge"], "x")
    assert "currentColor" in svg
    assert "var(--accent," in svg
    assert "style" not in svg
    assert " id=" not in svg


def test_the_start_is_drawn_once_faint_behind_the_end():
    moving = EXERCISES["bridge"]
    tree = parse(draw(moving, "x"))
    groups = [part for part in tree if part.tag == f"{SVG}g"]
    assert [part.get("opacity") for part in groups] == [".28", None]
    assert tree.get("viewBox") == "0 0 180 140"


def test_side_by_side_the_start_stands_left_and_the_end_right_each_with_its_props():
    tree = parse(draw(EXERCISES["bridge"], "x", Layout.BESIDE))
    assert tree.get("viewBox") == "0 0 360 140"
    moved = [part for part in tree.iter() if part.get("transform")]
    assert [part.get("transform") for part in moved] == ["translate(180)"]
    floors = [part for part in tree.iter() if part.get("d") == "M6 133H174"]
    assert len(floors) == 2


def test_a_figure_with_one_pose_is_the_same_in_either_layout():
    still = EXERCISES["stretch_calves"]
    assert draw(still, "x", Layout.BESIDE) == draw(still, "x")


def test_a_muscle_is_pointed_out_in_the_accent_on_its_own_side_of_the_bone():
    pose = Pose(("hip", 90, 70.04))
    front = draw(Figure(pose, muscles=(Muscle.QUADRICEPS,)), "x")
    back = draw(Figure(pose, muscles=(Muscle.HAMSTRINGS,)), "x")
    # A quarter down a thigh of 29 that hangs from (90, 70.04), 3.4 in front; 0.28 of it, 3.2 behind.
    assert 'd="M93.4 77.3L92.2 94.7"' in front
    assert 'd="M86.8 78.2L88.2 95"' in back


def test_the_pelvis_is_the_marks_bucket_upright_in_somebody_upright():
    svg = draw(Figure(Pose(("hip", 90, 70))), "x")
    # 0.27 of (34, 36) and (26, 36) around a middle 0.45 of the pelvis above the hip, (90, 65.05).
    assert svg.count('d="M80.8 55.3L99.2 55.3L97 74.8L83 74.8Z"') == 2


def test_a_pelvis_tipped_forward_lowers_the_buckets_front_lip():
    svg = draw(Figure(Pose(("hip", 90, 70), pelvis=90)), "x")
    # A quarter turn: the rim, once level, is upright to the right, its front end below.
    assert 'd="M104.7 60.8L104.7 79.2' in svg


def test_a_limb_is_the_outline_of_two_circles_and_their_tangents():
    svg = draw(Figure(Pose(("hip", 90, 70))), "x")
    # A thigh of 29 from 8.4 to 4.6 thick: tangents at acos(3.8 / 29) = 82.47 degrees from its axis, so that
    # they touch at 8.4 sin and 8.4 cos, (8.3, 1.1), and at (4.6, 0.6); more than half of the thick end shows.
    thigh = "M98.3 71.1L94.6 99.6A4.6 4.6 0 01 85.4 99.6L81.7 71.1A8.4 8.4 0 11 98.3 71.1Z"
    assert svg.count(thigh) == 2


def test_things_around_are_drawn_outside_the_surface_that_is_touched():
    around = (
        Wall(111),
        Wall(65, behind=True),
        Round(76, 125, 7),
        Round(70, 58, 5, solid=True),
        Flat(96, 56, 98, 5),
    )
    svg = draw(Figure(Pose(("hip", 90, 70)), props=around), "x")
    assert 'stroke-width="4" d="M113 8V131"' in svg
    assert 'stroke-width="4" d="M63 8V131"' in svg
    assert '<circle cx="76" cy="125" r="5.5" stroke=' in svg
    assert '<circle cx="70" cy="58" r="3.5" fill=' in svg
    assert 'stroke-width="5" d="M58 98.5H96"' in svg
    assert 'd="M60 96V132M94 96V132"' in svg


def test_an_arrow_ends_in_barbs_at_its_tip_and_at_both_ends_where_it_goes_to_and_fro():
    pose = Pose(("hip", 90, 70))
    once = draw(Figure(pose, arrows=(Arrow((20, 20), (40, 20)),)), "x")
    both = draw(Figure(pose, arrows=(Arrow((20, 20), (40, 20), both=True),)), "x")
    # 7 long and 38 degrees to either side of straight back: 7 cos 38 = 5.5, 7 sin 38 = 4.3.
    assert "M20 20Q30 20 40 20M34.5 24.3L40 20L34.5 15.7" in once
    assert "L20 20L" not in once
    assert "M25.5 15.7L20 20L25.5 24.3" in both


@pytest.mark.parametrize("layout", Layout)
def test_the_contact_sheet_shows_every_figure(layout):
    shown = [title.text for title in parse(sheet(layout)).iter(f"{SVG}title")]
    assert shown == [*ABOUT, *EXERCISES, *SCENES]
