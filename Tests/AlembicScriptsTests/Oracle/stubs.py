"""Stands in for what version files import and is not installed."""

import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import types

import sqlalchemy
from alembic.util import pyfiles


class Stub(types.ModuleType):
    """Stands for anything: a module, a class, a function, a decorator, a number."""

    __path__ = []
    __file__ = "stub"

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if name == "AutoString":
            # SQLModel's text, in many a project's migrations.
            return sqlalchemy.String
        return Stub(name)

    def __call__(self, *arguments, **named):
        return Stub("result")

    def __getitem__(self, key):
        return Stub("item")

    def __iter__(self):
        return iter(())

    def __mro_entries__(self, bases):
        return (object,)

    def __or__(self, other):
        return self

    __ror__ = __add__ = __radd__ = __mod__ = __or__

    def __lt__(self, other):
        return False

    __gt__ = __le__ = __ge__ = __lt__

    def __len__(self):
        return 0

    def __fspath__(self):
        return os.devnull

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


class Stubs(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return Stub(spec.name)

    def exec_module(self, module):
        pass


def load(name, path):
    """A stub cannot serve every use: what a file has bound before it fails is kept."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    with contextlib.suppress(Exception):
        spec.loader.exec_module(module)
    return module


def install():
    pyfiles.load_module_py = load
    sys.meta_path.append(Stubs())
