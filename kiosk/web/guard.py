"""Who may ask for what: only this machine's own page; and the headers that every answer carries."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

MAX_BODY_BYTES = 1024
"""A touch has no content to speak of; pictures never travel over HTTP."""

BODY_TYPES = frozenset({"", "application/json", "application/x-www-form-urlencoded"})

KEPT = frozenset({"sounds.sound"})
"""What tells nothing of a guest the browser may keep; it asks each time whether it is still the same."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def guard(app: Flask) -> None:
    """Put the checks before and the headers after every request of ``app``."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.before_request(_only_this_machine)
    app.before_request(_only_our_own_page)
    app.after_request(_with_headers)


def _only_this_machine() -> None:
    # A name that an attacker's DNS points at 127.0.0.1 arrives here under that name.
    if _hostname(f"//{request.host}") not in LOOPBACK:
        abort(400, "This kiosk answers to its own screen only.")


def _only_our_own_page() -> None:
    if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return
    # Browsers name the page a POST comes from; a program without a browser has no page to abuse.
    origin = request.headers.get("Origin")
    if origin is not None and (_hostname(origin) not in LOOPBACK or urlsplit(origin).netloc != request.host):
        abort(403, "Only the kiosk's own page may do this.")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403, "Only the kiosk's own page may do this.")
    if request.mimetype not in BODY_TYPES:
        abort(415)
    if (request.content_length or 0) > MAX_BODY_BYTES:
        abort(413)


def _hostname(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.endpoint in KEPT and response.status_code < 400:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
