"""One lab for a module: built once, in one browser, in one tab whose interpreter is ready."""

import labs
import pytest


def pytest_generate_tests(metafunc):
    """Run tests in Chromium, and those that say so in Firefox, too."""
    if "browser" in metafunc.fixturenames:
        every = metafunc.definition.get_closest_marker("every_browser") is not None
        names = ["chromium", "firefox"] if every else ["chromium"]
        metafunc.parametrize("browser", names, indirect=True, scope="module")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    labs.demand()
    out = tmp_path_factory.mktemp("lab")
    labs.build(out)
    return out


@pytest.fixture(scope="module")
def one_file(tmp_path_factory):
    labs.demand()
    out = tmp_path_factory.mktemp("one_file")
    labs.build(out, "--single-file")
    (page,) = out.iterdir()
    return page


@pytest.fixture(scope="module")
def browser(request):
    labs.demand(request.param)
    with labs.started(request.param) as browser:
        yield browser


@pytest.fixture(scope="module")
def address(built):
    with labs.served(built) as address:
        yield address


@pytest.fixture(scope="module")
def lab(browser, address):
    with labs.Lab(browser, address) as lab:
        yield lab.ready()
