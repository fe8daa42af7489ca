"""The poses of the pictures as data: joint angles in degrees, and what touches what."""

from kiosk.guidance.skeleton import FLOOR, Arm, Flat, Leg, Pose, Round, Wall

QUADS_ROLLER = Round(76, 125, 7)
CALVES_ROLLER = Round(110, 126, 6)
HIP_BALL = Round(106, 65, 5, solid=True)
BACK_BALL = Round(70, 58, 5, solid=True)
WALL_AHEAD = Wall(111)
CALF_WALL = Wall(128)
WALL_BESIDE = Wall(124)
WALL_BEHIND = Wall(65, behind=True)
CHAIR = Flat(96, 56, 98, 5)
FRONT_DOT = Round(96.7, 53.7, 2.6, solid=True)
BACK_DOT = Round(78.3, 53.7, 2.6, solid=True)

FEET = (("heel", FLOOR), ("toe", FLOOR), ("far_heel", FLOOR), ("far_toe", FLOOR))
"""Both feet flat on the floor."""
KNELT = (
    ("far_heel", FLOOR),
    ("far_toe", FLOOR),
    ("knee", FLOOR),
    ("toe", FLOOR),
    ("hand", "far_thigh"),
)

STANDING = Pose(
    anchor=("heel", 84, 129.4),
    far_leg=Leg(1.5, 2, 0.5),
    near_arm=Arm(26, 114, 0, 0.5),
    far_arm=Arm(30, 124, 0, 0.5),
    contacts=FEET,
)
TIPPED = Pose(
    anchor=("heel", 84, 129.4),
    pelvis=16,
    lumbar=-22,
    chest=10,
    neck=4,
    near_leg=Leg(16),
    far_leg=Leg(17.5, 2, 0.5),
    near_arm=Arm(26, 114, 0, 0.5),
    far_arm=Arm(30, 124, 0, 0.5),
    contacts=FEET,
)
SITTING = Pose(
    anchor=("hip", 76, 87),
    pelvis=-6,
    lumbar=12,
    chest=14,
    near_leg=Leg(62.5, 76, 7.5),
    far_leg=Leg(63, 72.5, 4),
    near_arm=Arm(46, 52),
    far_arm=Arm(56, 44),
    contacts=(("hip", CHAIR), *FEET),
)
RUNNING = Pose(
    anchor=("toe", 70, 129.8),
    pelvis=14,
    lumbar=-8,
    chest=2,
    neck=-4,
    near_leg=Leg(-12, 18, -22),
    far_leg=Leg(58, 92),
    near_arm=Arm(48, 92),
    far_arm=Arm(-44, 84),
    contacts=(("toe", FLOOR),),
)
QUADS_ROLL = Pose(
    anchor=("elbow", 126, 128.7),
    pelvis=88,
    lumbar=6.5,
    chest=-6,
    neck=-28,
    near_leg=Leg(11, 5, -30),
    far_leg=Leg(0, 14, -30),
    near_arm=Arm(75, 101.5),
    far_arm=Arm(75, 101.5),
    contacts=(("elbow", FLOOR), ("wrist", FLOOR), ("thigh", QUADS_ROLLER), ("toe", FLOOR)),
)
CALVES_ROLL = Pose(
    anchor=("hip", 72, 123),
    pelvis=-34.5,
    lumbar=2,
    chest=4,
    neck=16,
    near_leg=Leg(71.5, 18),
    far_leg=Leg(104.5, 110, -29),
    near_arm=Arm(-36.5, 0, -79),
    far_arm=Arm(-36.5, 0, -79),
    contacts=(
        ("hip", FLOOR),
        ("calf", CALVES_ROLLER),
        ("wrist", FLOOR),
        ("hand", FLOOR),
        ("far_heel", FLOOR),
        ("far_toe", FLOOR),
    ),
)
HIP_BALL_LEAN = Pose(
    anchor=("heel", 88, 129.4),
    pelvis=4,
    lumbar=-6,
    chest=4,
    near_leg=Leg(3, 0, 1),
    far_leg=Leg(2.5, 0, 1.5),
    near_arm=Arm(1, 122.5, 55),
    far_arm=Arm(1, 122.5, 55),
    contacts=(
        *FEET,
        ("wrist", WALL_AHEAD),
        ("hand", WALL_AHEAD),
        ("hip", HIP_BALL),
    ),
)
BACK_BALL_LEAN = Pose(
    anchor=("heel", 94, 129.4),
    pelvis=-6,
    lumbar=4,
    chest=4,
    neck=4,
    near_leg=Leg(25, 34, 3),
    far_leg=Leg(25, 28.5, -2.5),
    near_arm=Arm(26, 114, 0, 0.5),
    far_arm=Arm(30, 124, 0, 0.5),
    contacts=(*FEET, ("loin", BACK_BALL)),
)
KNEELING = Pose(
    anchor=("knee", 66, 127.4),
    pelvis=4,
    lumbar=-4,
    near_leg=Leg(-4, 86, -50.5),
    far_leg=Leg(96.5, 87.5, -4.5),
    near_arm=Arm(16.5, 32),
    far_arm=Arm(16.5, 32),
    contacts=KNELT,
)
KNEELING_FORWARD = Pose(
    anchor=("knee", 66, 127.4),
    pelvis=-8,
    lumbar=4,
    near_leg=Leg(-31, 70, -55),
    far_leg=Leg(88, 105.5, 9.5),
    near_arm=Arm(22.5, 24.5),
    far_arm=Arm(22.5, 24.5),
    contacts=KNELT,
)
HEEL_HELD = Pose(
    anchor=("far_heel", 84, 129.4),
    pelvis=-2,
    near_leg=Leg(-4, 133.5, -24),
    far_leg=Leg(0, 0, -2),
    near_arm=Arm(-37, 21.5),
    far_arm=Arm(88, 26, 60.5),
    contacts=(
        ("far_heel", FLOOR),
        ("far_toe", FLOOR),
        ("far_wrist", WALL_BESIDE),
        ("far_hand", WALL_BESIDE),
        ("hand", "ankle"),
    ),
)
KNEES_BENT = Pose(
    anchor=("shoulder", 44, 125.4),
    pelvis=-90.5,
    lumbar=-0.5,
    chest=-6.5,
    neck=14.5,
    near_leg=Leg(57, 132.5, -15.5),
    far_leg=Leg(57, 132.5, -15.5),
    near_arm=Arm(-13.5),
    far_arm=Arm(-13.5),
    contacts=(
        ("hip", FLOOR),
        ("chest", FLOOR),
        ("heel", FLOOR),
        ("toe", FLOOR),
        ("head", FLOOR),
        ("wrist", FLOOR),
    ),
)
KNEES_HUGGED = Pose(
    anchor=("shoulder", 44, 125.4),
    pelvis=-93,
    lumbar=7.5,
    chest=-12.5,
    neck=14.5,
    near_leg=Leg(126, 112, -10),
    far_leg=Leg(126, 112, -10),
    near_arm=Arm(32, 13, 10),
    far_arm=Arm(32, 13, 10),
    contacts=(("head", FLOOR), ("waist", FLOOR), ("chest", FLOOR), ("hand", "calf")),
)
WALL_PRESS = Pose(
    anchor=("heel", 48, 129.4),
    pelvis=15.5,
    neck=-12,
    near_leg=Leg(-10.5, 0, 26),
    far_leg=Leg(53, 39.5, 2.5),
    near_arm=Arm(97.5, 26, 69),
    far_arm=Arm(97.5, 26, 69),
    contacts=(
        *FEET,
        ("wrist", CALF_WALL),
        ("hand", CALF_WALL),
    ),
)
BRIDGE_UP = Pose(
    anchor=("shoulder", 44, 125.4),
    pelvis=-116,
    neck=32.5,
    near_leg=Leg(-2.5, 113, -0.5),
    far_leg=Leg(-2.5, 113, -0.5),
    near_arm=Arm(-31.5),
    far_arm=Arm(-31.5),
    contacts=(("head", FLOOR), ("heel", FLOOR), ("toe", FLOOR), ("wrist", FLOOR)),
)
BRIDGE_LONG = Pose(
    anchor=("shoulder", 44, 125.4),
    pelvis=-103,
    neck=19.5,
    near_leg=Leg(-5.5, 32, 20),
    far_leg=Leg(-5.5, 32, 20),
    near_arm=Arm(-18.5),
    far_arm=Arm(-18.5),
    contacts=(("head", FLOOR), ("heel", FLOOR), ("wrist", FLOOR)),
)
UPRIGHT = Pose(
    anchor=("heel", 88, 129.4),
    near_leg=Leg(4, 6, 2),
    far_leg=Leg(4, 6, 2),
    near_arm=Arm(8, 14),
    far_arm=Arm(8, 14),
    contacts=(("heel", FLOOR), ("toe", FLOOR)),
)
HINGED = Pose(
    anchor=("heel", 88, 129.4),
    pelvis=60,
    neck=-8,
    near_leg=Leg(82, 28, 6),
    far_leg=Leg(82, 28, 6),
    near_arm=Arm(46, 6),
    far_arm=Arm(46, 6),
    contacts=(("heel", FLOOR), ("toe", FLOOR)),
)
DEAD_BUG_START = Pose(
    anchor=("hip", 92, 123),
    pelvis=-90,
    chest=-9,
    neck=16,
    near_leg=Leg(90, 90),
    far_leg=Leg(90, 90),
    near_arm=Arm(90),
    far_arm=Arm(90),
    contacts=(("hip", FLOOR), ("head", FLOOR), ("shoulder", FLOOR)),
)
DEAD_BUG_REACH = Pose(
    anchor=("hip", 92, 123),
    pelvis=-90,
    chest=-9,
    neck=16,
    near_leg=Leg(12, 4, -10),
    far_leg=Leg(90, 90),
    near_arm=Arm(90),
    far_arm=Arm(166, 4),
    contacts=(("hip", FLOOR), ("head", FLOOR), ("shoulder", FLOOR)),
)
PLANK_KNEES = Pose(
    anchor=("elbow", 126, 128.7),
    pelvis=64.5,
    lumbar=4,
    neck=-10,
    near_leg=Leg(-18, 22.5, -12.5),
    far_leg=Leg(-18, 22.5, -12.5),
    near_arm=Arm(49.5, 107),
    far_arm=Arm(49.5, 107),
    contacts=(("elbow", FLOOR), ("wrist", FLOOR), ("knee", FLOOR), ("toe", FLOOR)),
)
PLANK_UP = Pose(
    anchor=("elbow", 126, 128.7),
    pelvis=84.5,
    neck=-4,
    near_arm=Arm(80.5, 92.5),
    far_arm=Arm(80.5, 92.5),
    contacts=(("elbow", FLOOR), ("wrist", FLOOR), ("toe", FLOOR)),
)
ALL_FOURS = Pose(
    anchor=("knee", 72, 127.4),
    pelvis=78,
    neck=-6,
    near_leg=Leg(78, 91.5, -60),
    far_leg=Leg(78, 91.5, -60),
    near_arm=Arm(80.5, 0, 84),
    far_arm=Arm(80.5, 0, 84),
    contacts=(("knee", FLOOR), ("toe", FLOOR), ("wrist", FLOOR), ("hand", FLOOR)),
)
HANDS_DOWN = Pose(
    anchor=("heel", 84, 129.4),
    far_leg=Leg(1.5, 2, 0.5),
    near_arm=Arm(4, 8),
    far_arm=Arm(10, 10),
    contacts=FEET,
)
ARCHED = Pose(
    anchor=("heel", 84, 129.4),
    pelvis=22,
    lumbar=-32,
    chest=14,
    near_leg=Leg(22),
    far_leg=Leg(23.5, 2, 0.5),
    near_arm=Arm(26, 114, 0, 0.5),
    far_arm=Arm(30, 124, 0, 0.5),
    contacts=FEET,
)
TUCKED = Pose(
    anchor=("heel", 84, 129.4),
    pelvis=-18,
    lumbar=26,
    chest=-4,
    near_leg=Leg(-8, 14, 4),
    far_leg=Leg(-6.5, 16, 4.5),
    near_arm=Arm(26, 114, 0, 0.5),
    far_arm=Arm(30, 124, 0, 0.5),
    contacts=FEET,
)
RESTED = Pose(
    anchor=("heel", 84, 129.4),
    pelvis=7,
    lumbar=-10,
    chest=5,
    near_leg=Leg(7),
    far_leg=Leg(8.5, 2, 0.5),
    near_arm=Arm(26, 114, 0, 0.5),
    far_arm=Arm(30, 124, 0, 0.5),
    contacts=FEET,
)
TOUCHING = Pose(
    anchor=("heel", 40, 129.4),
    far_leg=Leg(1.5, 2, 0.5),
    near_arm=Arm(62, 34),
    far_arm=Arm(4, 8),
    contacts=FEET,
)
HELPING = Pose(
    anchor=("heel", 84, 129.4),
    far_leg=Leg(1.5, 2, 0.5),
    near_arm=Arm(84, 58),
    far_arm=Arm(4, 8),
    contacts=FEET,
)
DOT_IN_FRONT = Pose(
    anchor=("hip", 87.5, 68.4),
    far_leg=Leg(1.5, 2, 0.5),
    near_arm=Arm(-26, 112, 0, 0.6),
    far_arm=Arm(30, 124, 0, 0.5),
    contacts=(*FEET, ("hand", FRONT_DOT)),
)
DOT_BEHIND = Pose(
    anchor=("hip", 87.5, 68.4),
    far_leg=Leg(1.5, 2, 0.5),
    near_arm=Arm(-62, 114, 0, 0.6),
    far_arm=Arm(30, 124, 0, 0.5),
    contacts=(*FEET, ("hand", BACK_DOT)),
)
BIRD_DOG_REACH = Pose(
    anchor=("far_knee", 72, 127.4),
    pelvis=78,
    neck=-6,
    near_leg=Leg(-6, 2),
    far_leg=Leg(78, 91.5, -60),
    near_arm=Arm(80.5, 0, 84),
    far_arm=Arm(176),
    contacts=(("far_knee", FLOOR), ("far_toe", FLOOR), ("wrist", FLOOR), ("hand", FLOOR)),
)
