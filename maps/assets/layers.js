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
    document.documentElement.classList.replace("awaited", "drawn");
  },
};
