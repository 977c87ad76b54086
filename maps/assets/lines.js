// Reading encoded coordinates, and geometry on the sphere and on the screen.

/** Decode a line written by encoding.encode_line: pairs of [lat, lon] for Leaflet. */
function decodeLine(text, digits) {
  const scale = 10 ** digits;
  const points = [];
  let at = 0, lon = 0, lat = 0;
  const next = () => {
    let value = 0, shift = 0, part;
    do {
      part = text.charCodeAt(at++) - 63;
      value |= (part & 31) << shift;
      shift += 5;
    } while (part >= 32);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (at < text.length) {
    lon += next();
    lat += next();
    points.push([lat / scale, lon / scale]);
  }
  return points;
}

/** A circle on the sphere as [lat, lon] points; `radius` in metres. */
function circlePoints(lat, lon, radius, count = 72) {
  const rad = Math.PI / 180, angle = radius / 6371008.8, points = [];
  for (let i = 0; i < count; i++) {
    const bearing = (2 * Math.PI * i) / count;
    const sin = Math.sin(lat * rad) * Math.cos(angle) + Math.cos(lat * rad) * Math.sin(angle) * Math.cos(bearing);
    const y = Math.asin(sin);
    const x = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(lat * rad), Math.cos(angle) - Math.sin(lat * rad) * sin);
    points.push([y / rad, lon + x / rad]);
  }
  return points;
}

/** Walk along screen points and return places every `gap` pixels, each with the line's direction there. */
function pointsAlong(pixels, gap) {
  const lengths = pixels.slice(1).map((point, i) => point.distanceTo(pixels[i]));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const count = Math.floor(total / gap);
  const start = count ? (total - (count - 1) * gap) / 2 : total / 2;
  const found = [];
  let passed = 0, next = start;
  for (let i = 0; i < lengths.length; i++) {
    while (next <= passed + lengths[i] && lengths[i] > 0 && found.length < Math.max(1, count)) {
      const part = (next - passed) / lengths[i];
      const a = pixels[i], b = pixels[i + 1];
      found.push({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part, angle: directionAt(pixels, i) });
      next += gap;
    }
    passed += lengths[i];
  }
  return found;
}

/** Pixels between legs that go the same way. */
const BESIDE = 7;

/** Move a line on the screen to its right; bends nearer than that are left out, so that it makes no loops. */
function beside(pixels, right) {
  if (!right) return pixels;
  const kept = pixels.slice(0, 1);
  pixels.forEach((point, i) => i && (point.distanceTo(kept.at(-1)) > Math.abs(right) || i === pixels.length - 1) && kept.push(point));
  const sides = kept.slice(1).map((b, i) => {
    const { x, y } = b.subtract(kept[i]), length = Math.hypot(x, y) || 1;
    return [-y / length, x / length];
  });
  return kept.map((point, i) => {
    const [a, b] = [sides[i - 1] || sides[i], sides[i] || sides[i - 1]], x = a[0] + b[0], y = a[1] + b[1];
    // As far from both sides of a bend, but of a sharp one, whose corner would run far off.
    const far = (2 * right) / Math.max(1.4, x * x + y * y);
    return point.add([far * x, far * y]);
  });
}

/** The direction of a line around one of its segments, smoothed over a few pixels. */
function directionAt(pixels, i) {
  let a = i, b = i + 1;
  while (pixels[a].distanceTo(pixels[b]) < 14 && (a > 0 || b < pixels.length - 1)) {
    if (a > 0) a--;
    if (b < pixels.length - 1) b++;
  }
  return Math.atan2(pixels[b].y - pixels[a].y, pixels[b].x - pixels[a].x);
}

/** How many degrees a step of a long straight line may take, so that it bends as the projection does. */
const BEND_DEG = 2;

/** A line with points enough to bend where the projection bends it. */
function bent(points) {
  const far = (i) => Math.max(Math.abs(points[i][0] - points[i - 1][0]), Math.abs(points[i][1] - points[i - 1][1]));
  let from = 1;
  while (from < points.length && far(from) <= BEND_DEG) from++;
  if (from >= points.length) return points;
  const way = points.slice(0, from);
  for (let i = from; i < points.length; i++) {
    const last = points[i - 1], count = Math.ceil(far(i) / BEND_DEG);
    for (let step = 1; step < count; step++) way.push(last.map((at, axis) => at + ((points[i][axis] - at) * step) / count));
    way.push(points[i]);
  }
  return way;
}

/** The outline of a box, bent as the projection bends it. */
function boxOutline({ west, south, east, north }) {
  return bent([[south, west], [south, east], [north, east], [north, west], [south, west]]);
}

/** The latitudes and longitudes of a box, as Leaflet bounds. */
function boxBounds(box) {
  return L.latLngBounds([box.south, box.west], [box.north, box.east]);
}

/** Whether a map shows a point as it stands. */
function isSeen(map, point) {
  const { x, y } = map.latLngToContainerPoint(point), size = map.getSize();
  return x >= 0 && y >= 0 && x <= size.x && y <= size.y;
}

const SVG = "http://www.w3.org/2000/svg";

/** Make an element with attributes and children; strings become text, never markup. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Make an SVG element with attributes and children. */
function draw(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
