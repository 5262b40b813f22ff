// Loads the page anew once something that it shows was saved, and keeps the place that was scrolled to.
(() => {
  const EVERY = 1000;
  const key = `place:${location.pathname}${location.search}`;
  const known = document.body.dataset.version;
  const frame = document.querySelector("iframe");

  const inFrame = () => frame?.contentDocument?.scrollingElement;

  const keep = () => {
    const place = { page: [scrollX, scrollY], frame: inFrame()?.scrollTop ?? 0 };
    sessionStorage.setItem(key, JSON.stringify(place));
  };

  const restore = () => {
    const kept = sessionStorage.getItem(key);
    if (!kept) return;
    sessionStorage.removeItem(key);
    const place = JSON.parse(kept);
    scrollTo(...place.page);
    const scroll = () => inFrame()?.scrollTo(0, place.frame);
    scroll();
    frame?.addEventListener("load", scroll, { once: true });
  };

  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch("/preview/version", { cache: "no-store" });
      const { version } = await answer.json();
      if (version === known) return;
      keep();
      location.reload();
    } catch {
      // Nobody answers: publisher serve has ended, and may be started again.
    }
  };

  // What no saving tells of, as how long ago something was: only while nobody is using the page.
  const renew = () => {
    const used = document.activeElement !== document.body || document.querySelector("details[open]");
    if (document.visibilityState !== "visible" || used) return;
    keep();
    location.reload();
  };

  restore();
  if (known) {
    setInterval(ask, EVERY);
    document.addEventListener("visibilitychange", ask);
    const stale = Number(document.body.dataset.stale);
    if (stale) setInterval(renew, stale * 1000);
  }
})();
