import { worker } from "../Lib/sqlite.js";

export const bench = { summary: "WebAssembly: SQLite (sql.js), the same queries over 20,000 rows and 10,000 steps", atLeast: 0.5, pinned: true, connections: 1, cpuMs: 10_000 };

export default worker(20_000, 10_000);
