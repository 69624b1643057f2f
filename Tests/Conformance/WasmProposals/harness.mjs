// Runs the commands that assemble.mjs made of one script, through the JavaScript API: one line for each that fails, and how many passed.
import commands from "./commands.json";

const instances = new Map();
const registry = {};

const toValue = ({ type, value }) => (type === "i64" ? BigInt(value) : Number(value));
const same = (actual, expected) => Object.is(actual, expected.type === "f32" ? Math.fround(toValue(expected)) : toValue(expected));

function run(command) {
  switch (command.op) {
    case "instantiate":
      instances.set(command.id, new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.fromBase64(command.bytes)), registry).exports);
      return undefined;
    case "register":
      registry[command.name] = instances.get(command.id);
      return undefined;
    default:
      return instances.get(command.id)[command.name](...command.values.map(toValue));
  }
}

function refused(what, type) {
  try {
    run(what);
  } catch (error) {
    if (error instanceof type) return;
    throw error;
  }
  throw new Error(`no ${type.name}`);
}

function check(command) {
  const { op, what, expected } = command;
  switch (op) {
    case "return": {
      const result = run(what);
      const actual = result === undefined ? [] : Array.isArray(result) ? result : [result];
      if (actual.length !== expected.length || !actual.every((value, i) => same(value, expected[i]))) throw new Error(`[${actual}] instead of ${JSON.stringify(expected)}`);
      return;
    }
    case "exception":
      return refused(what, WebAssembly.Exception);
    case "trap":
      return refused(what, WebAssembly.RuntimeError);
    case "invalid":
      return refused(what, WebAssembly.CompileError);
    case "unlinkable":
      return refused(what, WebAssembly.LinkError);
    default:
      run(command);
  }
}

export default {
  fetch() {
    const failures = [];
    let passed = 0;
    for (const [i, command] of commands.entries()) {
      if (command.op === "skip" || command.what?.op === "skip") continue;
      try {
        check(command);
        passed++;
      } catch (error) {
        failures.push(`${i} ${command.op} ${command.what?.name ?? ""}: ${error}`);
      }
    }
    return Response.json({ passed, failures });
  },
};
