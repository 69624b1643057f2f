// Turns scripts of WebAssembly's official suite, as Firefox has them (their modules are text), into what harness.mjs runs: a list of
// commands with modules as bytes. node assemble.mjs FOLDER-OF-WABT FILE... writes JSON, a list for each file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";

const [folder, ...files] = process.argv.slice(2);
const wabt = await createRequire(folder + "/")("wabt")();
const features = {
  bulk_memory: true, exceptions: true, function_references: true, multi_value: true, mutable_globals: true, reference_types: true, sat_float_to_int: true, sign_extension: true,
  simd: true, tail_call: true,
};

function assembled(text) {
  const module = wabt.parseWat("module.wat", text, features);
  try {
    // Not validated: some are meant to be invalid.
    return Buffer.from(module.toBinary({}).buffer).toString("base64");
  } finally {
    module.destroy();
  }
}

const plain = (value) => (typeof value === "bigint" ? { type: "i64", value: `${value}` } : typeof value === "number" ? { type: "number", value: Object.is(value, -0) ? "-0" : `${value}` } : value);

function commands(file) {
  const list = [];
  let instances = 0;
  const left = new Set();
  // A thunk's own command, which an assertion is about.
  const inner = (thunk) => {
    const length = list.length;
    thunk();
    return list.splice(length)[0];
  };
  const assertion = (op) => (thunk, expected) => list.push({ op, what: inner(thunk), expected: Array.isArray(expected) ? expected.map(plain) : undefined });
  runInNewContext(readFileSync(file, "utf8"), {
    instantiate(text) {
      const id = instances++;
      // Recursive types are of the proposal of garbage collection; what imports from such a module goes with it.
      if (/\(rec\b/.test(text) || [...left].some((name) => text.includes(`(import "${name}"`))) {
        list.push({ op: "skip" });
        return { id: undefined };
      }
      list.push({ op: "instantiate", id, bytes: assembled(text) });
      return { id };
    },
    register({ id }, name) {
      if (id === undefined) left.add(name);
      else left.delete(name);
      list.push(id === undefined ? { op: "skip" } : { op: "register", id, name });
    },
    invoke: ({ id }, name, values) => list.push({ op: "invoke", id, name, values: values.map(plain) }),
    value: (type, value) => ({ type, value: Object.is(value, -0) ? "-0" : `${value}` }),
    assert_return: assertion("return"),
    assert_exception: assertion("exception"),
    assert_trap: assertion("trap"),
    assert_invalid: assertion("invalid"),
    assert_unlinkable: assertion("unlinkable"),
    // Of the text, which is the assembler's.
    assert_malformed() {},
  });
  return list;
}

process.stdout.write(JSON.stringify(files.map(commands)));
