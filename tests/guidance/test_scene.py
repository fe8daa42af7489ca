import math
import re
import xml.etree.ElementTree as ET

import pytest

from kiosk.guidance.figure import Arrow, Layer, Tone, Worn
from kiosk.guidance.poses import ARCHED, RESTED, STANDING, TUCKED
from kiosk.guidance.preparing import BACK_BALL, DOTS, FRONT_BALL, MAT, PREPARE, SCENES, TIPS
from kiosk.guidance.scene import WHOLE, Arc, Blob, Cross, Oval, Person, Scene, Trace, Window, draw_scene
from kiosk.guidance.skeleton import FLOOR_Y, HEIGHT, WIDTH, Pose, pose_skeleton

SVG = "{http://www.w3.org/2000/svg}"
UPRIGHT = Pose(("hip", 90, 70))
every_scene = pytest.mark.parametrize("name", SCENES)


def parse(svg):
    return ET.fromstring(svg)  # noqa: S314 - the kiosk's own text


def middles(svg, fill):
    """The middle of each lone circle that is drawn in a colour: M left, two half rounds, Z."""
    circle = re.compile(r"M([\d.-]+) ([\d.-]+)A([\d.-]+) \S+ 0 11 ([\d.-]+) ([\d.-]+)A\S+ \S+ 0 11 \1 \2Z")
    for path in parse(svg).iter(f"{SVG}path"):
        found = circle.fullmatch(path.get("d"))
        if found and path.get("fill") == fill:
            left, level, _, right, _ = map(float, found.groups())
            yield (left + right) / 2, level


def inside(window, point, margin=0.0):
    x, y = point
    return (
        window.x + margin <= x <= window.x + window.width - margin
        and window.y + margin <= y <= window.y + window.height - margin
    )


@every_scene
def test_a_scene_is_small_always_the_same_and_without_a_word(name):
    svg = draw_scene(SCENES[name])
    assert svg == draw_scene(SCENES[name])
    assert len(svg.encode()) < 4600
    tree = parse(svg)
    assert tree.get("aria-hidden") == "true"
    assert [part.tag for part in tree.iter() if part.text or part.tag.endswith("title")] == []
    assert "style" not in svg
    assert " id=" not in svg


@every_scene
def test_every_scene_is_as_wide_to_high_as_a_whole_picture(name):
    _, _, width, height = map(float, parse(draw_scene(SCENES[name])).get("viewBox").split())
    assert width / height == pytest.approx(WIDTH / HEIGHT, abs=0.003)


@every_scene
def test_what_moves_is_pointed_out_inside_the_part_that_is_shown(name):
    scene = SCENES[name]
    for arrow in (each for each in (*scene.behind, *scene.before) if isinstance(each, Arrow)):
        # The line is 3 wide and its barbs 7 long.
        assert inside(scene.window, arrow.start, 1.5)
        assert inside(scene.window, arrow.end, 1.5)


def test_no_two_scenes_are_alike():
    assert len({draw_scene(scene) for scene in SCENES.values()}) == len(SCENES) == 16


def test_a_title_is_said_by_a_screen_reader_and_escaped():
    tree = parse(draw_scene(PREPARE["arms"], "Arms & hands"))
    assert tree.get("role") == "img"
    assert tree.find(f"{SVG}title").text == "Arms & hands"


def test_the_two_half_balls_lie_on_the_ends_of_the_buckets_rim():
    svg = draw_scene(Scene((Person(UPRIGHT, (FRONT_BALL, BACK_BALL)),)))
    # The bucket's middle is 0.45 of a pelvis of 11 above the hip, its rim 0.27 × 36 above that and 0.27 × 34
    # to either side: 70 - 4.95 - 9.72 = 55.3; 90 + 9.2 and 90 - 9.2.
    assert list(middles(svg, Tone.ACCENT)) == [(pytest.approx(99.2), 55.3), (pytest.approx(80.8), 55.3)]
    assert 'd="M80.8 55.3L99.2 55.3L97 74.8L83 74.8Z"' in svg


@pytest.mark.parametrize("tilt_deg", [-20, 0, 10, 25])
def test_the_line_through_both_half_balls_falls_to_the_front_by_the_pelvis_own_tilt(tilt_deg):
    svg = draw_scene(Scene((Person(Pose(("hip", 90, 70), pelvis=tilt_deg), (FRONT_BALL, BACK_BALL)),)))
    (front_x, front_y), (back_x, back_y) = middles(svg, Tone.ACCENT)
    assert front_x > back_x
    assert math.degrees(math.atan2(front_y - back_y, front_x - back_x)) == pytest.approx(tilt_deg, abs=0.5)


def test_first_the_front_ball_goes_on_and_then_the_one_behind():
    assert len(list(middles(draw_scene(DOTS["front"]), Tone.ACCENT))) == 1
    for name in ("behind", "both"):
        assert len(list(middles(draw_scene(DOTS[name]), Tone.ACCENT))) == 2


@pytest.mark.parametrize(("name", "ball"), [("front", 0), ("behind", 1)])
def test_an_arrow_and_a_hand_show_which_half_ball_is_meant(name, ball):
    scene = DOTS[name]
    (arrow,) = scene.before
    x, y = list(middles(draw_scene(scene), Tone.ACCENT))[ball]
    # It stops short of the ball's own 2.6 and its edge, at the ball's height.
    assert 3 < abs(arrow.end[0] - x) < 9
    assert arrow.end[1] == pytest.approx(y, abs=0.1)
    assert math.dist(pose_skeleton(scene.people[0].pose).points["hand"], (x, y)) < 5.5


def test_the_kiosk_looks_at_both_half_balls():
    scene = DOTS["both"]
    (guest,) = scene.people
    hip = pose_skeleton(guest.pose).points["hip"]
    aims = [thing.points[1] for thing in scene.behind if isinstance(thing, Trace) and thing.dashed]
    for aim, front in zip(aims, (-9.2, 9.2), strict=True):
        assert math.dist(aim, guest.seen((hip[0] + front, hip[1] - 14.67))) < 2


def test_arch_tips_the_bucket_forward_tuck_back_and_rest_lies_between():
    assert ARCHED.pelvis > RESTED.pelvis > 0 > TUCKED.pelvis
    assert ARCHED.pelvis - RESTED.pelvis >= 12
    assert RESTED.pelvis - TUCKED.pelvis >= 12
    # The back bends the other way, so that the head stays about over the hip.
    for pose in (ARCHED, TUCKED, RESTED):
        at = pose_skeleton(pose).points
        assert abs(at["head"][0] - at["hip"][0]) < 12


def test_the_arrows_of_the_range_check_follow_the_front_of_the_pelvis():
    (down,) = SCENES["range arch"].before
    (up,) = SCENES["range tuck"].before
    (rest,) = SCENES["range rest"].before
    assert down.end[1] > down.start[1]
    assert up.end[1] < up.start[1]
    assert rest.both
    for arrow in (down, up, rest):
        assert min(arrow.start[0], arrow.end[0]) > 104  # in front of a guest who stands at 87.5


def test_a_finger_touches_the_ripple_on_the_screen():
    scene = MAT["touch"]
    ripple = [thing for thing in scene.before if isinstance(thing, Oval)]
    hand = pose_skeleton(scene.people[0].pose).points["hand"]
    assert ripple
    for ring in ripple:
        assert math.dist(hand, (ring.x, ring.y)) < 2
    screen = next(thing for thing in scene.behind if isinstance(thing, Trace) and thing.filled)
    left, top = screen.points[0]
    right, bottom = screen.points[2]
    assert left < hand[0] < right
    assert top < hand[1] < bottom


def test_a_guest_stands_on_the_mat_with_the_soles_in_its_oval():
    for name, scene in (("stand", MAT["stand"]), ("both", DOTS["both"])):
        (guest,) = scene.people
        mat = next(thing for thing in scene.behind if isinstance(thing, Oval))
        points = pose_skeleton(guest.pose).points
        for foot in ("heel", "toe"):
            x, _ = guest.seen(points[foot])
            _, sole = guest.seen((0, FLOOR_Y))
            assert abs(x - mat.x) < mat.across, name
            assert abs(sole - mat.y) < mat.high, name


def test_everyone_who_is_seen_whole_stands_on_the_floor():
    for scene in (*TIPS.values(), MAT["touch"], MAT["read"]):
        for person in scene.people:
            assert person.seen((0, FLOOR_Y))[1] == pytest.approx(FLOOR_Y, abs=5)


def test_staff_turn_to_the_guest():
    guest, staff = TIPS["staff"].people
    assert staff.mirrored
    assert not guest.mirrored
    noses = [person.seen(pose_skeleton(person.pose).points["nose"])[0] for person in (guest, staff)]
    heads = [person.seen(pose_skeleton(person.pose).points["head"])[0] for person in (guest, staff)]
    assert heads[0] < noses[0] < noses[1] < heads[1]


def test_somebody_in_the_background_is_faint_and_crossed_out():
    behind, _ = TIPS["plain"].people
    (cross,) = TIPS["plain"].before
    assert behind.faint
    hip = behind.seen(pose_skeleton(behind.pose).points["hip"])
    assert math.dist(hip, (cross.x, cross.y)) < cross.size


def test_a_person_is_mirrored_about_the_picture_then_scaled_and_moved():
    person = Person(UPRIGHT, at=(10, 20), scale=0.5, mirrored=True)
    # A point 30 from the left is 150 from it mirrored: 10 + 75, 20 + 0.5 × 40.
    assert person.seen((30, 40)) == (85, 40)
    svg = draw_scene(Scene((person,)))
    assert '<g transform="translate(100 20) scale(-0.5 0.5)">' in svg
    assert "<g transform" not in draw_scene(Scene((Person(UPRIGHT),)))


def test_what_is_worn_follows_its_bone_and_its_layer():
    bun = Worn((("neck", 1.0, -5.0, 2.0),), layer=Layer.BEHIND)
    sleeve = Worn((("upper_arm", 0.5, 1.0, 3.0),), Tone.SOFT, Layer.OVER)
    svg = draw_scene(Scene((Person(UPRIGHT, (sleeve, bun), bucket=False),)))
    # Upright over (90, 70): a head at 70 - 11 - 12 - 15 - 15.5 = 16.5; half an arm of 21 below 32 is 42.5.
    assert list(middles(svg, Tone.ACCENT)) == [(85, 16.5)]
    assert list(middles(svg, Tone.SOFT)) == [(91, 42.5)]
    assert svg.index(Tone.ACCENT) < svg.rindex("M98.3 71.1") < svg.index(f'fill="{Tone.SOFT}"')


def test_a_person_may_be_drawn_without_the_mark():
    rim = "M80.8 55.3L99.2 55.3"
    assert rim in draw_scene(Scene((Person(UPRIGHT),)))
    assert rim not in draw_scene(Scene((Person(UPRIGHT, bucket=False),)))


def test_things_are_drawn_where_their_numbers_say():
    things = (
        Trace(((1, 2), (3, 4)), Tone.SOFT, 2.0, dashed=True),
        Trace(((1, 2), (3, 4), (5, 2)), Tone.INK, 2.0, filled=Tone.GROUND),
        Blob((((10, 20), 4),)),
        Oval(10, 20, 6, 2),
        Arc(50, 50, 10, -90, 0),
        Cross(20, 30, 10),
    )
    svg = draw_scene(Scene((), behind=(), before=things, window=Window(1, 2, 70)))
    assert 'viewBox="1 2 90 70"' in svg
    assert 'stroke-dasharray="1 4.4" d="M1 2L3 4"' in svg
    assert (
        'fill="var(--figure-ground,#10141a)" stroke="currentColor" stroke-width="2" d="M1 2L3 4L5 2Z"' in svg
    )
    assert 'd="M6 20A4 4 0 11 14 20A4 4 0 11 6 20Z"' in svg
    assert 'cx="10" cy="20" rx="6" ry="2"' in svg
    # From nine o'clock to twelve, a quarter round.
    assert 'd="M40 50A10 10 0 01 50 40"' in svg
    assert svg.count('d="M10 20L30 40M30 20L10 40"') == 2


def test_a_scene_shows_the_whole_picture_unless_a_window_is_named():
    assert Scene((Person(STANDING),)).window == WHOLE
    assert 'viewBox="0 0 180 140"' in draw_scene(Scene((Person(STANDING),)))
