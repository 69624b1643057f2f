// Runs in Node.js: takes a request a line, has a thread answer it, and writes the answer as a line. A thread that takes too long, or too
// much memory, is ended, and another takes its place: the process itself always answers, and ends when nobody asks any more.
const { Worker } = require('node:worker_threads');
const [code, show, patience] = JSON.parse(process.env.PEER);
const mostLine = 4 << 20;
const waiting = [];
let thread = null, request = null, timer = null, rest = '';

function answer(value) {
  clearTimeout(timer);
  let line = JSON.stringify(value);
  if (line.length > mostLine) line = '{"failed":"too long"}';
  request = null;
  process.stdout.write(line + '\n');
  next();
}

function fail(from, what) {
  if (from !== thread) return;
  thread.terminate();
  thread = null;
  if (request !== null) answer({ failed: what });
}

function start() {
  const made = new Worker(code, { eval: true, workerData: show, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: 256 } });
  made.on('message', (value) => { if (made === thread && request !== null) answer(value); });
  made.on('error', (e) => fail(made, e.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : String(e)));
  made.on('exit', () => fail(made, 'ended'));
  return made;
}

function next() {
  if (request !== null || waiting.length === 0) return;
  request = waiting.shift();
  thread ??= start();
  const asked = thread;
  timer = setTimeout(() => fail(asked, 'time'), patience);
  thread.postMessage(request);
}

process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop();
  for (const line of lines) waiting.push(line);
  next();
});
process.stdin.on('end', () => process.exit());
