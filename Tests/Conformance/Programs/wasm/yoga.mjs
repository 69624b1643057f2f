// Yoga, a layout of flexible boxes (C++, by Emscripten with embind).
import initYoga, * as yoga from "yoga-wasm-web";
import module from "yoga-wasm-web/dist/yoga.wasm";

const Yoga = await initYoga(module);
const setters = { width: "setWidth", height: "setHeight", grow: "setFlexGrow", shrink: "setFlexShrink", basis: "setFlexBasis" };

function build({ children = [], direction, justify, align, wrap, margin, padding, percent, text, absolute, ...rest }) {
  const node = Yoga.Node.create();
  for (const [name, value] of Object.entries(rest)) node[setters[name]](value);
  if (percent !== undefined) node.setWidthPercent(percent);
  if (direction) node.setFlexDirection(yoga[`FLEX_DIRECTION_${direction}`]);
  if (justify) node.setJustifyContent(yoga[`JUSTIFY_${justify}`]);
  if (align) node.setAlignItems(yoga[`ALIGN_${align}`]);
  if (wrap) node.setFlexWrap(yoga.WRAP_WRAP);
  if (absolute) node.setPositionType(yoga.POSITION_TYPE_ABSOLUTE);
  if (margin !== undefined) node.setMargin(yoga.EDGE_ALL, margin);
  if (padding !== undefined) node.setPadding(yoga.EDGE_HORIZONTAL, padding);
  // Measured by JavaScript, which the layout calls back.
  if (text) node.setMeasureFunc((width) => ({ width: Math.min(width, text.length * 7.25), height: 12 * Math.ceil((text.length * 7.25) / Math.max(width, 1)) }));
  children.forEach((child, i) => node.insertChild(build(child), i));
  return node;
}

function read(node) {
  const { left, top, width, height } = node.getComputedLayout();
  return { at: [left, top, width, height], children: Array.from({ length: node.getChildCount() }, (_, i) => read(node.getChild(i))) };
}

const trees = {
  "/row": { width: 300, height: 100, direction: "ROW", justify: "SPACE_BETWEEN", align: "CENTER", padding: 10, children: [{ width: 50, height: 50 }, { grow: 1, height: 20, margin: 5 }, { width: 33.3, height: 80 }] },
  "/wrap": { width: 200, direction: "ROW", wrap: true, children: Array.from({ length: 9 }, (_, i) => ({ width: 30 + 11 * i, height: 10 + i, margin: 2 })) },
  "/text": { width: 120, children: [{ text: "a short one" }, { text: "a text that is much longer than the box is wide" }, { percent: 50, height: 4 }] },
};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    try {
      const root = build(trees[pathname] ?? (await request.json()));
      root.calculateLayout(undefined, undefined, searchParams.has("rtl") ? yoga.DIRECTION_RTL : yoga.DIRECTION_LTR);
      const layout = read(root);
      root.freeRecursive();
      return Response.json(layout);
    } catch (error) {
      return Response.json({ error: error.name }, { status: 400 });
    }
  },
};
