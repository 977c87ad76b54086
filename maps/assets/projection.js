// The projections of stills, on a sphere: a map of a continent or an ocean has one shape on the page and in print.

const RAD = Math.PI / 180;

/** Lambert's conformal cone: x and y, in radii of the sphere, of degrees, and back. */
function cone({ lon, lat, south, north }) {
  const t = (phi) => Math.tan(Math.PI / 4 + (phi * RAD) / 2), cos = (phi) => Math.cos(phi * RAD);
  const n = Math.abs(north - south) < 0.01 ? Math.sin(lat * RAD) : Math.log(cos(south) / cos(north)) / Math.log(t(north) / t(south));
  const size = (cos(south) * t(south) ** n) / n, middle = size / t(lat) ** n;
  return {
    to: (x, y) => [(size / t(y) ** n) * Math.sin(n * (x - lon) * RAD), middle - (size / t(y) ** n) * Math.cos(n * (x - lon) * RAD)],
    from(x, y) {
      const sign = Math.sign(n), far = sign * Math.hypot(x, middle - y);
      return [lon + Math.atan2(sign * x, sign * (middle - y)) / n / RAD, (2 * Math.atan((size / far) ** (1 / n))) / RAD - 90];
    },
  };
}

/** Lambert's equal-area disc about a pole. */
function disc({ lon, lat }) {
  const sign = Math.sign(lat);
  return {
    to(x, y) {
      const far = 2 * Math.sin(((90 - sign * y) * RAD) / 2);
      return [far * Math.sin((x - lon) * RAD), -sign * far * Math.cos((x - lon) * RAD)];
    },
    from: (x, y) => [lon + Math.atan2(x, -sign * y) / RAD, sign * (90 - (2 * Math.asin(Math.min(1, Math.hypot(x, y) / 2))) / RAD)],
  };
}

/** Equal Earth (Šavrič, Patterson and Jenny 2018, doi:10.1080/13658816.2018.1504949). */
function equalEarth({ lon }) {
  const [A, B, C, D] = [1.340264, -0.081106, 0.000893, 0.003796], half = Math.sqrt(3) / 2;
  const up = (a) => a * (A + a ** 2 * B + a ** 6 * (C + a ** 2 * D)), slope = (a) => A + 3 * B * a ** 2 + a ** 6 * (7 * C + 9 * D * a ** 2);
  return {
    to(x, y) {
      const a = Math.asin(half * Math.sin(y * RAD));
      return [((x - lon) * RAD * Math.cos(a)) / (half * slope(a)), up(a)];
    },
    from(x, y) {
      let a = y;
      for (let round = 0; round < 6; round++) a -= (up(a) - y) / slope(a);
      return [lon + (x * half * slope(a)) / Math.cos(a) / RAD, Math.asin(Math.max(-1, Math.min(1, Math.sin(a) / half))) / RAD];
    },
  };
}

/** A projection as Leaflet takes it, at its middle as large as Mercator's would be; nothing for Mercator's own. */
function projectionOf(told) {
  if (!told) return L.CRS.EPSG3857;
  const { to, from } = { lcc: cone, laea: disc, eqearth: equalEarth }[told.name](told), limit = (lat) => Math.max(-89, Math.min(89, lat));
  const scale = 1 / (2 * Math.PI * Math.cos(Math.min(60, Math.abs(told.lat)) * RAD));
  const projection = {
    // A place is projected once, however often the map is zoomed.
    project(place) {
      if (place.under !== told) [place.under, place.at] = [told, to(place.lng, limit(place.lat))];
      return L.point(place.at[0], place.at[1]);
    },
    unproject({ x, y }) {
      const [lng, lat] = from(x, y);
      return L.latLng(lat, lng);
    },
  };
  return { ...L.CRS.EPSG3857, infinite: true, wrapLng: undefined, projection, transformation: new L.Transformation(scale, 0.5, -scale, 0.5) };
}

/** How far points reach on a map, in pixels at zoom 0: their middle, width and height. */
function reach(map, points) {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  for (const point of points) {
    const { x, y } = map.project(L.latLng(point), 0);
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { middle: L.point((left + right) / 2, (top + bottom) / 2), width: right - left, height: bottom - top };
}

/** Show points as large as a map has room for, so many pixels left free: left and right, above, below. */
function fitPoints(map, points, { across = 0, above = 0, below = above, nearest = 18, snap = true, lean = 0, animate = false } = {}) {
  const { middle, width, height } = reach(map, points), size = map.getSize();
  const room = Math.log2(Math.min(Math.max(1, size.x - 2 * across) / (width || 1e-9), Math.max(1, size.y - above - below) / (height || 1e-9)));
  const zoom = Math.min(nearest, snap ? Math.floor(room * 4) / 4 : room);
  // What is left over goes where more land is, rather than in equal parts above and below.
  const spare = Math.max(0, size.y - above - below - height * 2 ** zoom), down = (above - below) / 2 + (spare * lean) / 2;
  map.setView(map.unproject(middle.subtract(L.point(0, down / 2 ** zoom)), 0), zoom, { animate });
}
