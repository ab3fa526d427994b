"""One lab for a module: built once, in one browser, in one tab whose interpreter is ready."""

import labs
import pytest


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    labs.demand()
    out = tmp_path_factory.mktemp("lab")
    labs.build(out)
    return out


@pytest.fixture(scope="module")
def browser():
    labs.demand()
    with labs.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(built):
    with labs.served(built) as address:
        yield address


@pytest.fixture(scope="module")
def lab(browser, address):
    with labs.Lab(browser, address) as lab:
        yield lab.ready()
