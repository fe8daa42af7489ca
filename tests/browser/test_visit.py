"""A whole visit in Chromium, with the real models and the demo camera: from Start to the result and away."""

import pytest

from tests.program.process import running

from .screenshots import open_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_VISIT_MS = 90_000


def test_a_guest_touches_start_is_guided_measured_and_may_leave(browser, tmp_path):
    with running("--camera", "demo", "--lights", "mock") as kiosk:
        page = open_page(browser, kiosk.url, (800, 480))
        page.get_by_role("button", name="Start").tap()
        page.get_by_role("button", name="I agree").tap()
        page.wait_for_selector("body[data-stage=positioning]")
        page.locator("#view .body[d^=M]").wait_for(state="attached", timeout=_VISIT_MS)
        page.wait_for_selector("body[data-stage=holding]", timeout=_VISIT_MS)
        page.wait_for_selector("body[data-stage=capturing]", timeout=_VISIT_MS)
        page.wait_for_selector("body[data-stage=result]", timeout=_VISIT_MS)
        assert page.locator("#result-line").inner_text().startswith("Your pelvis tips forward about")
        assert page.locator("#result-line").is_visible()
        assert page.get_by_text("simulated: camera, lights").is_visible()
        page.get_by_role("button", name="Done").tap()
        page.wait_for_selector("body[data-stage=idle]")
        assert page.get_by_text("Your pelvis tips forward about").locator("visible=true").count() == 0
        page.context.close()
