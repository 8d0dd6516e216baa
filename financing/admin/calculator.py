"""The calculator page: ask, read plans, schedule and chart, and keep what was shown as a quote."""

from typing import Any
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from catalog.models import Car
from financing import quotes, quoting
from financing.admin import wording
from financing.admin.chart import chart
from financing.admin.questions import QUESTIONS, DownPaymentQuestion, PlansQuestion, PriceQuestion, Question
from financing.affordability import NeededDownPayment
from financing.models import FinancingPolicy
from financing.quotation import Quotation
from financing.quoting import NoPolicyInForceError
from financing.schedule import by_year, schedule

TEMPLATE = "admin/financing/quote/calculator.html"
_OUTDATED = "La política o el precio del auto cambiaron mientras veías la página. Revisa las cifras y guarda de nuevo."


def page(request: HttpRequest, *, context: dict[str, Any], may_keep: bool) -> HttpResponse:
    """Show a question and its answer; a POST keeps the plans that were shown."""
    context = {**context, "title": "Calculadora de financiamiento", "may_keep": may_keep}
    try:
        policy = quoting.current_policy()
    except NoPolicyInForceError:
        return TemplateResponse(request, TEMPLATE, {**context, "problem": wording.NO_POLICY})
    if request.method == "POST":
        return _kept(request, policy, context)
    question = QUESTIONS.get(request.GET.get("question", ""), PlansQuestion)
    asked = any(name in request.GET for name in question.base_fields)
    return _shown(request, question(request.GET if asked else None, policy=policy), context)


def _kept(request: HttpRequest, policy: FinancingPolicy, context: dict[str, Any]) -> HttpResponse:
    """Keep the quote, unless what would be written down is no longer what was seen."""
    if not context["may_keep"]:
        raise PermissionDenied
    form = PlansQuestion(request.POST, policy=policy)
    if not form.is_valid():
        return _shown(request, form, context)
    if request.POST.get("seen") != _stamp(form.quotation):
        messages.warning(request, _OUTDATED)
        return _shown(request, form, context)
    kept = quotes.keep(form.quotation, origin=f"staff:{request.user.get_username()}", car=form.car)
    messages.success(request, f"Cotización guardada: {kept}.")
    return HttpResponseRedirect(reverse("admin:financing_quote_change", args=[kept.pk]))


def _shown(request: HttpRequest, form: Question, context: dict[str, Any]) -> HttpResponse:
    context |= {
        "form": form,
        "policy": form.policy,
        "questions": [(name, question.label) for name, question in QUESTIONS.items()],
        "answered": form.is_valid(),
    }
    if form.is_valid() and isinstance(form, PlansQuestion):
        context |= _plans(form, detail=request.GET.get("detail", ""))
    if form.is_valid() and isinstance(form, PriceQuestion):
        down_payment = form.affordable.down_payment
        context["fitting"] = [
            (fit, urlencode({"stock_id": fit.car.stock_id, "down_payment": down_payment}))
            for fit in form.affordable.cars
        ]
    if form.is_valid() and isinstance(form, DownPaymentQuestion):
        context["needed"] = [_needed(form, one) for one in form.needed]
    return TemplateResponse(request, TEMPLATE, context)


def _plans(form: PlansQuestion, *, detail: str) -> dict[str, Any]:
    """Return what the page says of a quotation: every plan, and one of them payment by payment."""
    quotation = form.quotation
    detailed = next((plan for plan in quotation.plans if str(plan.months) == detail), quotation.plans[-1])
    payments = schedule(
        principal=quotation.financed_amount,
        annual_rate=quotation.annual_rate,
        months=detailed.months,
        first_due=timezone.localdate() + relativedelta(months=1),
    )
    years = by_year(payments)
    asked = {name: form.data.get(name, "") for name in form.fields}
    return {
        "quotation": quotation,
        "car": form.car,
        "car_status": Car.Status(form.car.status).label if form.car and form.car.status != "available" else "",
        "plans": [
            (plan, quotation.cat_percent(plan), urlencode({**asked, "detail": plan.months})) for plan in quotation.plans
        ],
        "detailed": detailed,
        "payments": payments,
        "years": years,
        "chart": chart(years, months=detailed.months),
        "seen": _stamp(quotation),
    }


def _needed(form: DownPaymentQuestion, one: NeededDownPayment) -> tuple[NeededDownPayment, str]:
    subject = {"stock_id": form.car.stock_id} if form.car else {"price": form.price_asked}
    return one, urlencode({**subject, "down_payment": one.down_payment, "months": one.plan.months})


def _stamp(quotation: Quotation) -> str:
    """Name what the figures depend on besides the form: the policy and the car's price."""
    return f"{quotation.policy_version}:{quotation.price}"
