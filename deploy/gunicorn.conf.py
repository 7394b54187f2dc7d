"""gunicorn's options, for tools/serve and wherever else the site is served (README.md has the variables)."""

import os

wsgi_app = "board.wsgi"
bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# Readers have threads of their own (docs/decisions/0030).
worker_class = "board.gunicorn_worker.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("THREADS", "4"))
# Loaded once and then forked: the workers share what none of them changes.
preload_app = True
timeout = 60
# Connections of each worker, each of which may need a file. Idle ones cost no thread, and the oldest make room.
worker_connections = 400
# Longer than nginx keeps one (a minute), so that none is closed while nginx sends a request on it.
keepalive = 75
control_socket_disable = True

# What a proxy passes on never says where the site lies, whichever proxy sent it.
forwarder_headers = ""
# The log says what was asked for and how it went, but neither by whom nor with which search words.
accesslog = os.environ.get("ACCESS_LOG", "-")
if accesslog == os.devnull:
    accesslog = None
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'
