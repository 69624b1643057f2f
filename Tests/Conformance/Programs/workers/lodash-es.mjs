import _, { camelCase, chunk, cloneDeep, curry, debounce, deburr, defaultsDeep, flow, get, groupBy, isEqual, kebabCase, mergeWith, orderBy, partition, set, sortedUniq, startCase, throttle, truncate, words, zipObjectDeep } from "lodash-es";

const people = [{ name: "Ada", age: 36, langs: ["en", "fr"] }, { name: "Émile", age: 40, langs: [] }, { name: "bob", age: 36, langs: ["de"] }];

const cases = {
  "/collections": () => ({ grouped: groupBy(people, "age"), ordered: orderBy(people, ["age", (p) => p.name.toLowerCase()], ["desc", "asc"]).map((p) => p.name), parts: partition(people, { age: 36 }).map((x) => x.length), chunks: chunk([1, 2, 3, 4, 5], 2), key: _.keyBy(people, "name").Ada.age, sum: _.sumBy(people, "age"), flat: _.flatMapDeep(people, "langs"), reduce: _.transform([1, 2, 3, 4], (acc, n) => { acc.push(n * n); return n < 3; }, []) }),
  "/strings": () => ({ camel: camelCase("--Foo_bar baz42"), kebab: kebabCase("fooBarXMLParser"), start: startCase("déjà_vu"), plain: deburr("Crème Brûlée Straße"), cut: truncate("a long sentence for cutting", { length: 15, separator: " " }), words: words("fred, barney & pebbles' 3rd"), pad: _.pad("x", 5, "-+"), escape: _.escape("<a & 'b'>"), size: _.size("a😀é"), array: _.toArray("a😀é"), upper: _.upperFirst("été") }),
  "/objects": () => {
    const source = { a: [{ b: { c: 3 } }], when: new Date(0), re: /x/g, map: new Map([[1, { two: 2 }]]), bytes: new Uint8Array([1, 2]) };
    source.self = source;
    const copy = cloneDeep(source);
    return { path: get(source, "a[0].b.c"), missing: get(source, ["a", 9, "z"], "none"), set: set({}, "x[0].y", 1), equal: isEqual(_.omit(copy, "self"), _.omit(source, "self")), cycle: copy.self === copy, other: copy.map.get(1) !== source.map.get(1), merged: mergeWith({ l: [1], o: { x: 1 } }, { l: [2], o: { y: 2 } }, (a, b) => Array.isArray(a) ? a.concat(b) : undefined), defaults: defaultsDeep({ a: { b: 1 } }, { a: { b: 2, c: 3 } }), zipped: zipObjectDeep(["a.b[0].c", "a.b[1].d"], [1, 2]), picked: _.pickBy({ a: 1, b: "2", c: 3 }, _.isNumber), inverted: _.invertBy({ a: 1, b: 2, c: 1 }) };
  },
  "/functions": () => { const add = curry((a, b, c) => a + b + c); const memo = _.memoize((x) => x * 2); memo(4); let n = 0; const once = _.once(() => ++n); once(); once(); return { curried: add(1)(2, 3), placeholder: add(curry.placeholder, 2)(1, 3), flow: flow([_.trim, _.toUpper, (s) => s + "!"])(" hi "), memo: [memo.cache.has(4), memo(4)], once: n, negate: [1, 2, 3].filter(_.negate((x) => x % 2)), partial: _.partialRight((a, b) => a + "-" + b, "z")("a") }; },
  "/chain": () => _.chain(people).filter((p) => p.age > 30).map("name").sort().thru((x) => x.concat("end")).reverse().value(),
  "/arrays": () => ({ uniq: sortedUniq([1, 1, 2, 2]), diff: _.differenceWith([{ x: 1 }, { x: 2 }], [{ x: 1 }], isEqual), xor: _.xor([2, 1], [2, 3]), inter: _.intersectionBy([2.1, 1.2], [2.3], Math.floor), pull: _.pullAt(["a", "b", "c"], [0, 2]), range: _.range(0, -4, -1), index: _.sortedIndexBy([{ x: 4 }, { x: 5 }], { x: 4.5 }, "x"), nums: [_.clamp(11, 0, 10), _.inRange(3, 2, 4), _.round(4.006, 2), _.toSafeInteger("3.2"), _.toNumber("0b11")], zip: _.unzipWith([[1, 10], [2, 20]], _.add) }),
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/timers") {
      const calls = [];
      const late = debounce((x) => calls.push("debounced " + x), 5);
      const few = throttle((x) => calls.push("throttled " + x), 60000, { trailing: false });
      late(1); late(2); few("a"); few("b");
      late.flush();
      await new Promise((resolve) => _.defer(resolve));
      return Response.json(calls);
    }
    const run = cases[pathname];
    return run ? Response.json(run()) : new Response("?", { status: 404 });
  },
};
