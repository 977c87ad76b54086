// The parts of Leaflet that the page draws with. Tiles, popups, canvas, GeoJSON, zooming by a dragged box and controls but the scale stay out:
// a page with online tiles, and a notebook's map, carry the whole of it.
import { Map, createMap } from "leaflet/src/map/Map.js";
import { DoubleClickZoom } from "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import { Drag } from "leaflet/src/map/handler/Map.Drag.js";
import { Keyboard } from "leaflet/src/map/handler/Map.Keyboard.js";
import { ScrollWheelZoom } from "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import { TouchZoom } from "leaflet/src/map/handler/Map.TouchZoom.js";
import { Control } from "leaflet/src/control/Control.js";
import { Scale } from "leaflet/src/control/Control.Scale.js";
import { Layer } from "leaflet/src/layer/Layer.js";
import { layerGroup } from "leaflet/src/layer/LayerGroup.js";
import { marker } from "leaflet/src/layer/marker/Marker.js";
import { divIcon } from "leaflet/src/layer/marker/DivIcon.js";
import { svg } from "leaflet/src/layer/vector/SVG.js";
import { polyline } from "leaflet/src/layer/vector/Polyline.js";
import { polygon } from "leaflet/src/layer/vector/Polygon.js";
import { EPSG3857 } from "leaflet/src/geo/crs/CRS.EPSG3857.js";
import { Transformation } from "leaflet/src/geometry/Transformation.js";
import { toLatLng as latLng } from "leaflet/src/geo/LatLng.js";
import { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { toPoint as point } from "leaflet/src/geometry/Point.js";
import * as DomEvent from "leaflet/src/dom/DomEvent.js";
import * as DomUtil from "leaflet/src/dom/DomUtil.js";

Object.assign(Map, { DoubleClickZoom, Drag, Keyboard, ScrollWheelZoom, TouchZoom });
Control.Scale = Scale;
// Every path names its renderer, so that none need be chosen for it.
Map.include({
  getRenderer({ options: { renderer } }) {
    if (!this.hasLayer(renderer)) this.addLayer(renderer);
    return renderer;
  },
});
window.L = { map: createMap, Control, Layer, layerGroup, marker, divIcon, svg, polyline, polygon, CRS: { EPSG3857 }, Transformation, latLng, latLngBounds, point, DomEvent, DomUtil };
