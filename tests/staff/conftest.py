"""Stores and kiosks that are put away after each test."""

import pytest

from kiosk.staff.store import Store
from tests.staff.powered import Kiosk


@pytest.fixture
def opened():
    """Open stores by this, and they are closed in the end."""
    stores = []

    def open_store(path, **kwargs):
        stores.append(Store.open(path, **kwargs))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def kiosk(tmp_path):
    """A kiosk whose PIN is 482915."""
    powered = Kiosk(tmp_path)
    powered.pin.set_first("482915")
    yield powered
    powered.store.close()
