/* Words, numbers and elements. */

function word(key, values = {}) {
  return DATA.words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function number(value, decimals = 0) {
  return value.toLocaleString(DATA.language, {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
}

const part = (id) => document.getElementById(id);

/** An element with attributes and children; texts are never read as HTML. */
function element(name, attributes = {}, ...children) {
  const made = name === "svg" || name === "rect" || name === "line"
    ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick" || key === "oninput") made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A table with heads for rows and columns; each cell names its column for small screens. */
function table(caption, columns, rows) {
  const head = element("tr", {}, ...columns.map((column) => element("th", {scope: "col"}, column)));
  const body = rows.map(([first, ...cells]) => element("tr", {},
    element("th", {scope: "row"}, first),
    ...cells.map((cell, k) => element("td", {"data-column": columns[k + 1]}, cell))));
  return element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...body));
}

/** A bar from 0 to 100: the range as a box, the mean as a stroke. The figures stand beside it. */
function bar([mid, low, high], ruledOut) {
  const box = {x: low, y: 3, width: Math.max(high - low, 0.6), height: 8, class: ruledOut ? "range out" : "range"};
  return element("svg", {viewBox: "0 0 100 14", preserveAspectRatio: "none", "aria-hidden": "true", class: "bar"},
    element("line", {x1: 0, x2: 100, y1: 13, y2: 13, class: "axis"}),
    element("rect", box),
    element("line", {x1: mid, x2: mid, y1: 0, y2: 14, class: "mid"}));
}

function say(text) {
  part("said").textContent = text;
}
