"""The plan's pictures: which poses, what stands around, and what is pointed out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kiosk.guidance.figure import Arrow, Figure, Muscle
from kiosk.guidance.poses import (
    ALL_FOURS,
    BACK_BALL,
    BACK_BALL_LEAN,
    BIRD_DOG_REACH,
    BRIDGE_LONG,
    BRIDGE_UP,
    CALF_WALL,
    CALVES_ROLL,
    CALVES_ROLLER,
    CHAIR,
    DEAD_BUG_REACH,
    DEAD_BUG_START,
    HEEL_HELD,
    HINGED,
    HIP_BALL,
    HIP_BALL_LEAN,
    KNEELING,
    KNEELING_FORWARD,
    KNEES_BENT,
    KNEES_HUGGED,
    PLANK_KNEES,
    PLANK_UP,
    QUADS_ROLL,
    QUADS_ROLLER,
    RUNNING,
    SITTING,
    STANDING,
    TIPPED,
    UPRIGHT,
    WALL_AHEAD,
    WALL_BEHIND,
    WALL_BESIDE,
    WALL_PRESS,
)
from kiosk.guidance.skeleton import FLOOR

ABOUT: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        "what": Figure(STANDING, TIPPED, arrows=(Arrow((108, 48), (114, 66), 3),)),
        "sitting": Figure(SITTING, None, (FLOOR, CHAIR), (), (Muscle.HIP_FLEXORS,)),
        "tight": Figure(TIPPED, None, (FLOOR,), (), (Muscle.HIP_FLEXORS, Muscle.LOWER_BACK)),
        "weak": Figure(TIPPED, None, (FLOOR,), (), (Muscle.GLUTES, Muscle.DEEP_CORE)),
        "runners": Figure(RUNNING),
    }
)
"""The pictures beside what tilt is and why it happens."""

EXERCISES: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        "massage_hip_flexors": Figure(
            HIP_BALL_LEAN,
            props=(FLOOR, WALL_AHEAD, HIP_BALL),
            arrows=(Arrow((122, 56), (122, 76), both=True),),
            muscles=(Muscle.HIP_FLEXORS,),
        ),
        "massage_quadriceps": Figure(
            QUADS_ROLL,
            props=(FLOOR, QUADS_ROLLER),
            arrows=(Arrow((62, 92), (90, 92), both=True),),
            muscles=(Muscle.QUADRICEPS,),
        ),
        "massage_lower_back": Figure(
            BACK_BALL_LEAN,
            props=(FLOOR, WALL_BEHIND, BACK_BALL),
            arrows=(Arrow((52, 48), (52, 68), both=True),),
            muscles=(Muscle.LOWER_BACK,),
        ),
        "massage_calves": Figure(
            CALVES_ROLL,
            props=(FLOOR, CALVES_ROLLER),
            arrows=(Arrow((100, 90), (126, 90), both=True),),
            muscles=(Muscle.CALVES,),
        ),
        "stretch_hip_flexors": Figure(
            KNEELING, KNEELING_FORWARD, arrows=(Arrow((46, 84), (62, 84)),), muscles=(Muscle.HIP_FLEXORS,)
        ),
        "stretch_quadriceps": Figure(
            HEEL_HELD,
            props=(FLOOR, WALL_BESIDE),
            arrows=(Arrow((40, 92), (46, 72), -3),),
            muscles=(Muscle.QUADRICEPS,),
        ),
        "stretch_lower_back": Figure(
            KNEES_BENT, KNEES_HUGGED, arrows=(Arrow((112, 88), (96, 78), 3),), muscles=(Muscle.LOWER_BACK,)
        ),
        "stretch_calves": Figure(
            WALL_PRESS,
            props=(FLOOR, CALF_WALL),
            arrows=(Arrow((40, 100), (40, 122)),),
            muscles=(Muscle.CALVES,),
        ),
        "bridge": Figure(
            KNEES_BENT,
            BRIDGE_UP,
            arrows=(Arrow((74, 98), (74, 78)),),
            muscles=(Muscle.GLUTES, Muscle.HAMSTRINGS),
        ),
        "hip_hinge": Figure(
            UPRIGHT,
            HINGED,
            arrows=(Arrow((70, 66), (54, 74), -2),),
            muscles=(Muscle.GLUTES, Muscle.HAMSTRINGS),
        ),
        "hamstring_curl": Figure(
            BRIDGE_UP,
            BRIDGE_LONG,
            arrows=(Arrow((148, 122), (168, 122), both=True),),
            muscles=(Muscle.HAMSTRINGS, Muscle.GLUTES),
        ),
        "dead_bug": Figure(
            DEAD_BUG_START,
            DEAD_BUG_REACH,
            arrows=(Arrow((42, 92), (22, 112), 4), Arrow((136, 88), (150, 102), -3)),
            muscles=(Muscle.DEEP_CORE,),
        ),
        "plank": Figure(
            PLANK_KNEES,
            PLANK_UP,
            arrows=(Arrow((66, 126), (66, 112)),),
            muscles=(Muscle.DEEP_CORE, Muscle.GLUTES),
        ),
        "bird_dog": Figure(
            ALL_FOURS,
            BIRD_DOG_REACH,
            arrows=(Arrow((36, 120), (24, 112)), Arrow((136, 110), (150, 96))),
            muscles=(Muscle.GLUTES, Muscle.DEEP_CORE),
        ),
    }
)
"""One picture for each exercise, by its name."""
