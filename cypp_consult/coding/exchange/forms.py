"""The upload of another tool's code frame."""

from flask_wtf.file import FileField, FileRequired

from cypp_consult.web.forms import Form


class ImportForm(Form):
    """A .qdc file."""

    file = FileField("Code frame (.qdc)", [FileRequired("Choose a .qdc file first")])
