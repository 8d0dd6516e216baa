"""The three ways of adding a source as forms: each has its own fields, and saves itself by the use cases."""

from typing import Any, ClassVar
from urllib.parse import urldefrag

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from kavakbot.errors import KavakbotError
from knowledge import curation, faqs, sources
from knowledge import wording as reasons
from knowledge.admin import document, wording
from knowledge.admin.document import Document
from knowledge.answering import MAX_CHARS
from knowledge.language.folding import visible
from knowledge.models import Source

_LONGEST_ANSWER = 5_000
_WIDE = {"class": "vLargeTextField"}


class SourceForm(forms.ModelForm[Source]):
    """What the three have in common: a save writes what the form changed and nothing else.

    A worker may be writing on the same row.
    """

    kind: ClassVar[Source.Kind]
    own_columns: ClassVar[frozenset[str]] = frozenset({"active", "review_first", "title", "answer"})
    read_when_changed: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.added = self.instance._state.adding  # noqa: SLF001  Django's way to know a new row
        if self.added:
            self.instance.kind = self.kind

    def add_source(self) -> Source:
        """Make the source, and ask for it to be read."""
        raise NotImplementedError

    def change_source(self) -> bool:
        """Save the changes; return whether the source is to be read again because of them."""
        changed = set(self.changed_data)
        columns = changed & self.own_columns
        if columns:
            self.instance.save(update_fields=columns)
        if again := bool(changed & self.read_when_changed):
            sources.request_again(source=self.instance)
        return again

    def _finish(self, source: Source, *options: str) -> Source:
        """Set the options of a new source before anybody reads it."""
        for name in options:
            setattr(source, name, self.cleaned_data[name])
        source.save(update_fields=options)
        sources.request_again(source=source)
        return source


class PageForm(SourceForm):
    """A web page, and how often it is read."""

    kind = Source.Kind.URL

    url = forms.CharField(
        label="Dirección",
        max_length=2000,
        help_text=wording.URL_HELP,
        error_messages={"required": wording.URL_REQUIRED},
        widget=forms.TextInput(attrs={"class": "vURLField", "inputmode": "url", "placeholder": "https://"}),
    )
    refresh_hours = forms.TypedChoiceField(
        label="Se vuelve a leer",
        choices=[*Source.Refresh.choices, ("", wording.NEVER_AGAIN)],
        coerce=int,
        initial=Source.Refresh.DAILY.value,
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Source
        fields = ("url", "refresh_hours", "review_first", "active")

    def clean_url(self) -> str:
        """Ask the guard, so that nothing is kept that would never be read."""
        text = urldefrag(visible(self.cleaned_data["url"]).strip()).url
        url = text if "://" in text else f"https://{text}"
        try:
            sources.check_url(url)
        except KavakbotError as error:
            raise ValidationError(reasons.explain(error.code)) from error
        _check_new(Source.objects.filter(url=url).exclude(pk=self.instance.pk).first(), wording.KNOWN_URL)
        return url

    def add_source(self) -> Source:
        """Make the page a source by the same use case as the API."""
        source = sources.request_url(url=self.cleaned_data["url"])
        return self._finish(source, "refresh_hours", "review_first")

    def change_source(self) -> bool:
        """Save; another address is read at once, another schedule counts from the last reading."""
        super().change_source()
        if "refresh_hours" in self.changed_data:
            sources.change_schedule(source=self.instance, refresh_hours=self.cleaned_data["refresh_hours"])
        moved = "url" in self.changed_data
        if moved:
            sources.change_url(source=self.instance, url=self.cleaned_data["url"])
        return moved


class FaqForm(SourceForm):
    """A question and its answer, written by hand."""

    kind = Source.Kind.FAQ
    read_when_changed = frozenset({"title", "answer"})

    title = forms.CharField(
        label="Pregunta",
        max_length=300,
        help_text=wording.QUESTION_HELP,
        error_messages={"required": wording.QUESTION_REQUIRED},
        widget=forms.TextInput(attrs=_WIDE),
    )
    answer = forms.CharField(
        label="Respuesta",
        max_length=_LONGEST_ANSWER,
        help_text=wording.ANSWER_HELP,
        error_messages={"required": wording.ANSWER_REQUIRED},
        widget=forms.Textarea(
            attrs={
                **_WIDE,
                "rows": 8,
                "data-count-to": MAX_CHARS,
                "data-count": wording.ANSWER_COUNT,
                "data-count-over": wording.ANSWER_COUNT_OVER,
            }
        ),
    )

    class Meta:
        model = Source
        fields = ("title", "answer", "active")

    def clean_title(self) -> str:
        """Write it on one line, and once."""
        question = " ".join(visible(self.cleaned_data["title"]).split())
        if not any(char.isalpha() for char in question):
            raise ValidationError(wording.QUESTION_WITHOUT_WORDS)
        _check_new(faqs.written(question).exclude(pk=self.instance.pk).first(), wording.KNOWN_QUESTION)
        return question

    def change_source(self) -> bool:
        """Save; another wording settles what customers asked in vain although it was answered."""
        again = super().change_source()
        if again:
            curation.settle_missed(faq=self.instance)
        return again

    def clean_answer(self) -> str:
        """Drop what nobody sees; nothing left is no answer."""
        answer = visible(self.cleaned_data["answer"]).strip()
        if not answer:
            raise ValidationError(wording.ANSWER_REQUIRED)
        return answer

    def add_source(self) -> Source:
        """Keep it by the same use case as the command."""
        source = sources.save_faq(question=self.cleaned_data["title"], answer=self.cleaned_data["answer"])
        return self._finish(source)


class UploadForm(SourceForm):
    """A file, and a name for it."""

    kind = Source.Kind.FILE
    read_when_changed = frozenset({"file"})

    file = forms.FileField(
        label="Archivo",
        error_messages={"required": wording.FILE_REQUIRED, "empty": wording.FILE_EMPTY},
        widget=forms.FileInput(attrs={"accept": document.ACCEPTED}),
    )
    title = forms.CharField(
        label="Nombre",
        max_length=300,
        required=False,
        help_text=wording.FILE_NAME_HELP,
        widget=forms.TextInput(attrs=_WIDE),
    )

    class Meta:
        model = Source
        fields = ("title", "review_first", "active")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "file" in self.fields:
            self.fields["file"].required = self.added
            self.fields["file"].help_text = wording.FILE_HELP if self.added else wording.ANOTHER_FILE_HELP

    def clean_file(self) -> Document | None:
        """Look into the file."""
        upload = self.cleaned_data["file"]
        return document.read(upload) if upload else None

    def clean_title(self) -> str:
        """Write it on one line."""
        return " ".join(visible(self.cleaned_data["title"]).split())

    def add_source(self) -> Source:
        """Keep the file by the same use case as the command."""
        file: Document = self.cleaned_data["file"]
        source = sources.save_upload(
            content=file.content, name=file.name, content_type=file.content_type, title=self.cleaned_data["title"]
        )
        return self._finish(source, "review_first")

    def change_source(self) -> bool:
        """Put another file in the place of the one that serves."""
        file: Document | None = self.cleaned_data["file"]
        if file:
            sources.replace_upload(
                source=self.instance, content=file.content, name=file.name, content_type=file.content_type
            )
        return super().change_source()


FORMS: dict[str, type[SourceForm]] = {form.kind: form for form in (PageForm, FaqForm, UploadForm)}


def _check_new(known: Source | None, reason: str) -> None:
    """Lead to the source that there is already."""
    if known is not None:
        page = reverse("admin:knowledge_source_change", args=[known.pk])
        raise ValidationError(format_html('{}<a href="{}">{}</a>', reason, page, known))
