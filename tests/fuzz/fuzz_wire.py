"""Fuzz the decoder of the wire format: bytes give a value that crosses again, or a `WireError`.

Install atheris in an environment that has the package, then run

    python tests/fuzz/fuzz_wire.py -max_total_time=600
"""

import json
import sys

import atheris

with atheris.instrument_imports(include=["autograder", "json"]):
    from autograder import literals, wire

SCALARS = [None, True, False, 0, -1, 2**63, 10**307, 0.5, -0.0, 1e308, "", "nan", "x", "\ud800"]
DTYPES = ["<f8", ">f4", "|b1", "<i2", "<c16", "<U1", ">U3", "<f16", "<U0", "|O", "<M8[D]", "=u1"]
LAYOUTS = ["C", "F", "S", "Q", None]


def tree(data, depth):
    """Return JSON that is mostly what a header holds."""
    choice = data.ConsumeIntInRange(0, 11)
    if depth == 0 or choice < 2:
        return data.PickValueInList(SCALARS)
    inside = [tree(data, depth - 1) for _ in range(data.ConsumeIntInRange(0, 3))]
    if choice < 4:
        return inside
    if choice < 6:
        return {"t": inside}
    if choice < 8:
        return {"d": [[tree(data, depth - 1), item] for item in inside]}
    if choice < 10:
        shape = [data.PickValueInList([0, 1, 2, 3, 2**40]) for _ in inside]
        layout = data.PickValueInList(LAYOUTS)
        return {"a": [data.PickValueInList(DTYPES), shape, layout, data.ConsumeBool()]}
    if choice < 11:
        return {"s": data.PickValueInList(DTYPES)}
    return {data.PickValueInList(list("fcohx")): data.PickValueInList([*SCALARS, inside])}


def test_one(raw):
    data = atheris.FuzzedDataProvider(raw)
    frame = raw[1:]
    if data.ConsumeBool():
        header = json.dumps(tree(data, 5)).encode("ascii")
        frame = len(header).to_bytes(4, "little") + header + data.ConsumeBytes(200)
    try:
        value = wire.loads(frame)
    except wire.WireError:
        return
    sent = wire.dumps(value)
    assert wire.dumps(wire.loads(sent)) == sent
    assert len(literals.literal(value)) <= literals.MAX_TEXT


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one)
    atheris.Fuzz()
