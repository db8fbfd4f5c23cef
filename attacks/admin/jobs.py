"""Bulk work in the admin: a file is checked, then imported; records are exported; each job has its own page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from attacks.choices import RecordType
from attacks.importers.tables.columns import TABLES, table
from attacks.importers.tables.files import CSV, XLSX
from attacks.importers.tables.problems import FileRefused
from attacks.jobs import desk, files, progress
from attacks.jobs.rights import exportable, importable, visible
from attacks.models import Job
from attacks.models.jobs import JobKind, JobStatus

from .job_forms import ExportForm, UploadForm
from .readonly import ReadOnlyAdmin

PAGE = 50
PAGES = "admin/attacks/job"


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "record_type", "status", "total", "error_count", "made_by", "made_at", "expires_at"]
    list_filter = ["kind", "status", "record_type"]
    list_select_related = ["made_by"]
    list_per_page = PAGE
    change_list_template = f"{PAGES}/list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return visible(request.user).defer("errors", "preview", "made", "chosen")  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(importable(request.user))  # type: ignore[arg-type]

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Any, name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"attacks_job_{name}")

        return [
            page("export/", self.export_view, "export"),
            page("columns/<slug:record_type>/", require_GET(self.columns_view), "columns"),
            page("template/<slug:record_type>.<slug:ending>", require_GET(self.template_view), "template"),
            page("<int:job_id>/progress/", require_GET(self.progress_view), "progress"),
            page("<int:job_id>/file/", require_GET(self.file_view), "file"),
            page("<int:job_id>/errors.csv", require_GET(self.errors_view), "errors"),
            page("<int:job_id>/import/", require_POST(self.import_view), "import"),
            page("<int:job_id>/cancel/", require_POST(self.cancel_view), "cancel"),
            *super().get_urls(),
        ]

    # Asking -----------------------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        types = importable(request.user)  # type: ignore[arg-type]
        if not types:
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None, types=types, initial=request.GET.dict())
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                job = desk.ask_check(
                    content=upload.read(),
                    file_name=upload.name,
                    record_type=RecordType(form.cleaned_data["record_type"]),
                    by=request.user,  # type: ignore[arg-type]
                )
            except (FileRefused, desk.JobRefused) as refused:
                form.add_error("file", str(refused))
            else:
                return _page_of(job)
        return self._render(request, "upload", _("Import records from a file"), form=form, tables=_named(types))

    def export_view(self, request: HttpRequest) -> HttpResponse:
        types = exportable(request.user)  # type: ignore[arg-type]
        if not types:
            raise PermissionDenied
        form = ExportForm(request.POST or None, types=types, initial=request.GET.dict())
        if request.method == "POST" and form.is_valid():
            return _page_of(form.ask(by=request.user))  # type: ignore[arg-type]
        return self._render(request, "export", _("Export working records"), form=form)

    def import_view(self, request: HttpRequest, job_id: int) -> HttpResponse:
        check = self._job(request, job_id)
        try:
            job = desk.ask_import(check=check, digest=request.POST.get("sha256", ""), by=request.user)  # type: ignore[arg-type]
        except desk.JobRefused as refused:
            messages.error(request, str(refused))
            return _page_of(check)
        return _page_of(job)

    def cancel_view(self, request: HttpRequest, job_id: int) -> HttpResponse:
        job = self._job(request, job_id)
        if desk.cancel(job=job):
            messages.success(request, _("The job was cancelled. Nothing was changed."))
        else:
            messages.error(request, _("The job had ended already."))
        return _page_of(job)

    # Showing ----------------------------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        job = self._job(request, int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0)
        errors = Paginator(job.errors, PAGE).get_page(request.GET.get("page"))
        is_checked = job.kind == JobKind.CHECK and job.status == JobStatus.DONE
        return self._render(
            request,
            "job",
            str(job),
            job=job,
            state=_state(job),
            errors=errors,
            made=_links(job),
            imports=list(job.imports.order_by("pk")),
            has_file=files.is_kept(job),
            is_checked=is_checked,
            hindrance=desk.hindrance(check=job, by=request.user) if is_checked else "",  # type: ignore[arg-type]
        )

    def progress_view(self, request: HttpRequest, job_id: int) -> HttpResponse:
        return JsonResponse(_state(self._job(request, job_id)))

    def file_view(self, request: HttpRequest, job_id: int) -> HttpResponse:
        job = self._job(request, job_id)
        content = files.content(job)
        if content is None:
            return self._render(request, "gone", _("The file has expired"), status=410, job=job)
        return _download(content, job.media_type, job.file_name or f"job-{job.pk}")

    def errors_view(self, request: HttpRequest, job_id: int) -> HttpResponse:
        job = self._job(request, job_id)
        return _download(files.errors_csv(job), CSV, f"errors-{job.pk}.csv")

    def columns_view(self, request: HttpRequest, record_type: str) -> HttpResponse:
        chosen = self._type(request, record_type)
        title = _("Columns: %s") % chosen.model._meta.verbose_name_plural
        return self._render(
            request, "columns", title, columns=chosen.columns, record_type=record_type, tables=_named(_known(request))
        )

    def template_view(self, request: HttpRequest, record_type: str, ending: str) -> HttpResponse:
        chosen = self._type(request, record_type)
        form = {"csv": CSV, "xlsx": XLSX}.get(ending, XLSX)
        return _download(files.template(chosen, form), form, f"{record_type}-template.{desk.ENDINGS[form]}")

    # Steps ------------------------------------------------------------------------------------------------------------

    def _job(self, request: HttpRequest, job_id: int) -> Job:
        """A job that this person sees; another's is not there for them."""
        return get_object_or_404(visible(request.user).select_related("made_by", "check_job"), pk=job_id)  # type: ignore[arg-type]

    def _type(self, request: HttpRequest, record_type: str) -> Any:
        """The table of a type that this person may bring in or take out; 404 for all else."""
        if record_type not in _known(request):
            if record_type in [str(model.record_type) for model in TABLES]:
                raise PermissionDenied
            return get_object_or_404(Job.objects.none())
        return table(record_type)

    def _render(
        self, request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, f"{PAGES}/{template}.html", context, status=status)


def _page_of(job: Job) -> HttpResponse:
    return redirect("admin:attacks_job_change", job.pk)


def _known(request: HttpRequest) -> list[str]:
    both = {*importable(request.user), *exportable(request.user)}  # type: ignore[arg-type]
    return [str(model.record_type) for model in TABLES if model.record_type in both]


def _named(types: Any) -> list[tuple[str, Any]]:
    return [(str(record_type), RecordType(record_type).label) for record_type in types]


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    kind = f"{media_type}; charset=utf-8" if media_type == CSV else media_type
    disposition = str(content_disposition_header(True, name))
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _state(job: Job) -> dict[str, Any]:
    """How far a job is, for its page and the script that follows it."""
    told = progress.read(job.pk) if job.status == JobStatus.RUNNING else None
    done, total = told or (0, job.total or 0)
    if job.status == JobStatus.QUEUED:
        text = (
            _("Waits for a worker.")
            if progress.is_reachable()
            else _("The queue does not answer now. The job stays queued and begins by itself once it does.")
        )
    elif job.status == JobStatus.RUNNING:
        text = _("%(done)s of %(total)s rows") % {"done": done, "total": total} if told else _("A worker is at it.")
    else:
        text = str(JobStatus(job.status).label)
    return {"status": job.status, "is_open": job.is_open, "done": done, "total": total, "text": text}


def _links(job: Job) -> list[tuple[str, str]]:
    """The first drafts that an import made or changed, with the addresses of their forms."""
    model = table(job.record_type).model if job.made else None
    if model is None:
        return []
    keys = dict(
        model._default_manager.filter(**{f"{model.identifier_field}__in": job.made}).values_list(
            model.identifier_field, "pk"
        )
    )
    try:
        return [
            (name, reverse(f"admin:attacks_{model._meta.model_name}_change", args=[keys[name]]))
            for name in job.made
            if name in keys
        ]
    except NoReverseMatch:
        return [(name, "") for name in job.made]


# For the lists of records ---------------------------------------------------------------------------------------------


def _export_chosen(form: str) -> Any:
    def action(model_admin: admin.ModelAdmin, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        try:
            job = desk.ask_export(
                record_type=model_admin.model.record_type,
                form=form,
                by=request.user,  # type: ignore[arg-type]
                chosen=queryset.values_list("pk", flat=True),
            )
        except desk.JobRefused as refused:
            messages.error(request, str(refused))
            return None
        return _page_of(job)

    return action


export_as_csv = admin.action(permissions=["view"], description=gettext_lazy("Export as CSV"))(_export_chosen(CSV))
export_as_xlsx = admin.action(permissions=["view"], description=gettext_lazy("Export as XLSX"))(_export_chosen(XLSX))
export_as_csv.__name__, export_as_xlsx.__name__ = "export_as_csv", "export_as_xlsx"
EXPORTS = [export_as_csv, export_as_xlsx]
