"""The log of calls is what was asked and answered, whatever the check does afterwards."""

import numpy as np

from autograder.functions import Functions
from autograder.loading import Cell
from autograder.process import WorkerProcess


def test_what_a_check_writes_into_an_answer_does_not_change_the_log():
    source = "import numpy as np\ndef f(x): return [x + 1, (x + 2, {'a': x + 3})]"
    with WorkerProcess({"p": [("p.py", Cell(source, "line 1"))]}) as worker:
        functions = Functions(worker, "p")
        x = np.zeros(2)
        first, (second, third) = functions.f(x)
        for array in (x, first, second, third["a"]):
            array += 100.0
    assert functions.last.called() == "f(np.array([0.0, 0.0]))"
    assert "100" not in functions.last.returned()
    assert "101" not in functions.last.returned()
