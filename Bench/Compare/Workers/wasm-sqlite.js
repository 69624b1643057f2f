import { worker } from "../Lib/sqlite.js";

export const bench = { summary: "WebAssembly: SQLite (sql.js), a join with groups over 1,000 rows and a recursive query", atLeast: 0.5, pinned: true, connections: 1, cpuMs: 10_000 };

export default worker(1_000, 500);
