"""Forms: the workbook that an office is given, and what it says when it comes back filled.

`form` is what is asked, `words` its words in a language, `writing` makes the workbook and
`taking_back` reads it. Where each line stands is told by ids in a hidden column, so that a line
that was moved is still itself; a hidden sheet says what an id means.
"""

from tiendo.ledger.intake.forms.form import Form, Line
from tiendo.ledger.intake.forms.taking_back import is_form, read_form
from tiendo.ledger.intake.forms.words import words_in
from tiendo.ledger.intake.forms.writing import write_form

__all__ = ["Form", "Line", "is_form", "read_form", "words_in", "write_form"]
