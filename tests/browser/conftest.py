import pytest
from playwright.sync_api import sync_playwright

from .drawn import empty_page as an_empty_page
from .scenes import ScriptedVisits
from .screenshots import launched, open_page, serving


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright):
    running = launched(playwright)
    yield running
    running.close()


@pytest.fixture(scope="module")
def empty_page(browser):
    """A page with the kiosk's styles and nothing on it."""
    with an_empty_page(browser) as page:
        yield page


@pytest.fixture
def visits():
    return ScriptedVisits()


@pytest.fixture
def server(visits):
    with serving(visits) as running:
        yield running


@pytest.fixture
def open_at(browser, server):
    """Open the guest's page on a screen of a given size; every screen is put away afterwards."""
    pages = []

    def open_(size, **options):
        page = open_page(browser, server.url, size, **options)
        pages.append(page)
        return page

    yield open_
    for page in pages:
        page.context.close()
