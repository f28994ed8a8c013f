"""What can go wrong, as one tree: every error that a user may see is a `PapergraphError`.

A message says what happened, where (file, line, paper) and the mend. The stages that follow add their own branches at
the head of their modules.
"""


class PapergraphError(Exception):
    """A problem that the user can mend; its text is one plain line, shown without a stack trace."""


class InputError(PapergraphError):
    """An input file that cannot be read at all: missing, empty, binary, wrongly encoded, of an unknown format."""


class LexiconError(PapergraphError):
    """A lexicon or rule file that is not in the documented form; the message names the file and the line."""


class RejectedInput(PapergraphError):  # noqa: N818 - it names what `--strict` found
    """`--strict` was asked for, and some records were set aside."""


class ExtractorError(PapergraphError):
    """A further extractor that is not there, cannot be made, raises, or gives what is no `Found` of its paper."""
