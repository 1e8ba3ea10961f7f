"""What a drawing consists of: boxes, labels and wires, each with its place."""

from dataclasses import dataclass, field

from dienests.site.diagrams.blocks import Block

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """Return the middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Box:
    """A stage, the dot of the start or the box of a sub-case; `kind` is start, stage, end, anywhere or side."""

    key: str
    kind: str
    area: Area
    text: Block
    state: str = ""
    left: bool = False  # the text begins at the left instead of standing in the middle


@dataclass(frozen=True, slots=True)
class Label:
    """The text at a wire."""

    area: Area
    text: Block


@dataclass(frozen=True, slots=True)
class Wire:
    """A line from stage to stage; the last point is the tip of its arrow."""

    points: tuple[Point, ...]
    state: str = ""
    dashed: bool = False
    arrow: bool = True


@dataclass(slots=True)
class Drawing:
    """All shapes of one diagram, within (0, 0) and (width, height); `down` is the way in which it is read."""

    width: float = 0.0
    height: float = 0.0
    down: bool = True
    boxes: list[Box] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)

    def texts(self) -> list[Box | Label]:
        """Return boxes and labels in the order in which they are read out."""
        found: list[Box | Label] = [*self.boxes, *self.labels]
        return sorted(found, key=lambda each: (each.area.y, each.area.x) if self.down else (each.area.x, each.area.y))
