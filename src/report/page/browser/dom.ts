/** Elements, made without a string ever being read as markup. */

type Child = Node | string | null;

export interface Attributes {
  readonly [name: string]: string | number | boolean | null | undefined;
}

/** A text is a text; null is left out. An attribute that is false, null or undefined is not set. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  for (const child of children) if (child !== null) made.append(child);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

export function svgElement(name: "svg" | "rect", attributes: Attributes, ...children: Node[]): SVGElement {
  const made = document.createElementNS(SVG, name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    target.setAttribute(name, value === true ? "" : String(value));
  }
}

/** The first column names the rows, the others are figures. */
export function tableOf(heads: readonly string[], rows: readonly HTMLTableRowElement[]): HTMLTableElement {
  const head = heads.map((words, index) =>
    element("th", { scope: "col", class: index === 0 ? null : "number" }, words),
  );
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
}

/** An element of the page that has to be there. */
export function byId<Wanted extends HTMLElement = HTMLElement>(id: string): Wanted {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as Wanted;
}

export function button(words: string, onPress: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, words);
  made.addEventListener("click", onPress);
  return made;
}
