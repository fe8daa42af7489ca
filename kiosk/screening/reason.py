"""Why a picture cannot be measured: the closed set of reasons the whole kiosk shares."""

from enum import StrEnum


class Reason(StrEnum):
    """A reason for not measuring; the same words in prompts, in JSON and in statistics."""

    NOBODY = "nobody"
    MORE_THAN_ONE = "more_than_one"
    NOT_IN_FRAME = "not_in_frame"
    TOO_FAR = "too_far"
    TOO_CLOSE = "too_close"
    NOT_SIDE_ON = "not_side_on"
    NOT_STANDING = "not_standing"
    MOVING = "moving"
    TOO_DARK = "too_dark"
    DOTS_NOT_FOUND = "dots_not_found"
    UNREADABLE = "unreadable"
