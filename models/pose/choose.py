"""Choose the crops the pose model is calibrated and tested on: ``python -m models.pose.choose``.

Run once; its results are kept beside the code. The walker's place in each frame of the clip is found as
the kiosk finds a guest, by the original models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click
import numpy as np

from kiosk.camera.frame import Frame
from kiosk.pose.detector import Detector
from kiosk.pose.region import Region
from kiosk.pose.runtime import Network
from models.pose import crops, fetch
from models.pose.compare import Images
from models.pose.crops import Sample
from models.pose.scenes import original

# The clip shows a second man above; the walker crosses the lower part, seen here through sliding windows.
_TOP, _WINDOW, _STEP = 400, 600, 150
_SURE = 0.8
# A tree hides her before frame 48, and she leaves the picture after 192. From about 110 on she passes a
# louvred wall that no calibration frame shows.
CALIBRATE = range(48, 101, 3)
TEST = range(116, 193, 2)


def walker_places() -> list[tuple[int, Region]]:
    """The frames in which the walker is surely seen, and the region in each."""
    detector = Detector(Network(fetch.read(fetch.DETECTOR)))
    landmarker = original()
    found, region = [], None
    for index, image in enumerate(crops.clip_frames(fetch.read(fetch.WALKER))):
        frame = Frame(image, index / 30, index)
        for candidate in [region] if region else _sightings(detector, image):
            seen = landmarker.find(frame, candidate)
            if seen.body.score >= _SURE:
                found.append((index, candidate))
                region = seen.next_region
                break
        else:
            region = None
    return found


def _sightings(detector: Detector, image: Images) -> Iterator[Region]:
    for left in range(0, image.shape[1] - _WINDOW + 1, _STEP):
        window = np.ascontiguousarray(image[_TOP:, left : left + _WINDOW])
        for sighting in detector.find(window, most=1):
            place = sighting.region
            yield Region(place.x + left, place.y + _TOP, place.size, place.angle_rad)


def samples() -> list[Sample]:
    """The frames for each use: whole in view, the tests half a second after the last one calibrated on."""
    places = walker_places()
    calibrate = [Sample("calibrate", index, place) for index, place in places if index in CALIBRATE]
    test = [Sample("test", index, place) for index, place in places if index in TEST]
    return [*calibrate, *test]


@click.command()
def main() -> None:
    """Find the walker in the clip and write models/pose/walker.csv."""
    found = samples()
    crops.write_samples(found)
    count = Counter(sample.use for sample in found)
    click.echo(f"{count['calibrate']} frames to calibrate, {count['test']} to test: {crops.REGIONS}")


if __name__ == "__main__":
    main()
