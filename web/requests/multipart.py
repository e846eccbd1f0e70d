"""Forms with files: the files wait on disk, the fields keep within one limit, whatever does not count is let go."""

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from app.actions.message.uploading import all_too_large
from app.core.errors import BadFields, DeskError
from app.text.languages import _, ngettext
from web.requests.context import desk_of
from web.requests.limits import MAX_FIELDS, MAX_FILES, TEXT_BYTES

IN_MEMORY_BYTES = 64 * 1024


def too_many_files() -> BadFields:
    """The refusal of more files than a message takes."""
    words = ngettext(
        "You can send up to %(count)s file at once. Remove some, or share them as a link.",
        "You can send up to %(count)s files at once. Remove some, or share them as a link.",
        MAX_FILES,
    )
    return BadFields({"files": words % {"count": MAX_FILES}})


class FrugalParser(MultiPartParser):
    """The library's parser, which keeps ten files of up to 1 MiB in memory, and a hundred fields of any sum.

    Of more files than a message takes, or larger ones, only the names are kept: the text beside them is not lost.
    """

    spool_max_size = IN_MEMORY_BYTES

    def __init__(self, request: Request, *, keep_files: bool) -> None:
        super().__init__(
            request.headers, request.stream(), max_files=MAX_FIELDS, max_fields=MAX_FIELDS, max_part_size=TEXT_BYTES
        )
        self.settings = desk_of(request).settings
        self.keep_files = keep_files
        self.text_bytes = self.file_bytes = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        """A piece of a field or of a file."""
        if self._current_part.file is None:
            self.text_bytes += end - start
            if self.text_bytes > TEXT_BYTES:
                words = _("All text fields together can be up to %(size)s KB.")
                raise MultiPartException(words % {"size": TEXT_BYTES // 1024})
        else:
            self.file_bytes += end - start
            if not self.keep_files or self.has_too_many or self.is_too_large:
                return
        super().on_part_data(data, start, end)

    @property
    def has_too_many(self) -> bool:
        """Whether more files came than a message takes."""
        return self._current_files > MAX_FILES

    @property
    def is_too_large(self) -> bool:
        """Whether the files are larger together than a message may be."""
        return self.file_bytes > self.settings.max_message_bytes

    @property
    def refusal(self) -> DeskError | None:
        """Why the files cannot be taken."""
        if self.has_too_many:
            return too_many_files()
        return all_too_large(self.settings) if self.is_too_large else None

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files_to_close_on_error:
            file.close()


class MemoryParser(MultiPartParser):
    """The library's parser for one file, which is never spooled: `BodyLimit` bounds what comes."""

    spool_max_size = 2**31

    def close(self) -> None:
        """Let go of the file."""
        for file in self._files_to_close_on_error:
            file.close()


async def read_in_memory(request: Request) -> FormData:
    """The fields and the one file of the body, none of which touches the disk. Raises DeskError (400)."""
    parser = MemoryParser(request.headers, request.stream(), max_files=1, max_fields=2, max_part_size=TEXT_BYTES)
    request.state.spooled = parser  # closed with the request
    try:
        return await parser.parse()
    except MultiPartException as error:
        raise DeskError(error.message) from error


async def read_multipart(request: Request, *, keep_files: bool) -> tuple[FormData, DeskError | None]:
    """The fields and files of the body, and why the files cannot be taken, if so. Raises DeskError (400).

    The files last as long as the request.
    """
    parser = FrugalParser(request, keep_files=keep_files)
    request.state.spooled = parser  # closed with the request
    try:
        return await parser.parse(), parser.refusal
    except MultiPartException as error:
        raise DeskError(error.message) from error
