"""The application for WSGI servers: `gunicorn wsgi:app`."""

from cypp_consult.app import create_app

app = create_app()
