"""The page's voice in Chromium: what was cued, one at a time and in order, as an audio context is told it."""

import threading
import time

import pytest

from kiosk.guidance.soundbox import Soundbox
from kiosk.screening.view import Cue
from kiosk.web.app import create_app
from kiosk.web.serve import Server

from .screenshots import open_page, settled

SIZE = (1280, 720)

# An audio context whose clock a test turns, and which writes down what begins and ends, by length: a sound
# "decodes" to as many seconds as its file has thousands of bytes, so that every clip is told from others.
FAKE = """
const Native = EventSource;
window.EventSource = class extends Native {
  constructor(url) { super(url); this.addEventListener("view", () => (window.joined = true)); }
};
window.told = [];
window.nowS = 0;
window.allowed = true;
class FakeContext {
  constructor() { this.state = window.allowed ? "running" : "suspended"; this.destination = {}; }
  get currentTime() { return window.nowS; }
  resume() { if (window.allowed) this.state = "running"; return Promise.resolve(); }
  decodeAudioData(bytes) {
    if (bytes.byteLength < 100) return Promise.reject(new Error("broken"));
    return Promise.resolve({ duration: bytes.byteLength / 1000 });
  }
}
window.AudioContext = FakeContext;
window.GainNode = class { gain = { set value(loud) { window.loud = loud; } }; connect() {} };
window.AudioBufferSourceNode = class {
  constructor(_, { buffer }) { this.lengthS = buffer.duration; }
  connect() {}
  disconnect() {}
  start(at) { this.at = at; window.told.push(["start", this.lengthS, Math.round(at * 1000) / 1000]); }
  stop() { window.told.push(["stop", this.lengthS]); }
};
"""


def length_s(name, language="en"):
    """How long the fake context takes a sound to be."""
    return Soundbox().path(language, name).stat().st_size / 1000


@pytest.fixture
def server(visits):
    app = create_app(visits, clock=time.monotonic, sounds=Soundbox())
    running = Server(app, 0)
    thread = threading.Thread(target=running.run, name="serve")
    thread.start()
    yield running
    running.stop()
    thread.join(10)


@pytest.fixture
def page(browser, server):
    opened = open_page(browser, "about:blank", SIZE)
    opened.add_init_script(FAKE)
    opened.goto(server.url)
    joined(opened)
    yield opened
    opened.context.close()


def joined(page):
    """Wait until the page's event stream is there: an older cue is not for it."""
    page.wait_for_selector("body[data-stage=idle]")
    page.wait_for_function("() => window.joined")


def fetched(page, path):
    """Wait until the page has fetched this."""
    page.wait_for_function(
        "(path) => performance.getEntriesByName(location.origin + path).length > 0",
        arg=path,
    )


def told(page, count):
    """What the context was told, once it is this much."""
    page.wait_for_function("(count) => told.length >= count", arg=count)
    return page.evaluate("told")


def test_the_sounds_of_a_cue_are_played_in_order_each_after_the_one_before(page, visits):
    visits.board.play(Cue(1, ("tone-start", "consent"), "en", 0.6))
    tone_s, words_s = length_s("tone-start"), length_s("consent")
    assert told(page, 2) == [["start", tone_s, 0], ["start", words_s, tone_s]]
    assert page.evaluate("loud") == 0.6


def test_the_next_cue_stops_the_one_before_and_only_then_is_played(page, visits):
    visits.board.play(Cue(1, ("positioning.nobody",)))
    told(page, 1)
    page.evaluate("nowS = 1.5")
    visits.board.play(Cue(2, ("holding",), "de"))
    first_s = length_s("positioning.nobody")
    assert told(page, 3) == [
        ["start", first_s, 0],
        ["stop", first_s],
        ["start", length_s("holding", "de"), 1.5],
    ]


def test_silence_stops_what_is_heard(page, visits):
    visits.board.play(Cue(1, ("consent",)))
    told(page, 1)
    visits.board.play(Cue(2, ()))
    assert told(page, 2)[1:] == [["stop", length_s("consent")]]


def test_of_cues_that_come_at_once_only_the_last_is_heard(page, visits):
    page.evaluate(
        """async () => {
          const { Voice } = await import("/static/voice.js");
          const voice = new Voice();
          const cue = (name) => voice.cue({ urls: [`/sound/en/${name}`], volume: 1 });
          await Promise.all([cue("consent"), cue("holding"), cue("goodbye")]);
        }"""
    )
    assert page.evaluate("told") == [["start", length_s("goodbye"), 0]]


def test_a_sound_that_cannot_be_had_is_left_out_and_the_rest_is_heard(page, visits):
    page.route("**/sound/tones/tone-start", lambda route: route.fulfill(status=404))
    page.route("**/sound/en/grade.mild", lambda route: route.fulfill(body="broken"))
    page.route("**/sound/en/result.come", lambda route: route.abort())
    visits.board.play(Cue(1, ("tone-start", "grade.mild", "consent", "result.come")))
    assert told(page, 1) == [["start", length_s("consent"), 0]]


def test_a_whole_language_is_fetched_as_soon_as_it_is_spoken(page, visits):
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/sound/")[2]))
    visits.board.play(Cue(1, ("consent",), "fr"))
    fetched(page, "/sound/fr/page.still_there")
    assert {"fr/", "fr/tilt.forward.13", "fr/grade.mild", "fr/grade.pronounced"} <= set(asked)


def test_before_a_touch_nothing_is_played_and_nothing_is_played_late(browser, server, visits):
    page = open_page(browser, "about:blank", SIZE)
    page.add_init_script(FAKE + "window.allowed = false;")
    page.goto(server.url)
    joined(page)
    visits.board.play(Cue(1, ("consent",)))
    fetched(page, "/sound/en/consent")
    page.evaluate("allowed = true")
    settled(page).locator("#start").tap()
    visits.board.play(Cue(2, ("goodbye",)))
    assert told(page, 1) == [["start", length_s("goodbye"), 0]]
    page.context.close()


def test_a_page_that_loses_the_kiosk_falls_silent(page, server, visits):
    visits.board.play(Cue(1, ("consent",)))
    told(page, 1)
    server.stop()
    assert told(page, 2)[1:] == [["stop", length_s("consent")]]


def test_chromium_itself_decodes_every_tone_and_a_clip_of_each_language(browser, server, visits):
    page = open_page(browser, server.url, SIZE)
    lengths = page.evaluate(
        """async () => {
          const context = new OfflineAudioContext(1, 48000, 48000);
          const length = async (url) =>
            (await context.decodeAudioData(await (await fetch(url)).arrayBuffer())).duration;
          const tones = (await (await fetch("/sound/tones/")).json()).urls;
          const urls = [...tones, ...["en", "es", "de", "fr"].map((code) => `/sound/${code}/consent`)];
          return Object.fromEntries(await Promise.all(urls.map(async (url) => [url, await length(url)])));
        }"""
    )
    page.context.close()
    assert len(lengths) == 13
    box = Soundbox()
    for url, found_s in lengths.items():
        folder, name = url.split("/")[2:]
        assert found_s == pytest.approx(box.length_s(folder if folder != "tones" else "en", name), abs=0.05)
