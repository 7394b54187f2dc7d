"""Answers that come late, as on a busy machine: the server has done its work already."""

import time

COOKIE = "answers-late-by"


def late_answers_middleware(get_response):
    """Return the middleware that holds an answer back for the seconds that a cookie asks for."""

    def middleware(request):
        response = get_response(request)
        time.sleep(float(request.COOKIES.get(COOKIE, 0)))
        return response

    return middleware
