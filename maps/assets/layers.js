// The page asks for the same layers as any other map, and draws them together.

const asked = new Set();

window.armsatlas = {
  decodeLine,

  add(_, name) {
    asked.add(name);
  },

  draw(map) {
    const data = JSON.parse(document.getElementById("story-data").textContent);
    window.armsatlas.story = new Story(map, data, asked);
    const { classList } = document.documentElement, { story } = window.armsatlas;
    const show = () => {
      story.table.refresh(story.visible);
      classList.remove("awaited");
    };
    classList.add("drawn");
    // The map's pixels come before the list below it is laid out; a frame tells its height at once.
    if (window.parent !== window || document.hidden) show();
    else requestAnimationFrame(() => setTimeout(show));
  },
};
