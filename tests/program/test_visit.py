"""From Start to the light, with the real models and the demo camera."""

import tomllib
from itertools import islice

import pytest

from kiosk.camera.demo import CLIP
from tests.program.process import running

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo():
    with running("--camera", "demo", "--lights", "mock") as kiosk:
        yield kiosk


def test_a_touch_on_start_leads_to_a_result_near_the_demo_persons_tilt(demo):
    truth = tomllib.loads(CLIP.with_suffix(".toml").read_text())
    assert demo.post("start") == 204
    assert demo.post("agree") == 204
    assert demo.post("ready") == 204
    view, stages = demo.until("result", limit_s=90)
    known = [stage for i, stage in enumerate(stages) if stage not in stages[:i]]
    asked = [stage for stage in known if stage not in {"idle", "consent", "prepare"}]
    assert asked == ["positioning", "holding", "capturing", "thinking", "result"]
    assert view["simulated"]
    scale = view["result"]["scale"]
    assert scale["high_deg"] - scale["low_deg"] >= 10
    assert scale["low_deg"] <= truth["stand"][0]["tilt_deg"] <= scale["high_deg"]
    assert demo.post("stop") == 204
    demo.until("goodbye", limit_s=5)
    demo.until("idle", limit_s=10)


def test_the_outline_is_sent_as_points_and_never_as_a_picture(demo):
    demo.post("start")
    demo.post("agree")
    demo.post("ready")
    # The empty room at the clip's start is some tens of beats; a thousand events are minutes.
    outlines = (data for name, data in islice(demo.events(), 1000) if name == "outline" and data)
    first = list(islice(outlines, 5))
    assert [set(data) for data in first] == [{"aspect", "points"}] * 5
    assert max(len(data["points"]) for data in first) <= 240
    demo.post("stop")


def test_another_kiosk_on_the_same_port_says_so_in_one_line(demo):
    from tests.program.process import kiosk

    port = demo.url.rsplit(":", 1)[1].strip("/")
    second = kiosk("run", "--camera", "demo", "--lights", "mock", "--port", port)
    assert second.returncode == 1
    (line,) = [line for line in second.stderr.splitlines() if not line.startswith(("INFO", "WARNING"))]
    assert line.startswith(f"kiosk: port {port} is in use")


def test_the_voice_leads_through_the_visit_in_order_and_says_one_thing_at_a_time(demo):
    heard, stages = [], []
    answers = {"idle": "start", "consent": "agree", "prepare": "ready", "result": "stop"}
    for name, data in islice(demo.events(), 5000):
        if name == "cue" and data["urls"]:
            heard.append([url.rsplit("/", 1)[1] for url in data["urls"]])
        if name != "view" or data["stage"] in stages[-1:]:
            continue
        stages.append(data["stage"])
        if stages[-1] == "consent":
            heard.clear()  # the end of an earlier visit
        if stages[-1] == "idle" and "result" in stages:
            break
        if answer := answers.get(data["stage"]):
            demo.post(answer)
    firsts = [sounds[0] for sounds in heard]
    begun = [firsts.index(tone) for tone in ("tone-hold", "tone-capture", "tone-goodbye")]
    assert begun == sorted(begun)
    [result] = [sounds for sounds in heard if sounds[0].startswith("tone-done-")]
    assert result[1:2] + result[3:] == [f"grade.{result[0].removeprefix('tone-done-')}", "result.come"]
    assert result[2].startswith("tilt.")
    # What is heard on the way to the mat depends on where in its round the demo's guest is just then.
    assert {name.partition(".")[0] for name in firsts[: begun[0]]} <= {"tone-start", "prepare", "positioning"}
