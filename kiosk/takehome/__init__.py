"""Take-home: a result leaves as a code on the guest's own phone, and may be shown to a kiosk again."""
