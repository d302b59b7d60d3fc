"""People and households as rules see them: named predicates and traits, and what they follow from.

All modules are loaded with the package, so that service kinds may name whatever one of them has registered, whichever
process keeps the columns.
"""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
