// Follows a worker's log. Text stays text: nothing of it becomes markup.
const log = document.getElementById("log");
const state = document.getElementById("state");
const most = 500;

const add = (text, failed) => {
  const line = document.createElement("div");
  line.textContent = text;
  if (failed) line.className = "failed";
  const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 4;
  log.append(line);
  while (log.childElementCount > most) log.firstElementChild.remove();
  if (atEnd) log.scrollTop = log.scrollHeight;
};

const title = event => event?.request ? `${event.request.method} ${event.request.url} ${event.response?.status ?? ""}`
  : event?.cron ? `cron ${event.cron}`
  : event?.rpcMethod ? `call ${event.rpcMethod}()`
  : event?.type === "overload" ? event.message
  : "log";

const source = new EventSource(log.dataset.source);
source.onopen = () => { state.textContent = "Following."; };
source.onerror = () => { state.textContent = "The connection is lost; trying again."; };
source.onmessage = message => {
  const event = JSON.parse(message.data);
  const time = new Date(event.eventTimestamp).toISOString().slice(11, 23);
  add(`${time} ${event.outcome} ${title(event.event)}`, event.outcome !== "ok");
  for (const line of event.logs) add(`    ${line.level}: ${line.message.join(" ")}`, line.level === "error");
  for (const error of event.exceptions) add(`    ${error.name}: ${error.message}`, true);
};
