// node:stream/promises (https://nodejs.org/api/stream.html#streams-promises-api).
import { promises } from "pureedge:node/stream.pipeline";

export const { pipeline, finished } = promises;
export default promises;
