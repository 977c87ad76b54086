// Before anything is drawn: light or dark ground, and whether the page stands in a frame, where it is shorter.
(() => {
  const root = document.documentElement, asked = new URLSearchParams(location.search), framed = window.parent !== window;
  const theme = asked.get("theme");
  if (["light", "dark", "auto"].includes(theme)) root.dataset.theme = theme;
  else if (framed && root.dataset.theme === "auto") root.dataset.theme = "light";
  if (asked.has("hide")) root.dataset.hide = asked.get("hide").replaceAll(",", " ");
  const parts = ["full", "compact", "story"].includes(asked.get("parts")) ? asked.get("parts") : root.dataset.parts;
  // Until the map is drawn what stands below it waits; should the script fail, it is shown once all is loaded.
  root.classList.add("awaited");
  addEventListener("load", () => root.classList.contains("drawn") || root.classList.remove("awaited"));
  if (parts === "story") root.classList.add("telling");
  if (parts === "story" || parts === "compact" || (parts === "auto" && framed)) root.classList.add("compact");
})();
