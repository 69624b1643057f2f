import { marked } from "marked";

export const bench = { summary: "marked turns 4 KB of Markdown into HTML" };

const section = (i) => `## Section ${i}\n\nSome *emphasis*, a [link](https://example.com/${i}) and \`code\`.\n\n- one\n- two\n  - nested **bold**\n\n| a | b |\n|---|---|\n| ${i} | ${i * i} |\n\n\`\`\`js\nconst x = ${i};\n\`\`\`\n\n`;
const text = "# Title\n\n" + Array.from({ length: 20 }, (_, i) => section(i)).join("");

export default {
  fetch() {
    return new Response(marked.parse(text), { headers: { "content-type": "text/html" } });
  },
};
