"""Fill a template of a draft resolution with the fields of an option."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simsocial.analysis.results import Results
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.report.catalog import Catalog
from simsocial.report.documents.resolution import FIELDS, resolution_fields
from simsocial.report.documents.resolution_template import write_template

__all__ = ["write_resolution", "write_resolutions"]


def write_resolutions(
    catalog: Catalog, results: Results, folder: Path, template: Path | None = None
) -> list[Path]:
    """Write the draft resolution of each option that has runs; see :func:`write_resolution`."""
    stored, name = set(results.effects["scenario"]), catalog.texts("file-resolution")
    return [
        write_resolution(
            resolution_fields(catalog, results, option), folder / f"{name}_{option}.docx", template
        )
        for option in results.options
        if option in stored
    ]


def write_resolution(fields: Mapping[str, Any], path: Path, template: Path | None = None) -> Path:
    """Write the draft resolution of an option.

    Parameters
    ----------
    fields : mapping
        See :func:`~simsocial.report.documents.resolution.resolution_fields`.
    path : Path
        The .docx file.
    template : Path, optional
        A template of one's own; without it the usual one.

    Raises
    ------
    ConfigError
        If the template cannot be read, or names a field that does not exist.
    """
    if template is not None:
        return _fill(template, fields, path)
    with tempfile.TemporaryDirectory() as folder:
        return _fill(write_template(Path(folder) / "template.docx"), fields, path)


def _in_words(value: object) -> object:
    """Return what is printed of a field: of several texts one a line, as nobody wants to read brackets and quotes."""
    from jinja2.exceptions import TemplateRuntimeError

    if not isinstance(value, (list, tuple)):
        return value
    if not all(isinstance(one, str) for one in value):
        raise TemplateRuntimeError(say("a field that holds rows stands alone, not in a loop"))
    return "\n".join(value)


def _fill(template: Path, fields: Mapping[str, Any], path: Path) -> Path:
    """Fill one template."""
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import Environment, StrictUndefined, TemplateError

    environment = Environment(autoescape=True, undefined=StrictUndefined, finalize=_in_words)
    try:
        document = DocxTemplate(str(template))
        unknown = document.get_undeclared_template_variables(environment) - set(FIELDS)
        if unknown:
            name = sorted(unknown)[0]
            raise ConfigError(
                say(
                    "{template}: unknown field '{{{{ {name} }}}}'. {valid}",
                    template=template,
                    name=name,
                    valid=nearest(name, FIELDS),
                )
            )
        document.render(dict(fields), environment)
    except (PackageNotFoundError, ValueError, KeyError) as error:
        message = say(
            "{template}: no readable .docx file ({error}). Valid: a Word document (.docx) with fields.",
            template=template,
            error=error,
        )
        raise ConfigError(message) from error
    except TemplateError as error:
        valid = "{{ field }}, {%p for text in facts %} ... {%p endfor %}, {%tr for row in costs %} ... {%tr endfor %}."
        message = say("{template}: {error}. Valid: {valid}", template=template, error=error, valid=valid)
        raise ConfigError(message) from error
    document.save(str(path))
    return path
