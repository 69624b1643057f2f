import { parse, stringify } from "yaml";

const text = "name: build\non: [push, pull]\njobs:\n  test:\n    steps:\n      - run: npm ci\n      - run: |\n          npm test\n          npm pack\n    env: { CI: true, N: 3 }\n";
globalThis.run = () => stringify(parse(text));
