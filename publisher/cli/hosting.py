"""`publisher hosting`."""

import click

from publisher.app import start
from publisher.hosting.nginx import nginx as nginx_settings


@click.group()
def hosting() -> None:
    """Print the settings with which another web server serves the output directory."""


@hosting.command()
@click.option("--brotli", is_flag=True, help="Send brotli, too: nginx needs its module for that.")
@click.pass_obj
def nginx(config: str | None, *, brotli: bool) -> None:
    """Print a server block for nginx: types, compressed feeds, caching as `publisher serve` has them.

    On Debian and Ubuntu (the name is yours to choose):

    \b
      publisher hosting nginx | sudo tee /etc/nginx/sites-available/blog
      sudo ln -s ../sites-available/blog /etc/nginx/sites-enabled/blog
      sudo nginx -t && sudo systemctl reload nginx

    Elsewhere it belongs into conf.d/ as blog.conf: anywhere within http { }. nginx's user (www-data) must be able to
    read the output directory and to enter each folder above it; home folders are often closed to it. For https, run
    certbot --nginx afterwards.

    gzip wants nothing more. --brotli wants nginx's module, and a folder in which no symbolic link leads out:

    \b
      sudo apt install libnginx-mod-http-brotli-static

    The text is made from templates/hosting/nginx.conf, which you may copy beside your settings and change.
    """
    app = start(config)
    settings = app.settings
    text = nginx_settings(
        app.templates,
        url=settings.site.url,
        directory=settings.output.directory,
        max_age=settings.feeds.cache,
        paths=settings.feeds.paths,
        brotli=brotli,
    )
    click.echo(text)
