// Lets each map on the page grow to its content: a map tells its height, and nothing else is taken from it.
(function () {
  if (window.armsatlasFrames) return;
  window.armsatlasFrames = true;
  window.addEventListener("message", function (event) {
    var told = event.data && event.data.armsatlas;
    if (!told || typeof told.height !== "number" || !(told.height > 100 && told.height < 100000)) return;
    document.querySelectorAll("iframe.armsatlas-map").forEach(function (frame) {
      if (frame.contentWindow === event.source) frame.style.height = Math.ceil(told.height) + "px";
    });
  });
})();
