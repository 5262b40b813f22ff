// The page of feeds, where scripts run: a button that copies each address, and a field that finds a feed.
(() => {
  const made = document.getElementById("copy"), words = made.dataset, said = document.querySelector(".said");
  const find = document.getElementById("find");

  const select = code => {
    const range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  // Only a page that came by HTTPS, or from this machine, may write to the clipboard; any may copy what is selected.
  const copy = async code => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      select(code);
      return document.execCommand("copy");
    }
  };

  for (const code of document.querySelectorAll(".feeds code")) {
    const button = code.parentNode.appendChild(made.content.firstElementChild.cloneNode(true));
    const format = code.parentNode.firstElementChild.textContent;
    const title = code.closest("details, .one").querySelector("bdi").textContent;
    const label = button.getAttribute("aria-label").replace("{format}", () => format);
    button.setAttribute("aria-label", label.replace("{title}", () => title));
  }

  let reset = () => {};
  addEventListener("click", async event => {
    const button = event.target.closest(".feeds button");
    if (!button) return;
    const done = await copy(button.parentNode.querySelector("code"));
    const before = made.content.firstElementChild.textContent;
    reset();
    said.textContent = done ? words.copied : words.selected;
    said.classList.toggle("heard", done);
    if (done) button.textContent = words.copied;
    const timer = setTimeout(() => reset(), 2500);
    reset = () => {
      clearTimeout(timer);
      button.textContent = before;
      said.textContent = "";
      reset = () => {};
    };
  });

  if (!find) return;
  const plain = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll(".one, .feeds details:not(.all)")];
  const names = rows.map(row => plain(row.querySelector("bdi").textContent));
  const none = find.parentNode.querySelector("output");
  find.parentNode.hidden = false;
  find.addEventListener("input", () => {
    const asked = plain(find.value.trim());
    rows.forEach((row, index) => { row.hidden = !names[index].includes(asked); });
    for (const all of document.querySelectorAll(".all")) {
      all.open = asked !== "";
      all.firstElementChild.hidden = all.open;
    }
    for (const group of document.querySelectorAll(".feeds")) {
      group.hidden = !group.querySelector(".one:not([hidden]), details:not(.all, [hidden])");
    }
    none.textContent = document.querySelector(".feeds:not([hidden])") ? "" : none.dataset.none;
  });
})();
