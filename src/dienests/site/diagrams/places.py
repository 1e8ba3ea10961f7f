"""The place of each knot across its layer: in order, apart, and wires as straight as possible."""

from collections.abc import Iterable
from itertools import pairwise

from dienests.site.diagrams.ports import Ports
from dienests.site.diagrams.web import Knot, Strand, Web

ROUNDS = 24
FARTHEST = 90.0  # how much out of line a wire may be to be made straight by moving things


class Places:
    """Moves the knots of a web; the order in each layer stays."""

    def __init__(self, web: Web, ports: Ports, *, down: bool) -> None:
        self.web, self.ports, self.down = web, ports, down
        self.at = {knot: (layer, place) for layer in web.layers for place, knot in enumerate(layer)}
        self.pulls: dict[Knot, list[tuple[Knot, float, float]]] = {knot: [] for knot in self.at}
        for strand in web.strands:
            for upper, lower in pairwise(strand.knots):
                shift = ports.below(upper, strand) - ports.above(lower, strand)
                weight = (1.0, 3.0, 12.0)[(not upper.key) + (not lower.key)]
                self.pulls[upper].append((lower, -shift, weight))
                self.pulls[lower].append((upper, shift, weight))
        self.segments = [
            (knot, other, -shift) for knot, pulls in self.pulls.items() for other, shift, _weight in pulls
            if other.layer > knot.layer
        ]  # fmt: skip
        self.weights = {
            knot: sum(weight for _other, _shift, weight in pulls) or 0.1 for knot, pulls in self.pulls.items()
        }

    def settle(self) -> None:
        """Find the places."""
        for layer in self.web.layers:
            self._spread(layer, [0.0] * len(layer), [1.0] * len(layer))
        for turn in range(ROUNDS):
            for layer in self.web.layers if turn % 2 == 0 else reversed(self.web.layers):
                self._spread(layer, [self._wanted(knot) for knot in layer], [self.weights[knot] for knot in layer])
        for strand in sorted(self.web.strands, key=lambda strand: -len(strand.knots)):
            self._straighten(strand)
        for _turn in range(2):
            self._join()

    def _apart(self, one: Knot, other: Knot) -> float:
        stages = bool(one.key) + bool(other.key)
        room = (12.0, 18.0, 30.0)[stages] if self.down else (12.0, 14.0, 22.0)[stages]
        return one.after + room + other.before

    def _wanted(self, knot: Knot) -> float:
        pulls = self.pulls[knot]
        if not pulls:
            return knot.pin
        return sum((other.pin + shift) * weight for other, shift, weight in pulls) / self.weights[knot]

    def _spread(self, layer: list[Knot], wanted: list[float], weights: list[float]) -> None:
        # Least squares with minimum distances: neighbours that would collide move as one.
        offsets = [0.0]
        for one, other in pairwise(layer):
            offsets.append(offsets[-1] + self._apart(one, other))
        pools: list[tuple[float, float, int]] = []
        for goal, weight, offset in zip(wanted, weights, offsets, strict=False):
            place, heavy, many = goal - offset, weight, 1
            while pools and pools[-1][0] > place:
                near, near_heavy, near_many = pools.pop()
                place = (place * heavy + near * near_heavy) / (heavy + near_heavy)
                heavy, many = heavy + near_heavy, many + near_many
            pools.append((place, heavy, many))
        left = [place for place, _heavy, many in pools for _knot in range(many)]
        for knot, place, offset in zip(layer, left, offsets, strict=False):
            knot.pin = place + offset

    def _room(self, knot: Knot) -> tuple[float, float]:
        layer, place = self.at[knot]
        low = layer[place - 1].pin + self._apart(layer[place - 1], knot) if place else float("-inf")
        last = place == len(layer) - 1
        high = float("inf") if last else layer[place + 1].pin - self._apart(knot, layer[place + 1])
        return low, high

    def _straighten(self, strand: Strand) -> None:
        # As few pieces as the neighbours allow, each as long as it can be.
        ends = self._ends(strand)
        piece: list[Knot] = []
        low, high = float("-inf"), float("inf")
        for knot in strand.inner:
            least, most = self._room(knot)
            if piece and max(low, least) > min(high, most):
                self._line_up(piece, low, high, ends)
                piece, low, high = [], least, most
            piece.append(knot)
            low, high = max(low, least), min(high, most)
        self._line_up(piece, low, high, ends)

    def _ends(self, strand: Strand) -> tuple[float, float]:
        upper, lower = strand.knots[0], strand.knots[-1]
        return upper.pin + self.ports.below(upper, strand), lower.pin + self.ports.above(lower, strand)

    def _line_up(self, piece: list[Knot], low: float, high: float, ends: tuple[float, float]) -> None:
        now = sum(knot.pin for knot in piece) / len(piece)
        fitting = [end for end in ends if low <= end <= high]
        goal = _nearest(fitting, now) if fitting else min(max(now, low), high)
        for knot in piece:
            knot.pin = goal

    def _join(self) -> None:
        # A wire that is nearly straight becomes so when one side moves, with all that hangs on it by straight wires.
        bent = [
            (abs(off), number, upper, lower)
            for number, (upper, lower, shift) in enumerate(self.segments)
            if 0.05 < abs(off := upper.pin + shift - lower.pin) <= FARTHEST
        ]
        for _off, number, upper, lower in sorted(bent, key=lambda each: each[:2]):
            by = upper.pin + self.segments[number][2] - lower.pin
            if abs(by) > 0.05:
                moved = self._moving(lower, by, upper) or self._moving(upper, -by, lower)
                by = by if lower in moved else -by
                for knot in moved:
                    knot.pin += by

    def _moving(self, first: Knot, by: float, fixed: Knot) -> set[Knot]:
        """Return all that moves when `first` does: straight neighbours, and what stands in the way; or nothing."""
        moving, left = {first}, [first]
        while left:
            knot = left.pop()
            near = [other for other, shift, _weight in self.pulls[knot] if abs(other.pin + shift - knot.pin) < 0.05]
            layer, place = self.at[knot]
            low, high = self._room(knot)
            if knot.pin + by > high:
                near.append(layer[place + 1])
            elif knot.pin + by < low:
                near.append(layer[place - 1])
            if fixed in near:
                return set()
            left += [other for other in near if other not in moving]
            moving.update(near)
        return moving


def _nearest(places: Iterable[float], to: float) -> float:
    return min(places, key=lambda place: (abs(place - to), place))
