"""Every operator of the mutator makes what it should, and every mutant can be run."""

import ast
import random
import types

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.mutants import combined, mutants, replaced
from autograder.mutation import OPERATORS


def bodies(source, operator=None, exercise="f"):
    """Return the mutants' bodies, one line each, of a function given as text."""
    return [
        ast.unparse(ast.parse(one.source).body[0].body).strip()
        for one in mutants(source, exercise)
        if operator is None or one.operators == (operator,)
    ]


CASES = {
    "operator": ("return a + b", ["return a - b"]),
    "operand": ("return a - b", ["return a", "return b", "return b - a"]),
    "sign": ("return -a", ["return a", "return --a"]),
    "parameter": ("return a", ["return b", "return a.T"]),
    "comparison": ("return a < b", ["return a <= b", "return a > b"]),
    "condition": ("return a if b else 0", ["return 0 if b else a"]),
    "constant": ("return a + 1.5", ["return a + 3.0", "return a + 0.75", "return a + -1.5"]),
    "call": (
        "return np.max(a)",
        [f"return np.{name}(a)" for name in ("min", "sum", "mean", "prod")],
    ),
    "unwrap": ("return np.exp(a)", ["return a"]),
    "argument": ("return g(a, b)", ["return g(b, a)"]),
    "keyword": ("return g(a, axis=0)", ["return g(a)"]),
    "axis": (
        "return g(a, axis=0)",
        ["return g(a, axis=1)", "return g(a, axis=-1)", "return g(a, axis=-2)"],
    ),
    "slice": ("return a[1:]", ["return a[:]"]),
    "loop": (
        "return [x for x in a]",
        [
            "return [x for x in list(a)[1:]]",
            "return [x for x in list(a)[:-1]]",
            "return [x for x in list(a)[:1]]",
        ],
    ),
    "statement": ("a += 1\nreturn a", ["return a"]),
    "error": ("raise ValueError('no')", ["raise RuntimeError('no')", "raise ValueError()"]),
    "result": ("return a", ["return -a", "return a * 2", "return a.T"]),
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_an_operator_changes_what_it_should(operator):
    body, wanted = CASES[operator]
    source = "def f(a, b):\n" + "\n".join(f"    {line}" for line in body.splitlines())
    made = bodies(source, operator)
    # A change that another operator made before is not made again.
    before = bodies(source)
    assert set(made) <= set(wanted)
    assert set(wanted) <= set(before)
    assert made or operator == "result"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("a += b\n    return a", "a = b\nreturn a"),
        ("return a and b", "return a or b"),
        ("return a and b", "return b"),
        ("return 0 < a < b", "return 0 < a <= b"),
        ("if a:\n        b = 1\n    return b", "if not a:\n    b = 1\nreturn b"),
        ("if a:\n        b = 1\n    return b", "if False:\n    b = 1\nreturn b"),
        ("if a:\n        b = 1\n    return b", "if a:\n    pass\nreturn b"),
        ("return [x for x in a if x]", "return [x for x in a]"),
        ("return a['p'] + b['q']", "return a['q'] + b['q']"),
        ("return True", "return False"),
        ("return a[i:]", "return a[i + 1:]"),
        ("return a[-1]", "return a[-2]"),
        ("return a.sum(axis=0)", "return a.mean(axis=0)"),
        ("return a.sum(axis=0)", "return a"),
        ("return (a, b)", "return (b, a)"),
        ("return (a, b)", "return (a, -b)"),
        ("if a:\n        raise ValueError('no')\n    return b", "if a:\n    pass\nreturn b"),
    ],
)
def test_other_changes(body, wanted):
    assert wanted in bodies(f"def f(a, b):\n    {body}")


def test_what_would_only_be_an_unknown_name_is_not_made():
    assert bodies("def f(a):\n    b = a\n    return b", "statement") == []


def test_texts_of_errors_and_shapes_are_left_alone():
    source = "def f(a):\n    raise ValueError(f'{a.shape[0] + 1}')"
    made = bodies(source)
    assert set(made) == {
        source.split("    ")[1].replace("Value", "Runtime"),
        "raise ValueError()",
        "pass",
    }
    assert not any("(-a)" in body for body in bodies("def f(a):\n    return a.shape[0]"))


def test_a_change_that_gives_the_same_bytecode_is_no_mutant():
    source = "def f():\n    return 1 * 1"  # folded into 1 by the compiler
    made = bodies(source)
    assert "return 1" not in made
    assert "return 1 / 1" not in bodies("def f():\n    return 1.0 * 1.0")
    assert len(made) == len(set(made))


def test_the_function_is_replaced_and_nothing_else():
    source = (
        '"""Text."""\n\nx = 1\n\n\ndef f(a):\n    """Say."""\n    return a + x  # why\n\n\ny = 2\n'
    )
    for one in mutants(source, "f"):
        before, _, after = replaced(source, one).partition(one.source)
        assert before == source[: source.index("def f")]
        assert after == "\n\n\ny = 2\n"


def test_a_diff_shows_the_lines_that_differ():
    source = "def f(a):\n    b = 1\n    return a + b"
    (one,) = (m for m in mutants(source, "f") if m.operators == ("operator",))
    assert one.diff == "- return a + b\n+ return a - b"


def test_diffs_that_would_be_alike_show_where_they_are():
    source = "def f(a):\n    if a:\n        return True\n    a += 1\n    return True"
    diffs = [one.diff for one in mutants(source, "f") if one.operators == ("constant",)]
    assert len(set(diffs)) == len(diffs)
    assert any("if a:" in diff and "+ return False" in diff for diff in diffs)


def test_two_changes_are_in_two_places():
    source = "def f(a, b):\n    c = a + 1\n    return c * b"
    singles = mutants(source, "f")
    found = combined(source, "f", singles, 30)
    assert len(found) == 30
    texts = {one.source for one in singles} | {ast.unparse(ast.parse(source))}
    assert not texts & {one.source for one in found}
    assert {len(one.operators) for one in found} == {2}
    assert found == combined(source, "f", singles, 30)


def test_leaving_a_change_out_moves_no_other():
    source = "def f(a, b):\n    c = a + 1\n    return c * b"
    singles = mutants(source, "f")
    place, _ = singles[0].changes[0]
    found = combined(source, "f", singles, 20)
    kept = combined(source, "f", singles, 20, unless=lambda one: one == singles[0])
    without = [one.source for one in found if all(at != place for at, _ in one.changes)]
    assert 0 < len(without) < 20
    assert set(without) <= {one.source for one in kept}


def test_three_changes_are_made_where_two_are_not_enough():
    source = "def f(a):\n    return np.maximum(a, 0)"
    singles = mutants(source, "f")
    found = combined(source, "f", singles, 40)
    assert {len(one.operators) for one in found} == {2, 3}


# Toy functions


NAMES = st.sampled_from(["a", "b", "c"])
ATOMS = st.one_of(NAMES, st.integers(0, 3).map(str), st.sampled_from(["0.5", "'p'", "'q'", "True"]))


def grown(inner):
    two = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/@"), inner).map(lambda t: f"({' '.join(t)})"),
        two.map(lambda t: f"({t[0]} <= {t[1]})"),
        two.map(lambda t: f"({t[0]} if {t[1]} else c)"),
        two.map(lambda t: f"np.where({t[0]}, {t[1]}, axis=0)"),
        two.map(lambda t: f"[{t[0]} for x in {t[1]} if x]"),
        inner.map(lambda e: f"np.sum(-{e}, axis=-1, keepdims=True)"),
        inner.map(lambda e: f"a[1:, {e}].T"),
        inner.map(lambda e: f"(not {e} and b)"),
    )


EXPRESSIONS = st.recursive(ATOMS, grown, max_leaves=4)
STATEMENTS = st.one_of(
    st.tuples(NAMES, EXPRESSIONS).map(lambda t: f"{t[0]} = {t[1]}"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda t: f"{t[0]} += {t[1]}"),
    EXPRESSIONS.map(lambda e: f"if {e}:\n        raise ValueError(f'{{a}}')"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda t: f"for {t[0]} in {t[1]}:\n        b = {t[0]}"),
)


@st.composite
def functions(draw):
    statements = draw(st.lists(STATEMENTS, max_size=2))
    result = draw(st.one_of(EXPRESSIONS, st.tuples(EXPRESSIONS, NAMES).map(", ".join)))
    return "\n    ".join(["def f(a, b):", *statements, f"return {result}"])


def code(text):
    """Return the bytecode of the function, and of what it holds."""
    (function,) = (c for c in compile(text, "", "exec").co_consts if isinstance(c, types.CodeType))
    return function.co_code, repr(function.co_consts), function.co_names


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@settings(max_examples=25, deadline=None)
@given(source=functions(), chance=st.integers(0, 1000))
def test_mutants_compile_differ_and_are_the_same_every_time(source, chance):
    made = mutants(source, "f")
    assert made == mutants(source, "f")
    some = random.Random(chance).sample(made, min(10, len(made)))
    for one in [*some, *combined(source, "f", some, 5)]:
        assert code(one.source) != code(ast.unparse(ast.parse(source)))
    assert len({one.diff for one in made}) == len({one.source for one in made}) == len(made)
