"""Images in other sizes: TensorFlow 1 puts pixels at their corners, TensorFlow 2 at their centers, but for the raw operations.

Source: ``tf.image.resize_images`` and ``tf.image.resize_bilinear`` of TensorFlow 1.15, and ``tf.raw_ops.ResizeBilinear`` of TensorFlow 2.
"""

from __future__ import annotations

import ast

from tensorlift.lift.calls import Rewriter
from tensorlift.lift.known.base import Known, arguments
from tensorlift.lift.program import Program, Refusal
from tensorlift.lift.shapes import Shapes

_METHODS = {0: "Bilinear", 1: "NearestNeighbor", 2: "Bicubic", 3: "Area"}
_NAMES = {"BILINEAR": 0, "NEAREST_NEIGHBOR": 1, "BICUBIC": 2, "AREA": 3}
_OF_ONE = ("decode_jpeg", "decode_png", "decode_bmp")
"""What gives one image, with three dimensions."""
_SAME_RANK = ("convert_image_dtype", "random_crop", "resize_image_with_crop_or_pad", "central_crop", "random_flip_left_right", "rgb_to_grayscale",
              "grayscale_to_rgb", "per_image_standardization", "adjust_brightness", "adjust_contrast", "random_brightness", "random_contrast",
              "flip_left_right", "flip_up_down", "random_flip_up_down", "cast", "to_float", "resize_images", "identity", "divide", "multiply",
              "subtract", "add", "random_hue", "random_saturation", "cast")  # fmt: skip


def _resize_images(rewriter: Rewriter, call: ast.Call) -> str:
    values = arguments(call, ("images", "size", "method", "align_corners", "preserve_aspect_ratio", "name"))
    program = rewriter.program
    ratio = values.get("preserve_aspect_ratio")
    if ratio is not None and not (isinstance(ratio, ast.Constant) and not ratio.value):
        raise Refusal(call, "the size of an image hangs on its shape")
    method = _method(rewriter, values.get("method"))
    rank = _rank(program, values["images"])
    if rank is None:
        raise Refusal(call, "it cannot be told whether one image is resized or several")
    images = rewriter.text(values["images"])
    shapes = Shapes(program)
    before = shapes.shape(values["images"])
    size = values["size"]
    if before is not None and isinstance(size, (ast.List, ast.Tuple)) and len(size.elts) == 2:
        wanted = tuple(shapes.number(one) for one in size.elts)
        if None not in wanted and wanted == before[-3:-1]:
            # images of this size are left as they are
            return images
    if rank == 4:
        return _raw(rewriter, method, images, values)
    one = images if isinstance(values["images"], (ast.Name, ast.Attribute, ast.Subscript, ast.Call)) else f"({images})"
    return f"{_raw(rewriter, method, f'{one}[{program.tf}.newaxis]', values)}[0]"


def _method(rewriter: Rewriter, node: ast.expr | None) -> str:
    if node is None:
        return _METHODS[0]
    if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value in _METHODS:
        return _METHODS[node.value]
    symbol = rewriter.program.symbol(node) or ""
    if symbol.startswith("image.ResizeMethod.") and symbol.rpartition(".")[2] in _NAMES:
        return _METHODS[_NAMES[symbol.rpartition(".")[2]]]
    raise Refusal(node, "it cannot be told by which method images are resized")


def _rank(program: Program, node: ast.expr, depth: int = 0) -> int | None:
    """Return how many dimensions a tensor of images has; None if that cannot be told."""
    shapes = Shapes(program)
    shape = shapes.shape(node)
    if shape is not None:
        return len(shape) if len(shape) in (3, 4) else None
    if depth > 20:
        return None
    if isinstance(node, ast.Name):
        ranks = {_rank(program, one, depth + 1) for one in shapes.values(node)}
        return ranks.pop() if len(ranks) == 1 else None
    if isinstance(node, ast.BinOp):
        ranks = {_rank(program, one, depth + 1) for one in (node.left, node.right)} - {None}
        return ranks.pop() if len(ranks) == 1 else None
    last = (program.called(node) or "").rpartition(".")[2]
    if isinstance(node, ast.Call) and last in _OF_ONE:
        return 3
    if isinstance(node, ast.Call) and last in _SAME_RANK:
        images = (
            node.args[0] if node.args else next((one.value for one in node.keywords if one.arg in ("image", "images", "value", "x")), None)
        )
        return _rank(program, images, depth + 1) if images is not None else None
    return None


def _raw(rewriter: Rewriter, method: str, images: str, values: dict[str, ast.expr]) -> str:
    parts = [f"images={images}", f"size={rewriter.text(values['size'])}"]
    corners = values.get("align_corners")
    if corners is not None and not (isinstance(corners, ast.Constant) and not corners.value):
        parts.append(f"align_corners={rewriter.text(corners)}")
    if "name" in values:
        parts.append(f"name={rewriter.text(values['name'])}")
    return f"{rewriter.program.tf}.raw_ops.Resize{method}({', '.join(parts)})"


def _resizing(method: str) -> Known:
    def write(rewriter: Rewriter, call: ast.Call) -> str:
        values = arguments(call, ("images", "size", "align_corners", "name", "half_pixel_centers"))
        if "half_pixel_centers" in values:
            raise Refusal(call, "an argument of this is not lifted: `half_pixel_centers`")
        return _raw(rewriter, method, rewriter.text(values["images"]), values)

    return Known(write=write)


KNOWN = {
    "image.resize_images": Known(write=_resize_images),
    "image.resize_bilinear": _resizing("Bilinear"),
    "image.resize_nearest_neighbor": _resizing("NearestNeighbor"),
    "image.resize_bicubic": _resizing("Bicubic"),
    "image.resize_area": _resizing("Area"),
}
