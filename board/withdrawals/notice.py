"""What stands at the address of a withdrawn page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from .models import Withdrawal

GONE = 410  # RFC 9110, 15.5.11: on purpose, and likely for good. Search engines drop the address.


def is_withdrawn(page) -> bool:
    """Say whether a page that is not live has a notice."""
    return Withdrawal.objects.filter(page_id=page.pk).exists()


def withdrawal_notice(page, request) -> HttpResponse:
    """Answer 410 with date and reason; raises ``Http404`` where the page was not withdrawn."""
    withdrawal = Withdrawal.objects.filter(page_id=page.pk).first()
    if withdrawal is None:
        raise Http404("This page is not public.")
    return render(request, "withdrawals/notice.html", {"withdrawal": withdrawal}, status=GONE)
