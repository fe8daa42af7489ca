import json
import re

import pytest

from kiosk.screening.view import Stage, View
from kiosk.web.app import create_app, streams_of

TOUCHES = ["/visit/start", "/visit/stop"]
OWN = {"Origin": "http://localhost"}


def test_the_page_opens_on_the_present_view(client, visits):
    visits.board.show(View(Stage.FAULT))
    body = client.get("/").get_data(as_text=True)
    shown = re.search(r"data-view='([^']*)'", body)
    assert shown is not None
    assert json.loads(shown[1])["stage"] == "fault"
    assert 'data-stage="fault"' in body


def test_what_is_simulated_is_on_the_page_before_any_script_runs(client, visits):
    visits.board.show(View(Stage.IDLE, simulated=("camera",)))
    assert "simulated: camera</span>" in client.get("/").get_data(as_text=True)


def test_a_badge_is_hidden_when_all_is_real(client):
    assert 'id="simulated" hidden' in client.get("/").get_data(as_text=True)


def test_the_page_draws_no_lamps_where_the_lights_are_real(client):
    assert 'id="lamps" aria-hidden="true" hidden>' in client.get("/").get_data(as_text=True)


def test_the_page_draws_simulated_lamps_before_any_event_comes(visits):
    client = create_app(visits, clock=lambda: 0.0, lamps=lambda: (0.0, 0.0, 0.0)).test_client()
    assert 'id="lamps" aria-hidden="true" >' in client.get("/").get_data(as_text=True)


def test_the_event_stream_tells_of_the_lamps_the_app_was_handed(visits):
    client = create_app(visits, clock=lambda: 0.0, lamps=lambda: (0.0, 0.5, 1.0)).test_client()
    answer = client.get("/events")
    first = next(answer.iter_encoded()).decode()
    answer.close()
    assert first.endswith("event: lamps\ndata: [0.0,0.5,1.0]\n\n")


def test_a_language_is_passed_on_and_one_not_offered_is_not_there(visits):
    client = create_app(visits, clock=lambda: 0.0, languages=("en", "de")).test_client()
    assert client.post("/visit/language/de", headers=OWN).status_code == 204
    assert client.post("/visit/language/fr", headers=OWN).status_code == 404
    assert visits.touches == ["de"]


def test_a_page_of_the_result_is_opened_by_its_number(client, visits):
    assert client.post("/visit/turn/3", headers=OWN).status_code == 204
    assert client.post("/visit/turn/x", headers=OWN).status_code == 404
    assert client.post("/visit/turn/-1", headers=OWN).status_code == 404
    assert visits.touches == ["turn 3"]


def test_a_single_language_is_not_offered_as_a_choice(visits):
    page = create_app(visits, clock=lambda: 0.0, languages=("de",)).test_client().get("/")
    assert "data-language" not in page.get_data(as_text=True)


def test_the_page_opens_in_the_visits_language(client, visits):
    visits.board.show(View(Stage.IDLE, language="fr"))
    body = client.get("/").get_data(as_text=True)
    assert '<html lang="fr">' in body
    assert "Démarrer</button>" in body


def test_the_page_has_no_script_or_style_of_its_own(client):
    body = client.get("/").get_data(as_text=True)
    assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*src=)", body)


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/static/guest.css", "/nowhere", "/events"])
def test_every_answer_forbids_caching_framing_sniffing_and_foreign_content(client, path):
    answer = client.get(path)
    headers = answer.headers
    answer.close()
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_touch_on_start_reaches_the_visit(client, visits):
    assert client.post("/visit/start", headers=OWN).status_code == 204
    assert visits.touches == ["start"]


def test_a_touch_on_stop_reaches_the_visit(client, visits):
    assert client.post("/visit/stop", headers=OWN).status_code == 204
    assert visits.touches == ["stop"]


@pytest.mark.parametrize("body", [{"json": {}}, {"data": {"a": "b"}}, {}])
def test_a_touch_may_come_as_json_as_a_form_or_empty(client, visits, body):
    assert client.post("/visit/start", headers=OWN, **body).status_code == 204


@pytest.mark.parametrize("path", TOUCHES)
@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_nothing_but_a_post_changes_a_visit(client, visits, path, method):
    assert getattr(client, method)(path, headers=OWN).status_code == 405
    assert visits.touches == []


@pytest.mark.parametrize("path", TOUCHES)
@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://localhost:9999", "http://localhost.evil.example", "http://["],
)
def test_a_touch_from_another_page_is_refused(client, visits, path, origin):
    assert client.post(path, headers={"Origin": origin}).status_code == 403
    assert visits.touches == []


def test_a_touch_that_the_browser_calls_cross_site_is_refused(client, visits):
    assert client.post("/visit/start", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visits.touches == []


def test_a_program_without_a_browser_may_touch(client, visits):
    assert client.post("/visit/start").status_code == 204
    assert visits.touches == ["start"]


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.7:8000", "localhost.evil.example", "[::2]", ""])
@pytest.mark.parametrize("path", ["/", "/events", "/static/page.js"])
def test_only_loopback_names_are_answered(client, host, path):
    assert client.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_each_loopback_name_is_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_body_that_could_be_a_picture_is_refused(client, visits):
    with_file = client.post("/visit/start", headers=OWN, data=b"x", content_type="multipart/form-data")
    too_long = client.post("/visit/start", headers=OWN, data=b"x" * 2000, content_type="application/json")
    assert (with_file.status_code, too_long.status_code) == (415, 413)
    assert visits.touches == []


def test_the_event_stream_begins_with_the_view(client):
    answer = client.get("/events")
    first = next(answer.iter_encoded()).decode()
    answer.close()
    assert answer.mimetype == "text/event-stream"
    assert first.startswith('event: view\ndata: {"stage":"idle",')


def test_one_stream_more_than_the_limit_is_turned_away_until_one_closes(visits):
    client = create_app(visits, clock=lambda: 0.0, max_streams=2).test_client()
    open_streams = [client.get("/events") for _ in range(2)]
    assert [answer.status_code for answer in open_streams] == [200, 200]
    assert client.get("/events").status_code == 503
    open_streams[0].close()
    again = client.get("/events")
    assert again.status_code == 200
    again.close()
    open_streams[1].close()


def test_a_stream_that_never_began_gives_its_place_back(app, client):
    client.get("/events").close()
    assert streams_of(app).wait_for(0, 0.0)


def test_asking_for_the_streams_headers_only_takes_no_place(app, client):
    assert client.head("/events").status_code == 200
    assert streams_of(app).wait_for(0, 0.0)
