"""Every English word of what comes before the mat and after the result, under its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        # What happens, in three pictures beside Start.
        "how.touch": "Touch",
        "how.stand": "Stand",
        "how.read": "Read",
        # Touches.
        "page.ready": "I'm ready",
        "page.again": "Try again",
        "page.dots": "With dots",
        "page.no_dots": "Without dots",
        "page.stay": "I'm still here",
        "page.my_result": "My result",
        "page.range": "Range check",
        "page.card": "Take home",
        "page.compare": "Compare",
        "page.still_there": "Still there? This page clears in a moment.",
        # Before the mat.
        "prepare.title": "Get ready",
        "prepare.line": "Touch I'm ready, then step back onto the mat, side-on. Voice and lights guide you.",
        "prepare.shoes": "Shoes off",
        "prepare.top": "Top tucked in",
        "prepare.hair": "Hair up",
        "prepare.arms": "Arms crossed",
        "dots.title": "Two dots",
        "dots.line": "Both on the side to the screen. Touch I'm ready, then step back onto the mat.",
        "dots.front": "The bony point in front",
        "dots.behind": "The dimple behind",
        "dots.both": "Both on one side",
        "tips.title": "Some tips",
        "tips.line": "That did not work yet. Come to the screen: this helps, and staff are glad to help.",
        "tips.plain": "Nobody behind you",
        "tips.light": "Enough light",
        "tips.side": "One shoulder ahead",
        "tips.staff": "Ask staff",
        # The reading is being made.
        "thinking.title": "One moment",
        "thinking.line": "Working it out.",
        # After the result.
        "result.come": "It is an estimate, not a diagnosis. You may come to the screen now.",
        "result.with_dots": "Read from dots and outline together.",
        "dial.most": "most people",
        "range.title": "Your range",
        "range.line": "Three poses on the mat. Touch I'm ready; the voice tells you when.",
        "range.arch": "Arch: tip forward",
        "range.tuck": "Tuck: tip back",
        "range.rest": "Relax: let go",
        "positioning.arch.title": "Arch",
        "positioning.arch.line": "Tip the bucket forward: belly forward, bottom back.",
        "positioning.tuck.title": "Tuck",
        "positioning.tuck.line": "Tip the bucket back: tailbone under, belly in.",
        "positioning.rest.title": "Relax",
        "positioning.rest.line": "Let go, and stand as you always do.",
        "holding.arch.title": "Stay arched",
        "holding.tuck.title": "Stay tucked",
        "capturing.arch.title": "Keep arching",
        "capturing.tuck.title": "Keep tucking",
        "ranged.title": "Your range",
        "ranged.place": "At rest you stand {percent} of the way from full tuck to full arch, "
        "most likely between {low} and {high}.",
        "ranged.near_arch": "You rest near your full arch. The plan may help you use the room behind it.",
        "ranged.middle": "You rest with room both ways.",
        "ranged.near_tuck": "You rest near your full tuck.",
        "ranged.own": "This compares you with yourself alone.",
        "ranged.tuck": "full tuck",
        "ranged.arch": "full arch",
        "ranged.none.title": "Not clear yet",
        "ranged.too_small": "Arch and tuck were too close to tell apart. "
        "Try again, tipping further each way.",
        "ranged.wrong_order": "The tuck came out further forward than the arch. "
        "Try again: first arch, then tuck.",
        "ranged.outside": "Standing relaxed came out beyond the two. Try again, tipping further each way.",
        "compare.title": "Show your card",
        "compare.line": "Hold the code of an earlier result before the camera, about a forearm away.",
        "compare.not_ours.line": "That code is not from a posture check.",
        "compare.damaged.line": "That code could not be read whole. Hold it flat and a little closer.",
        "compare.impossible.line": "That code holds no result.",
        "compare.newer.line": "That result is from a newer kiosk. Staff can update this one.",
        "changed.further_forward.title": "Further forward",
        "changed.further_forward.line": "You tip {size} further forward than on {day}: "
        "more than the {mdc} that standing anew can explain.",
        "changed.further_back.title": "Further back",
        "changed.further_back.line": "You tip {size} less far forward than on {day}: "
        "more than the {mdc} that standing anew can explain.",
        "changed.no_sure_change.title": "Then and now",
        "changed.no_sure_change.line": "No change we can be sure of since {day}: "
        "up to {mdc} can come from standing anew.",
        "changed.not_comparable.title": "Then and now",
        "changed.not_comparable.line": "Your result of {day} and today's cannot be compared.",
        "changed.facing_differs": "You faced the other way then, and left and right can differ.",
        "changed.method_differs": "One was read with dots, the other without.",
        "changed.cuts_differ": "The grades begin elsewhere now: compare the angles.",
        "changed.same_day": "Both are from today. Exercise shows after weeks.",
        "changed.day_ahead": "The earlier one is dated after today: a clock was wrong.",
        "changed.habit": "Exercise moves standing tilt by a degree or two. "
        "Comfort, strength and habit count, too.",
        "changed.then": "then",
        "changed.now": "now",
        "goodbye.title": "Goodbye",
        "goodbye.line": "Everything of your visit is gone from this kiosk. Enjoy your day.",
    }
)
