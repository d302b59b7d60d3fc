"""Settings that are asked for one after the other, with a worker that waits until it is let go."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from simsocial.core.errors import ScenarioError
from simsocial.workshop.live.job import Job

SECONDS = 120.0


class Runs:
    """Replicates of a setting; each waits for a permit."""

    def __init__(self, fails=0, permits=0):
        self.begun, self.fails, self.permits = [], fails, threading.Semaphore(permits)

    def __call__(self, number):
        self.begun.append(number)
        assert self.permits.acquire(timeout=SECONDS)
        if self.fails:
            self.fails -= 1
            raise ScenarioError("measures.x: no such site")
        return number * 10


def until(true):
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.002)


@pytest.fixture
def job():
    with ThreadPoolExecutor(1) as executor, Job(executor, 3) as made:
        yield made


def found(job, key):
    return job.progress(key)[0]


def test_replicates_come_one_by_one_to_the_last(job):
    runs = Runs(permits=3)
    job.ask("a", runs)
    until(lambda: len(found(job, "a")) == 3)
    assert job.progress("a") == ([0, 10, 20], "", False)
    assert runs.begun == [0, 1, 2]
    assert job.progress("b") is None


def test_another_setting_takes_over_when_the_replicate_at_hand_has_ended(job):
    first, second = Runs(), Runs(permits=3)
    job.ask("a", first)
    until(lambda: first.begun)
    job.ask("b", second)
    assert job.progress("a") == ([], "", False)
    assert second.begun == []
    first.permits.release()
    until(lambda: len(found(job, "b")) == 3)
    assert first.begun == [0]
    assert found(job, "a") == [0]


def test_the_same_setting_again_goes_on_and_runs_nothing_twice(job):
    first = Runs(permits=1)
    job.ask("a", first)
    until(lambda: len(first.begun) == 2)
    job.ask("b", Runs(permits=3))
    first.permits.release(2)
    until(lambda: len(found(job, "b")) == 3)
    again = Runs()
    job.ask("a", again)
    until(lambda: len(found(job, "a")) == 3)
    assert first.begun == [0, 1, 2]
    job.ask("a", again)
    assert again.begun == []


def test_an_error_is_told_and_ends_the_setting_alone(job):
    broken = Runs(fails=1, permits=4)
    job.ask("a", broken)
    until(lambda: job.progress("a")[1])
    assert job.progress("a") == ([], "measures.x: no such site", False)
    job.ask("b", Runs(permits=3))
    until(lambda: len(found(job, "b")) == 3)
    job.ask("a", broken)
    until(lambda: len(found(job, "a")) == 3)
    assert job.progress("a")[1] == ""


def test_the_settings_asked_for_first_are_forgotten_when_there_are_too_many(job, monkeypatch):
    monkeypatch.setattr("simsocial.workshop.live.job.MOST_SETTINGS", 2)
    for key in "abc":
        job.ask(key, Runs(permits=3))
        until(lambda key=key: len(found(job, key)) == 3)
    assert job.progress("a") is None
    assert [len(found(job, key)) for key in "bc"] == [3, 3]


def test_nothing_begins_after_the_end():
    with ThreadPoolExecutor(1) as executor:
        with Job(executor, 3) as job:
            runs = Runs()
            job.ask("a", runs)
            until(lambda: runs.begun)
        runs.permits.release(3)
    assert runs.begun == [0]
