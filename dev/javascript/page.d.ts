// What the page's scripts find in their scope. Which kind of element stands where is known from the page's templates,
// not from its types: a look-up gives any.
interface Window {
  armsatlas: any;
  armsatlasFrames?: boolean;
}
interface Document {
  getElementById(id: string): any;
}
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface EventTarget {
  closest(selectors: string): any;
}
interface HTMLElement {
  disabled?: boolean;
}
