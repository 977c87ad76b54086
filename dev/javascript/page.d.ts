// What the page's scripts find in their scope: Leaflet, and their own entry.
interface Window {
  armsatlas: any;
  armsatlasFrames?: boolean;
}
