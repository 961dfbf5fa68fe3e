"""Room for the frames of deep calls."""

import resource

import pytest

from congvan.formats.fastpath.frames import with_room


def called_at_each_depth(depth: int) -> int:
    """Call something a hundred times at each of so many depths; return what Python took of new pages for it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt

    def deeper(left: int) -> None:
        for _ in range(100):
            abs_(left)
        if left:
            deeper(left - 1)

    def abs_(value: int) -> int:
        return -value if value < 0 else value

    deeper(depth)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_deep_calls_take_no_memory_of_the_system_again_and_again() -> None:
    called = with_room(called_at_each_depth)
    called(300)
    assert min(called(300) for _ in range(3)) < 100, "where a piece of frames ends, each call takes a new page"


def test_a_function_with_room_is_the_same_function() -> None:
    @with_room
    def divided(value: int, *, by: int = 2) -> float:
        """Divide."""
        return value / by

    assert (divided(6), divided(6, by=3), divided.__name__, divided.__doc__) == (3, 2, "divided", "Divide.")
    with pytest.raises(ZeroDivisionError):
        divided(1, by=0)
