// node:wasi (https://nodejs.org/api/wasi.html): WASI preview 1 for programs of WebAssembly
// (https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md). There is no file system: a program has its standard input, output
// and error output and nothing else to open.
const codedError = (Base, code, message) => Object.assign(new Base(message), { code });

// For an address outside of the memory Node.js gives overflow, not fault.
const Errno = { success: 0, badf: 8, inval: 28, nosys: 52, notsock: 57, overflow: 61, notcapable: 76 };

// What may be done with a descriptor; a right is a bit of the number.
const Right = { read: 1n << 1n, setFlags: 1n << 3n, write: 1n << 6n, fileStatus: 1n << 21n, poll: 1n << 27n, none: 1n << 63n };
const common = Right.setFlags | Right.fileStatus | Right.poll;

const characterDevice = 2;
const clockIds = 4;
const randomAtOnce = 65536;
// Text of a line that has no end yet is logged in pieces of so many characters.
const longestLine = 8192;

const utf8 = new TextEncoder();
const { console, crypto, performance } = globalThis;

const received = (value) =>
  value === null || value === undefined ? `${value}`
  : typeof value === "object" ? `an instance of ${value.constructor?.name}`
  : typeof value === "function" ? `function ${value.name}`
  : `type ${typeof value} (${typeof value === "string" ? `'${value}'` : String(value)})`;
const argumentError = (name, wanted, value) =>
  codedError(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" ${name.includes(".") ? "property" : "argument"} must be ${wanted}. Received ${received(value)}`);
const valueError = (name, value, reason) => codedError(TypeError, "ERR_INVALID_ARG_VALUE", `The property '${name}' ${reason}. Received ${typeof value === "string" ? `'${value}'` : received(value)}`);

function checkObject(value, name) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw argumentError(name, "of type object", value);
}

function checkFunction(value, name) {
  if (typeof value !== "function") throw argumentError(name, "of type function", value);
}

function checkUndefined(value, name) {
  if (value !== undefined) throw argumentError(name, "undefined", value);
}

/** What a program writes, as lines of the log; the last one also without an end, when the program or the call of a library is over. */
class LogLines {
  #write;
  #text = "";
  #isToEnd = false;
  #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  constructor(write) {
    this.#write = write;
  }
  push(bytes) {
    const lines = (this.#text + this.#decoder.decode(bytes, { stream: true })).split("\n");
    const rest = lines.pop();
    for (const line of lines) this.#write(line);
    let at = 0;
    for (; rest.length - at > longestLine; at += longestLine) this.#write(rest.slice(at, at + longestLine));
    this.#text = rest.slice(at);
    if (this.#text !== "" && !this.#isToEnd) {
      this.#isToEnd = true;
      queueMicrotask(() => this.end());
    }
  }
  end() {
    this.#isToEnd = false;
    const rest = this.#text + this.#decoder.decode();
    this.#text = "";
    if (rest !== "") this.#write(rest);
  }
}

/** Bytes that somebody wants to have: each time a copy. */
class Collected {
  #write;
  constructor(write) {
    this.#write = write;
  }
  push(bytes) {
    this.#write(bytes.slice());
  }
  end() {}
}

function outputOf(option, number, name, write) {
  if (option === undefined || option === number) return new LogLines(write);
  if (typeof option === "function") return new Collected(option);
  throw valueError(name, option, `must be ${number}, which is the log, or a function that takes what is written, for there are no files`);
}

function inputOf(option) {
  if (option === undefined || option === 0) return new Uint8Array(0);
  if (typeof option === "string") return utf8.encode(option);
  if (option instanceof ArrayBuffer) return new Uint8Array(option);
  if (ArrayBuffer.isView(option)) return new Uint8Array(option.buffer, option.byteOffset, option.byteLength);
  throw valueError("options.stdin", option, "must be 0, which is at its end, or the bytes to read, for there are no files");
}

/** A place that is not in the memory of the program. */
const fault = Symbol("fault");

/** The memory of a program, as one call of it sees it: no number that it gives is trusted. */
class Memory {
  constructor(memory) {
    this.buffer = memory.buffer;
    this.view = new DataView(this.buffer);
  }
  at(pointer, length) {
    const address = pointer >>> 0;
    if (address + length > this.buffer.byteLength) throw fault;
    return address;
  }
  bytes(pointer, length) {
    return new Uint8Array(this.buffer, this.at(pointer, length >>> 0), length >>> 0);
  }
  u32(pointer) {
    return this.view.getUint32(this.at(pointer, 4), true);
  }
  setU32(pointer, value) {
    this.view.setUint32(this.at(pointer, 4), value, true);
  }
  setU64(pointer, value) {
    this.view.setBigUint64(this.at(pointer, 8), value, true);
  }
  /** The buffers of a list, each an address and a length. */
  *list(pointer, count) {
    const items = this.at(pointer, (count >>> 0) * 8);
    for (let i = 0; i < count >>> 0; i++) yield this.bytes(this.u32(items + i * 8), this.u32(items + i * 8 + 4));
  }
  /** Texts that end with a zero byte, and the table of where they are. */
  setTexts(table, pointer, texts) {
    this.at(table, texts.length * 4);
    let address = pointer >>> 0;
    texts.forEach((text, i) => {
      this.setU32((table >>> 0) + i * 4, address);
      this.bytes(address, text.length).set(text);
      address += text.length;
    });
  }
}

// Time stands still in a turn, so all clocks do.
const clock = (id) => (id === 0 ? BigInt(Date.now()) * 1_000_000n : BigInt(Math.round(performance.now() * 1e6)));

/** The functions of the interface: each takes the memory and the arguments, and gives an error number. */
function functionsOf({ args, env, stdin, outputs }) {
  let toRead = stdin;
  const open = new Map([[0, { rights: Right.read | common, kind: 0 }], [1, { rights: Right.write | common, kind: 1 }], [2, { rights: Right.write | common, kind: 2 }]]);

  // A descriptor that must be open and have a right.
  const using = (right, body) => (memory, fd, ...rest) => {
    const file = open.get(fd);
    return file === undefined ? Errno.badf : (file.rights & right) !== right ? Errno.notcapable : body(memory, file, ...rest);
  };
  // What descriptors of this kind cannot do: there is no file and no folder.
  const refused = using(Right.none, () => Errno.notcapable);
  const isNoSocket = using(0n, () => Errno.notsock);
  const sizes = (texts) => (memory, count, size) => {
    memory.setU32(count, texts.length);
    memory.setU32(size, texts.reduce((sum, text) => sum + text.length, 0));
    return Errno.success;
  };
  const texts = (list) => (memory, table, pointer) => {
    memory.setTexts(table, pointer, list);
    return Errno.success;
  };

  // Nothing has to be waited for: a descriptor is ready, and where there is none the clock that rings first has rung, since none moves.
  function poll(memory, subscriptions, events, count, written) {
    const all = count >>> 0;
    if (all === 0) return Errno.inval;
    memory.at(subscriptions, all * 48);
    memory.at(events, all * 32);
    let found = [];
    let first;
    for (let i = 0; i < all; i++) {
      const at = (subscriptions >>> 0) + i * 48;
      const event = { user: memory.view.getBigUint64(at, true), type: memory.view.getUint8(at + 8), errno: Errno.success };
      if (event.type === 0) {
        const id = memory.u32(at + 16);
        const timeout = memory.view.getBigUint64(at + 24, true);
        event.rings = (memory.view.getUint16(at + 40, true) & 1) === 0 || id >= clockIds ? timeout : timeout - clock(id);
        if (id >= clockIds) found.push(Object.assign(event, { errno: Errno.inval }));
        else if (first === undefined || event.rings < first.rings) first = event;
      } else if (event.type > 2) return Errno.inval;
      else {
        const file = open.get(memory.view.getInt32(at + 16, true));
        if (file === undefined) event.errno = Errno.badf;
        else if ((file.rights & Right.poll) === 0n) event.errno = Errno.notcapable;
        event.bytes = file?.kind === 0 ? toRead.length : 0;
        found.push(event);
      }
    }
    if (found.length === 0) found = [first];
    found.forEach(({ user, errno, type, bytes = 0 }, i) => {
      const at = (events >>> 0) + i * 32;
      memory.bytes(at, 32).fill(0);
      memory.setU64(at, user);
      memory.view.setUint16(at + 8, errno, true);
      memory.view.setUint8(at + 10, type);
      memory.setU64(at + 16, BigInt(bytes));
    });
    memory.setU32(written, found.length);
    return Errno.success;
  }

  const functions = {
    args_get: texts(args),
    args_sizes_get: sizes(args),
    environ_get: texts(env),
    environ_sizes_get: sizes(env),
    clock_res_get(memory, id, result) {
      if (id >>> 0 >= clockIds) return Errno.inval;
      memory.setU64(result, 1_000_000n);
      return Errno.success;
    },
    clock_time_get(memory, id, _precision, result) {
      if (id >>> 0 >= clockIds) return Errno.inval;
      memory.setU64(result, clock(id));
      return Errno.success;
    },
    fd_close: (_memory, fd) => (open.delete(fd) ? Errno.success : Errno.badf),
    fd_fdstat_get: using(0n, (memory, file, result) => {
      memory.bytes(result, 24).fill(0);
      memory.view.setUint8(result >>> 0, characterDevice);
      memory.setU64((result >>> 0) + 8, file.rights);
      return Errno.success;
    }),
    fd_fdstat_set_flags: using(Right.setFlags, () => Errno.success),
    fd_fdstat_set_rights: using(0n, (_memory, file, rights, inherited) => {
      const wanted = BigInt.asUintN(64, rights);
      if ((wanted & ~file.rights) !== 0n || inherited !== 0n) return Errno.notcapable;
      file.rights = wanted;
      return Errno.success;
    }),
    fd_filestat_get: using(Right.fileStatus, (memory, _file, result) => {
      memory.bytes(result, 64).fill(0);
      memory.view.setUint8((result >>> 0) + 16, characterDevice);
      memory.setU64((result >>> 0) + 24, 1n);
      return Errno.success;
    }),
    fd_read: using(Right.read, (memory, _file, list, count, result) => {
      let length = 0;
      memory.at(result, 4);
      for (const bytes of memory.list(list, count)) {
        const part = toRead.subarray(0, bytes.length);
        bytes.set(part);
        length += part.length;
        toRead = toRead.subarray(part.length);
        if (part.length < bytes.length) break;
      }
      memory.setU32(result, length);
      return Errno.success;
    }),
    fd_write: using(Right.write, (memory, file, list, count, result) => {
      let length = 0;
      memory.at(result, 4);
      // All are looked at first: a write with a bad buffer writes nothing.
      const parts = [...memory.list(list, count)];
      for (const bytes of parts) {
        outputs[file.kind - 1].push(bytes);
        length += bytes.length;
      }
      memory.setU32(result, length);
      return Errno.success;
    }),
    fd_renumber(_memory, from, to) {
      const file = open.get(from);
      if (file === undefined || !open.has(to)) return Errno.badf;
      open.delete(from);
      open.set(to, file);
      return Errno.success;
    },
    path_symlink: (memory, _path, _length, fd) => refused(memory, fd),
    poll_oneoff: poll,
    proc_raise: () => Errno.nosys,
    random_get(memory, pointer, length) {
      const bytes = memory.bytes(pointer, length);
      for (let i = 0; i < bytes.length; i += randomAtOnce) crypto.getRandomValues(bytes.subarray(i, i + randomAtOnce));
      return Errno.success;
    },
    sched_yield: () => Errno.success,
  };
  for (const name of ["advise", "allocate", "datasync", "filestat_set_size", "filestat_set_times", "pread", "pwrite", "readdir", "seek", "sync", "tell"]) functions[`fd_${name}`] = refused;
  // What was opened for a program beforehand: nothing.
  for (const name of ["prestat_get", "prestat_dir_name"]) functions[`fd_${name}`] = using(0n, () => Errno.inval);
  for (const name of ["create_directory", "filestat_get", "filestat_set_times", "link", "open", "readlink", "remove_directory", "rename", "unlink_file"]) functions[`path_${name}`] = refused;
  for (const name of ["accept", "recv", "send", "shutdown"]) functions[`sock_${name}`] = isNoSocket;
  return functions;
}

/** Thrown through a program that ends itself. */
const exited = Symbol("proc_exit");

export class WASI {
  #memory;
  #exitCode = 0;
  #outputs;
  constructor(options = {}) {
    checkObject(options, "options");
    const { version, args = [], env = {}, preopens = {}, returnOnExit = true, stdin, stdout, stderr } = options;
    if (typeof version !== "string") throw argumentError("options.version", "of type string", version);
    if (version !== "preview1") throw valueError("options.version", version, "unsupported WASI version");
    if (!Array.isArray(args)) throw argumentError("options.args", "an instance of Array", args);
    checkObject(env, "options.env");
    checkObject(preopens, "options.preopens");
    if (Object.keys(preopens).length > 0) throw valueError("options.preopens", preopens, "must be empty: a worker has no file system");
    if (typeof returnOnExit !== "boolean") throw argumentError("options.returnOnExit", "of type boolean", returnOnExit);
    this.#outputs = [outputOf(stdout, 1, "options.stdout", (line) => console.log(line)), outputOf(stderr, 2, "options.stderr", (line) => console.error(line))];
    const functions = functionsOf({
      args: args.map((text) => utf8.encode(`${text}\0`)),
      env: Object.entries(env).filter(([, value]) => value !== undefined).map(([name, value]) => utf8.encode(`${name}=${value}\0`)),
      stdin: inputOf(stdin),
      outputs: this.#outputs,
    });
    this.wasiImport = {};
    for (const [name, body] of Object.entries(functions)) {
      this.wasiImport[name] = (...given) => {
        if (this.#memory === undefined) throw codedError(Error, "ERR_WASI_NOT_STARTED", "wasi.start() has not been called");
        try {
          return body(new Memory(this.#memory), ...given);
        } catch (error) {
          if (error === fault) return Errno.overflow;
          throw error;
        }
      };
    }
    this.wasiImport.proc_exit = (code) => {
      this.#exitCode = code;
      if (returnOnExit) throw exited;
      throw new Error(`The program ended itself with the exit code ${code}, and "returnOnExit" is false: a worker has no process to end.`);
    };
  }
  /** The imports of a program. */
  getImportObject() {
    return { wasi_snapshot_preview1: this.wasiImport };
  }
  /** Gives the functions the memory of an instance, for a program that is started otherwise. */
  finalizeBindings(instance, { memory = instance?.exports?.memory } = {}) {
    if (this.#memory !== undefined) throw codedError(Error, "ERR_WASI_ALREADY_STARTED", "WASI instance has already started");
    checkObject(instance, "instance");
    checkObject(instance.exports, "instance.exports");
    if (!(memory instanceof WebAssembly.Memory)) throw codedError(TypeError, "ERR_INVALID_ARG_TYPE", '"instance.exports.memory" property must be a WebAssembly.Memory object');
    this.#memory = memory;
  }
  /** Runs a program to its end: its exit code. */
  start(instance) {
    this.finalizeBindings(instance);
    const { _start, _initialize } = instance.exports;
    checkFunction(_start, "instance.exports._start");
    checkUndefined(_initialize, "instance.exports._initialize");
    this.#run(_start);
    return this.#exitCode;
  }
  /** Prepares a library, whose functions are called afterwards. */
  initialize(instance) {
    this.finalizeBindings(instance);
    const { _start, _initialize } = instance.exports;
    checkUndefined(_start, "instance.exports._start");
    if (_initialize !== undefined) {
      checkFunction(_initialize, "instance.exports._initialize");
      this.#run(_initialize);
    }
  }
  #run(entry) {
    try {
      entry();
    } catch (error) {
      if (error !== exited) throw error;
    } finally {
      for (const output of this.#outputs) output.end();
    }
  }
}

export default { WASI };
