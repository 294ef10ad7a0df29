"""Stands in for what version files, and the project's own files that they import, import and is not installed."""

import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sqlite3
import sys
import types

import psycopg2.extensions
import sqlalchemy
import sqlalchemy.orm
from alembic.util import pyfiles
from sqlalchemy.sql import sqltypes, type_api


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


class Own(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the project's own files, and a stub for one that does not get along with stubs."""

    def __init__(self, root):
        self.root = root

    def find_spec(self, name, path=None, target=None):
        places = [self.root] if path is None else [place for place in path if place.startswith(self.root)]
        spec = importlib.machinery.PathFinder.find_spec(name, places)
        if spec is None or spec.loader is None:
            return None
        spec.loader_state, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        try:
            module.__spec__.loader_state.exec_module(module)
        except Exception:
            sys.modules[module.__name__] = Stub(module.__name__)


def load(name, path):
    """A stub cannot serve every use: what a file has bound before it fails is kept."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    with contextlib.suppress(Exception):
        spec.loader.exec_module(module)
    return module


INSTANCE = type_api.to_instance


def instance(kind, *arguments, **named):
    """A type that is not there is a text."""
    return sqlalchemy.Text() if isinstance(kind, Stub) else INSTANCE(kind, *arguments, **named)


def install(root=None):
    """With a root, the files of the project below it are loaded, and not replaced."""
    pyfiles.load_module_py = load
    for module in (type_api, sqltypes, sqlalchemy.types):
        module.to_instance = instance
    # In a row, a value that is not there is one that a number, a text or a day can be.
    sqlite3.register_adapter(Stub, lambda stub: 20000101)
    psycopg2.extensions.register_adapter(Stub, lambda stub: psycopg2.extensions.AsIs("'20000101'"))
    if root:
        sys.meta_path.insert(0, Own(root))
    sys.meta_path.append(Stubs())
