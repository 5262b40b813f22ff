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

  restore();
  if (known) {
    setInterval(ask, EVERY);
    document.addEventListener("visibilitychange", ask);
  }
})();
