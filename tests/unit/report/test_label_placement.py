from __future__ import annotations

import itertools

import numpy as np
import pytest

from simsocial.report.label_placement import Box, Line, Mark, place_labels

FRAME = Box(0.0, 0.0, 400.0, 300.0)


def crowd(seed):
    """Twenty marks, half of them crowded into one corner, as places around a town are."""
    rng = np.random.default_rng(seed)
    points = np.vstack([rng.uniform(20, 380, (10, 2)) * (1, 0.75), rng.normal((120, 100), 25, (10, 2))])
    marks = [Mark(float(x), float(y), 4.0) for x, y in points]
    return marks, [(float(width), 9.0) for width in rng.uniform(25, 60, 20)]


@pytest.mark.parametrize("seed", range(8))
def test_no_label_lies_over_another_or_outside(seed):
    boxes = place_labels(*crowd(seed), FRAME)
    assert all(one.shared(other) == 0.0 for one, other in itertools.combinations(boxes, 2))
    for box in boxes:
        assert box.shared(FRAME) == pytest.approx((box.right - box.left) * (box.top - box.bottom))


def test_a_lone_label_stands_above_its_mark():
    (box,) = place_labels([Mark(200, 150, 5)], [(40, 10)], FRAME)
    assert box.bottom > 155
    assert (box.left + box.right) / 2 == pytest.approx(200)


def test_marks_without_a_label_are_left_free():
    above = Mark(200, 164, 6)
    (box,) = place_labels([Mark(200, 150, 5)], [(40, 10)], FRAME, [above])
    assert box.shared(above.box) == 0.0


def test_the_same_map_is_labelled_alike():
    assert place_labels(*crowd(3), FRAME) == place_labels(*crowd(3), FRAME)


def test_a_line_goes_through_a_box_or_passes_it():
    box = Box(10.0, 10.0, 30.0, 20.0)
    assert box.crossed(Line(0.0, 0.0, 40.0, 30.0))
    assert box.crossed(Line(20.0, 0.0, 20.0, 15.0))
    assert not box.crossed(Line(0.0, 0.0, 5.0, 40.0))
    assert not box.crossed(Line(0.0, 25.0, 40.0, 25.0))
    assert not box.crossed(None)


@pytest.mark.parametrize("seed", range(8))
def test_no_line_goes_through_a_label(seed):
    marks, sizes = crowd(seed)
    boxes = place_labels(marks, sizes, FRAME)
    lines = [mark.line_to(box) for mark, box in zip(marks, boxes, strict=True)]
    assert not any(box.crossed(line) for box in boxes for line in lines)
