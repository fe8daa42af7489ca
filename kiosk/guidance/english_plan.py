"""Every English word of the plan, under the key by which another language would replace it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

TEXT: Final[Mapping[str, str]] = MappingProxyType(
    {
        # What tilt is, why it happens, why runners care: about people, never a finding about the guest.
        "plan.about.what.title": "The bucket",
        "plan.about.what.line": "Picture your pelvis as a bucket of water. When the muscles in front pull, "
        "it tips and spills forward. Most healthy people tip forward somewhat.",
        "plan.about.sitting.title": "Why it happens",
        "plan.about.sitting.line": "Mostly from long sitting. It keeps the front of the hips short, "
        "and leaves other muscles with little to do.",
        "plan.about.tight.title": "What gets tight",
        "plan.about.tight.line": "The hip flexors in front and the lower back behind. "
        "Both pull the bucket forward.",
        "plan.about.weak.title": "What gets weak",
        "plan.about.weak.line": "The glutes behind and the deep core in front. "
        "They hold the bucket level, and long sitting lets them rest too much.",
        "plan.about.runners.title": "Why runners care",
        "plan.about.runners.line": "Running adds to it, and tired muscles let the pelvis sink forward. "
        "With more arch in the back, each step lands where the body is not built to take it, "
        "and the glutes cannot share the load.",
        "plan.about.runners.more": "A physical therapist quoted in a running article often sees it together "
        "with overworked calves or hamstrings, plantar fasciitis, Achilles tendonitis, sciatica or "
        "piriformis syndrome. That is one therapist's experience. It says nothing about you.",
        # The plan's opening: by how much it asks, and which way the pelvis tips.
        "plan.keep_up.title": "Keep it up",
        "plan.keep_up.line": "You tip forward no more than many healthy people do. "
        "This short plan may help you keep it so.",
        "plan.keep_up.level.title": "Keep moving",
        "plan.keep_up.level.line": "Your pelvis is close to level. There is nothing to put right. "
        "This short plan keeps your hips, legs and back moving.",
        "plan.keep_up.back.title": "Keep it balanced",
        "plan.keep_up.back.line": "Your pelvis tips back rather than forward. "
        "This short plan leaves out what would tip it back further. "
        "It keeps your hips, legs and back moving.",
        "plan.middle.title": "Your plan",
        "plan.middle.line": "First loosen what pulls forward, then strengthen what holds you level. "
        "A little, often, may help.",
        "plan.full.title": "Your full plan",
        "plan.full.line": "First loosen what pulls forward, then strengthen what holds you level. "
        "Take it step by step. A little, often, may help.",
        "plan.loosen.title": "First loosen",
        "plan.loosen.line": "Easy and slow. A stretch may be felt, but it does not hurt.",
        "plan.strengthen.title": "Then strengthen",
        "plan.strengthen.line": "Slow and steady. Keep breathing.",
        "plan.pace": "You need not do it all at once. Start with the first ones of each part, "
        "with the smaller numbers. Stop what hurts.",
        "plan.habit": "Stand up and walk a little whenever you have sat for a while.",
        "plan.honest": "Expect a small change in the angle: exercise often moves it by {degrees_low} to "
        "{degrees_high} degrees. Strength, comfort and good habits count as much.",
        "plan.honest.level": "The angle need not change. Strength, comfort and good habits count most.",
        "plan.retest": "Check again in {weeks_low} to {weeks_high} weeks.",
        "plan.care.title": "Take care",
        "plan.end.title": "Come again",
        "plan.red_flags": "If you are in pain, or have numbness, weakness, bladder or bowel change, fever, "
        "or a recent fall: see a professional. This is not a medical device.",
        "plan.asks.pregnant": "Pregnant? Ask a professional before you start.",
        "plan.asks.under_18": "Under {adult_age}? Do this with a guardian or with staff.",
        # Names of kinds and muscles.
        "plan.kind.massage": "Self-massage",
        "plan.kind.stretch": "Stretch",
        "plan.kind.strength": "Strength",
        "plan.muscle.hip_flexors": "hip flexors",
        "plan.muscle.quadriceps": "front of the thigh",
        "plan.muscle.lower_back": "lower back",
        "plan.muscle.calves": "calves",
        "plan.muscle.glutes": "glutes",
        "plan.muscle.hamstrings": "back of the thigh",
        "plan.muscle.deep_core": "deep core",
        # How much.
        "dose.massage": "{seconds_low} to {seconds_high} seconds on each side, "
        "{times_low} to {times_high} times.",
        "dose.stretch": "Hold {seconds_low} to {seconds_high} seconds, {times_low} to {times_high} times.",
        "dose.stretch.each_side": "Hold {seconds_low} to {seconds_high} seconds, "
        "{times_low} to {times_high} times on each side.",
        "dose.strength": "{times_low} to {times_high} sets of {repeats_low} to {repeats_high}, "
        "on {days_low} to {days_high} days a week.",
        "dose.strength.each_side": "{times_low} to {times_high} sets of {repeats_low} to {repeats_high} "
        "on each side, on {days_low} to {days_high} days a week.",
        # Loosen.
        "exercise.massage_hip_flexors.name": "Ball at the hip",
        "exercise.massage_hip_flexors.how": "Face a wall. Put a soft ball between the wall and the front of "
        "one hip, just below the bone. Lean in lightly and roll it slowly.",
        "exercise.massage_hip_flexors.caution": "Stay off your belly. Press gently. Ease off if it tingles.",
        "exercise.massage_quadriceps.name": "Roll the thighs",
        "exercise.massage_quadriceps.how": "Lie face down on your forearms with a foam roller under one "
        "thigh. Roll slowly from the hip to just above the knee.",
        "exercise.massage_quadriceps.caution": "Do not roll over the kneecap. Keep your back straight.",
        "exercise.massage_lower_back.name": "Ball at the back",
        "exercise.massage_lower_back.how": "Stand with your back to a wall. Put a soft ball beside your "
        "spine, just above the pelvis. Bend your knees to roll it slowly.",
        "exercise.massage_lower_back.caution": "Keep the ball beside the spine, never on it. Press gently.",
        "exercise.massage_calves.name": "Roll the calves",
        "exercise.massage_calves.how": "Sit with one calf on a foam roller and your hands behind you. "
        "Roll slowly from the ankle to below the knee.",
        "exercise.massage_calves.caution": "Do not roll behind the knee. Skip a swollen or hot calf.",
        "exercise.stretch_hip_flexors.name": "Half-kneeling stretch",
        "exercise.stretch_hip_flexors.how": "Kneel on one knee, the other foot in front. Tuck your pelvis "
        "under, then glide forward until the front of the hip pulls.",
        "exercise.stretch_hip_flexors.caution": "Do not arch your back. Put something soft under the knee.",
        "exercise.stretch_quadriceps.name": "Heel to seat",
        "exercise.stretch_quadriceps.how": "Stand on one leg with a hand on a wall. "
        "Draw the other heel towards your seat, knees close together.",
        "exercise.stretch_quadriceps.caution": "Stand tall and hold on. Do not pull into knee pain.",
        "exercise.stretch_lower_back.name": "Knees to chest",
        "exercise.stretch_lower_back.how": "Lie on your back. Draw both knees towards your chest with your "
        "hands, until the lower back lets go.",
        "exercise.stretch_lower_back.caution": "Keep your head down and pull gently.",
        "exercise.stretch_calves.name": "Wall stretch",
        "exercise.stretch_calves.how": "Lean on a wall with both hands. Set one foot back, leg straight, "
        "and press that heel to the floor.",
        "exercise.stretch_calves.caution": "Keep the back foot pointing straight ahead.",
        # Strengthen.
        "exercise.bridge.name": "Bridge",
        "exercise.bridge.how": "Lie on your back, knees bent, feet flat. Squeeze your glutes and lift your "
        "hips until your body is straight from shoulder to knee. Lower slowly.",
        "exercise.bridge.caution": "Lift with your glutes, not by arching your back.",
        "exercise.hip_hinge.name": "Hip hinge",
        "exercise.hip_hinge.how": "Stand with soft knees. Push your hips back and tip your straight back "
        "forward. Squeeze your glutes to stand up again.",
        "exercise.hip_hinge.caution": "Start without weight. Bend at the hips, not in the back.",
        "exercise.hamstring_curl.name": "Heel slide",
        "exercise.hamstring_curl.how": "Lift into a bridge with your heels on a towel. Slide your heels "
        "away, then draw them back in. Keep your hips up.",
        "exercise.hamstring_curl.caution": "Slide only as far as your back stays quiet. Cramp? Take a break.",
        "exercise.dead_bug.name": "Dead bug",
        "exercise.dead_bug.how": "Lie on your back, arms up, knees over hips. Stretch out one leg and the "
        "opposite arm, come back, then change sides.",
        "exercise.dead_bug.caution": "Keep your lower back on the floor. If it lifts, reach less far.",
        "exercise.plank.name": "Plank",
        "exercise.plank.how": "Rest on your forearms and knees. Lift your knees until you are straight from "
        "head to heel. Hold for one slow breath, then lower them.",
        "exercise.plank.caution": "Do not let your hips sag. Do not hold your breath.",
        "exercise.bird_dog.name": "Bird dog",
        "exercise.bird_dog.how": "On hands and knees, stretch out one arm and the opposite leg, level with "
        "your back. Come back, then change sides.",
        "exercise.bird_dog.caution": "Lift no higher than your back. Wrists sore? Rest on your fists.",
    }
)
