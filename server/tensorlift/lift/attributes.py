"""Names in methods that take the place of runs: what was an attribute is local now, and what was local is an attribute."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection

from tensorlift.lift.frames import ClassFrame, Item, Role
from tensorlift.lift.program import Program, Refusal, stored_names, walk
from tensorlift.lift.steps import Planner, Step
from tensorlift.lift.text import Text
from tensorlift.lift.values import COMPUTED, Kind


class Attributes:
    """Renames what statements use that move from ``__init__`` into other methods.

    Args:
        program: The program.
        text: Takes the changes in ``__init__`` itself.
    """

    def __init__(self, program: Program, text: Text) -> None:
        self.program = program
        self.text = text
        self._kept: set[tuple[ClassFrame, str]] = set()
        self._bound: dict[Step, tuple[set[str], Counter[str]]] = {}

    def renamed(
        self, node: ast.AST, item: Item, step: Step, planner: Planner, gone: Collection[ast.AST] = ()
    ) -> list[tuple[int, int, str]]:
        """Return the edits for a statement or an expression that moves into a step; some parts of it may be gone."""
        assert item.function is not None
        owner = item.function.args.args[0].arg
        inside = {*step.items, *step.trains}
        found: list[tuple[int, int, str]] = []
        fed = {planner.placeholders[one]: one for one in step.parameters if one in planner.placeholders}
        hidden = {
            arg.arg
            for one in walk(node)
            if isinstance(one, (ast.Lambda, ast.FunctionDef))
            for arg in walk(one.args)
            if isinstance(arg, ast.arg)
        }
        hidden |= {
            one.id
            for child in walk(node)
            if isinstance(child, ast.comprehension)
            for one in walk(child.target)
            if isinstance(one, ast.Name)
        }
        # What a loop binds itself is not what the loop beside it has bound that makes the variables.
        loops = [(child, stored_names(child.target)) for child in walk(node) if isinstance(child, ast.For)]
        of_loops = {
            one for loop, names in loops for part in loop.body for one in walk(part) if isinstance(one, ast.Name) and one.id in names
        }
        frame = item.frame
        assert frame is not None
        for one in walk(node):
            if one in gone:
                continue
            if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == owner:
                binding = frame.attributes.get(one.attr)
                if binding is None:
                    continue
                if binding.value.kind is Kind.PLACEHOLDER and binding.value.call is not None:
                    found.append((*self.program.span(one), planner.parameter(binding.value.call)))
                elif binding.item in fed:
                    found.append((*self.program.span(one), planner.parameter(fed[binding.item])))
                elif binding.item in inside or (
                    binding.item is not None
                    and binding.item.role is Role.BUILD
                    and (
                        f"{owner}.{one.attr}" in self._places(step)[0] or any(f"{owner}.{one.attr}" in train.binds for train in step.trains)
                    )
                ):
                    found.append((*self.program.span(one), self.local(f"{owner}.{one.attr}", step)))
                elif binding.value.kind in COMPUTED:
                    raise Refusal(one, f"`{self.program.source(one)}` is another part of the graph by now")
            elif isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id not in hidden and one.id != owner:
                if one in of_loops:
                    continue
                known = item.before.get(one.id)
                if known is None and self._is_made_in(one.id, item, step):
                    found.append((*self.program.span(one), self.promoted(one.id, step)))
                    continue
                if known is None or (frame.scope.get(one.id) is not known and known.item is not None and known.item.function is None):
                    continue
                if known.value.kind is Kind.PLACEHOLDER and known.value.call is not None:
                    found.append((*self.program.span(one), planner.parameter(known.value.call)))
                elif known.item in fed:
                    found.append((*self.program.span(one), planner.parameter(fed[known.item])))
                elif known.item in inside:
                    continue
                elif known.item is None or known.item.function is item.function:
                    if known.value.kind in COMPUTED:
                        raise Refusal(one, f"`{one.id}` is used outside of what computes it")
                    same = self._second_name(one.id, known.item, frame, owner)
                    found.append((*self.program.span(one), same or self.promoted(one.id, step)))
        return found

    def _is_made_in(self, name: str, item: Item, step: Step) -> bool:
        """Whether the function around binds a name in front of a statement on a way that is not gone."""
        bound = [one for one in self.program.changes.get(name, ()) if isinstance(one, ast.Name)]
        own = [one for one in bound if self.program.function_of(one) is item.function]
        local = {place for one in (*step.items, item) for place in one.binds}
        return bool(own) and name not in local and all(one.lineno < item.node.lineno for one in own)

    def _second_name(self, name: str, made: Item | None, frame: ClassFrame, owner: str) -> str | None:
        """Return the attribute that one statement binds along with a local name, if it is bound nowhere else."""
        if made is None or not isinstance(made.node, ast.Assign) or len(made.node.targets) < 2:
            return None
        if not any(isinstance(one, ast.Name) and one.id == name for one in made.node.targets):
            return None
        for one in made.node.targets:
            if not isinstance(one, ast.Attribute) or self.program.source(one) != f"{owner}.{one.attr}":
                continue
            stores = [other for other in self.program.attributes[one.attr] if not isinstance(other.ctx, ast.Load)]
            binding = frame.attributes.get(one.attr)
            if stores == [one] and binding is not None and binding.item is made:
                return f"{owner}.{one.attr}"
        return None

    def local(self, place: str, step: Step) -> str:
        """Return the local name of what was an attribute."""
        if "." not in place:
            return place
        name = place.rpartition(".")[2].lstrip("_")
        places, names = self._places(step)
        return f"{name}_value" if names[name] > (place in places) else name

    def _places(self, step: Step) -> tuple[set[str], Counter[str]]:
        """Return what the statements of a step bind, and how often each local name would stand for one of that."""
        if step not in self._bound:
            places = {place for item in step.items for place in item.binds}
            self._bound[step] = places, Counter(place.rpartition(".")[2].lstrip("_") for place in places)
        return self._bound[step]

    def promoted(self, name: str, step: Step) -> str:
        """Return the attribute that keeps what ``__init__`` has as a local name."""
        frame, function = step.frame, step.last.function
        if "." in name or frame is None or function is None:
            return name
        owner = function.args.args[0].arg
        if (frame, name) in self._kept:
            return f"{owner}.{name}"
        parameters = [one.arg for one in function.args.args]
        same = self._kept_as(function, owner, name)
        if same is not None:
            return f"{owner}.{same}"
        if name in frame.attributes and frame.attributes[name].value.kind not in (Kind.TRAIN, Kind.OPERATION):
            raise Refusal(function, f"`{name}` and `{owner}.{name}` are two things in `{function.name}`")
        self._kept.add((frame, name))
        if name in parameters:
            first = function.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(function.body) > 1:
                first = function.body[1]
            if self.program.source(first) == "super().__init__()":
                # An object of TensorFlow takes attributes only behind that.
                first = function.body[function.body.index(first) + 1]
            self.text.insert(self.program.first_line(first), [f"{' ' * first.col_offset}{owner}.{name} = {name}"])
        else:
            for node in walk(function):
                if isinstance(node, ast.Name) and node.id == name:
                    self.text.rename(node, f"{owner}.{name}")
            self.text.rename_inserted(function, name, f"{owner}.{name}")
        return f"{owner}.{name}"

    def kept(self, frame: ClassFrame, name: str) -> str | None:
        """Return the attribute that a local name of ``__init__`` has become, if it has."""
        init = frame.method("__init__")
        return f"{init.args.args[0].arg}.{name}" if init is not None and (frame, name) in self._kept else None

    def _kept_as(self, function: ast.FunctionDef, owner: str, name: str) -> str | None:
        """Return the attribute that a parameter is kept in already."""
        for node in walk(function):
            if not isinstance(node, ast.Assign) or len(node.targets) != 1:
                continue
            pairs = [(node.targets[0], node.value)]
            if (
                isinstance(target := node.targets[0], ast.Tuple)
                and isinstance(node.value, ast.Tuple)
                and len(target.elts) == len(node.value.elts)
            ):
                pairs = list(zip(target.elts, node.value.elts))
            for place, value in pairs:
                if isinstance(value, ast.Name) and value.id == name and isinstance(place, ast.Attribute):
                    if isinstance(place.value, ast.Name) and place.value.id == owner:
                        return place.attr
        return None

    def within(self, text: str, names: list[tuple[str, str]]) -> str:
        """Rename in text that was written anew."""
        for old, new in dict(names).items():
            text = re.sub(rf"(?<![\w.]){re.escape(old)}(?!\w)", new, text)
        return text
