"""Web: the guest's page and its live events."""
